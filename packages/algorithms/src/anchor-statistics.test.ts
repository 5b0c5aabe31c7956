import { expect, test } from 'vitest'
import { anchorStatistics } from './anchor-statistics.ts'
import { createCredit } from './create-credit.ts'
import { recordsToStepRows } from './step-rows.ts'

// T1 of the reference numbers: S0 four times, S1 and S2 twice and three times, S3 once.
const visits: [string, string, number][] = [
  ['a', 'S0', 0],
  ['a', 'S1', 10],
  ['b', 'S0', 0],
  ['b', 'S2', 0],
  ['b', 'S0', 0],
  ['b', 'S1', 10],
  ['c', 'S0', 0],
  ['c', 'S2', 0],
  ['c', 'S3', 0],
  ['c', 'S2', 0],
]
const rows = recordsToStepRows(
  visits.map(([traj, obs, reward], t) => ({ uid: 'g', traj, t, obs, reward, valid: true })),
)

test('sizes and shares of step groups', () => {
  expect(anchorStatistics(rows, createCredit({ name: 'gigpo' })(rows))).toEqual({
    groups: 4,
    meanSize: 2.5,
    fracSingleton: 0.25,
    fracZeroStd: 0.25, // S1 leads to 10 both times
    sizes: [
      { size: 1, groups: 1 },
      { size: 2, groups: 1 },
      { size: 3, groups: 1 },
      { size: 4, groups: 1 },
    ],
  })
})

test('an estimator without step groups has none', () => {
  expect(anchorStatistics(rows, createCredit({ name: 'grpo' })(rows))).toEqual({
    groups: 0,
    meanSize: 0,
    fracSingleton: 0,
    fracZeroStd: 0,
    sizes: [],
  })
})
