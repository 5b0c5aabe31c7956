import { expect, test } from 'vitest'
import { overlongPenalty, overlongPenaltyInReward } from './overlong.ts'
import { recordsToStepRows } from './step-rows.ts'

const options = { maxTokens: 100, cacheTokens: 20 }

test('DAPO Eq. 13: nothing, then a line, then −1', () => {
  expect([0, 80, 85, 90, 100, 500].map((tokens) => overlongPenalty(tokens, options))).toEqual([
    0, 0, -0.25, -0.5, -1, -1,
  ])
})

test('it lowers the reward of the step it belongs to', () => {
  const step = { uid: 'g', traj: 'a', obs: 'S', valid: true }
  const rows = recordsToStepRows([
    { ...step, t: 0, reward: 1 },
    { ...step, t: 1, reward: 1 },
  ])
  expect(() => overlongPenaltyInReward(rows, { ...options, coefficient: 1 })).toThrow('needs the token count')
  const counted = { ...rows, tokens: Int32Array.of(10, 95) }
  expect([...overlongPenaltyInReward(counted, { ...options, coefficient: 2 }).reward]).toEqual([1, -0.5])
  expect([...rows.reward]).toEqual([1, 1])
})

test('a cache that is not within the length is refused', () => {
  for (const cacheTokens of [0, -1, 101, Number.NaN])
    expect(() => overlongPenalty(1, { maxTokens: 100, cacheTokens })).toThrow(
      expect.objectContaining({ code: 'config' }),
    )
})
