import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iteration } from './episodes.test-support.ts'
import { scoreBatch } from './equations/scored.ts'
import { batchOfEpisodes } from './rows-of-episodes.ts'
import { compareCredit, mostChanged, ranks } from './what-if.ts'

describe('a change of credit', () => {
  const change = compareCredit([1, -1, 0, 2, 0.5], [1, 1, 0.5, 0, -3], [0, 1, 2, 3, 4])

  it('tells which signs turned, who spoke and who fell silent', () => {
    expect(change).toMatchObject({ flips: 2, spoke: 1, fellSilent: 1 })
    expect(change.steps.map(({ flipped }) => flipped)).toEqual([false, true, false, false, true])
    expect(change.rms).toBeCloseTo(Math.sqrt((4 + 0.25 + 4 + 12.25) / 5))
  })

  it('puts turned signs first, then the largest differences, and leaves out what did not change', () => {
    expect(mostChanged(change, 9).map(({ row }) => row)).toEqual([4, 1, 3, 2])
    expect(mostChanged(change, 1)).toHaveLength(1)
  })

  it('ranks only the rows it is asked about', () => {
    const { steps, rankCorrelation } = compareCredit([9, 1, 2, 3], [0, 3, 2, 1], [1, 2, 3])
    expect(steps.map(({ rankBefore, rankAfter }) => [rankBefore, rankAfter])).toEqual([
      [1, 3],
      [2, 2],
      [3, 1],
    ])
    expect(rankCorrelation).toBe(-1)
  })
})

it('lets equal values share their place, however they were rounded', () => {
  expect(ranks([3, 1, 0.1 + 0.2 + 2.7, 2])).toEqual([3.5, 1, 3.5, 2])
  expect(compareCredit([0, 0], [1, 2], [0, 1]).rankCorrelation).toBeNull()
})

it('finds no change where nothing was changed, and GRPO where ω is 0', () => {
  fc.assert(
    fc.property(iteration, (episodes) => {
      const batch = batchOfEpisodes(episodes)
      const all = [...batch.steps.keys()]
      const plain = scoreBatch(batch, { name: 'gigpo' }).advantages.total
      const silent = scoreBatch(batch, { name: 'gigpo', omega: 0 }).advantages.total
      const grpo = scoreBatch(batch, { name: 'grpo' }).advantages.total
      expect(compareCredit(plain, plain, all)).toMatchObject({ flips: 0, spoke: 0, fellSilent: 0, rms: 0 })
      expect(compareCredit(silent, grpo, all).rms).toBe(0)
    }),
    { numRuns: 40 },
  )
})
