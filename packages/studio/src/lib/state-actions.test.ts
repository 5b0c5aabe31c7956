import { expect, it } from 'vitest'
import { episodeView } from './episodes.test-support.ts'
import { scoreBatch } from './equations/scored.ts'
import { batchOfEpisodes } from './rows-of-episodes.ts'
import { actionsOf, contrastsOf, creditPart } from './state-actions.ts'

const shelf = (action: string) => ({ anchor: 'shelf', action, reward: 0 })
const batch = batchOfEpisodes([
  episodeView({ member: 0, steps: [shelf('open fridge'), shelf('open fridge'), shelf('leave')] }),
  episodeView({ member: 1, steps: [shelf('take mug'), { anchor: 'table', reward: 10 }] }),
])
const scored = scoreBatch(batch, { name: 'gigpo', norm: 'mean' })

it('sorts the actions of a state by their credit, and counts who did the same again', () => {
  const actions = actionsOf(scored, [0, 1, 2, 3], scored.advantages.step)
  expect(actions.map(({ action, rows, again }) => [action, rows, again])).toEqual([
    ['take mug', [3], 0],
    ['open fridge', [0, 1], 1],
    ['leave', [2], 0],
  ])
  expect(actions[0]).toMatchObject({ meanReturn: 9.5, meanCredit: 9.5 - 9.5 / 4 })
  expect(actions[1]).toMatchObject({ meanReturn: 0, meanCredit: -9.5 / 4 })
})

it('finds the states in which it mattered what was done', () => {
  const contrasts = contrastsOf(scored, [[0, 1, 2, 3], [4]], scored.advantages.step)
  expect(contrasts).toHaveLength(1)
  expect(contrasts[0]).toMatchObject({ anchor: 'shelf', difference: 9.5, best: { action: 'take mug' } })
  expect(contrastsOf(scored, [[0, 1, 2]], scored.advantages.step)).toEqual([])
})

it('takes the total where an algorithm knows no steps', () => {
  expect(creditPart(scored).name).toBe('step')
  expect(creditPart(scoreBatch(batch, { name: 'rloo' })).name).toBe('total')
})
