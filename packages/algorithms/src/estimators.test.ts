// T8 of the reference numbers for the estimators that compare whole episodes, and their options.
import { GigpoError } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { algorithmDefaults, algorithmNames, type CreditOptions, createCredit } from './create-credit.ts'
import { recordsToStepRows, type StepRecord } from './step-rows.ts'
import { supply } from './supply.test-support.ts'

const single = (reward: number, n: number): StepRecord => ({
  uid: 'g',
  traj: `${n}`,
  t: 0,
  obs: 'S',
  reward,
  valid: true,
})
const eight = recordsToStepRows([10, 10, 0, 0, 0, 10, 0, 0].map(single))

/** T1: returns 10, 10, 0 over 2, 4 and 4 steps. */
const t1 = recordsToStepRows(
  [2, 4, 4].flatMap((length, n) =>
    Array.from({ length }, (_, t) => ({ ...single(n < 2 && t === length - 1 ? 10 : 0, n), t })),
  ),
)

function expectTotal(options: CreditOptions, rows: typeof eight, win: number, loss: number): void {
  const { total, step, stepGroup, episode } = createCredit(options)(rows)
  const won = rows.trajectoryEnd.success
  for (let i = 0; i < rows.size; i++) expect(total[i]).toBeCloseTo(won[rows.trajectory[i]!] === 1 ? win : loss, 5)
  expect([...episode]).toEqual([...total])
  expect(step.every((advantage) => advantage === 0)).toBe(true)
  expect(stepGroup.every((label) => label === -1)).toBe(true)
}

test('GRPO', () => expectTotal({ name: 'grpo' }, eight, 1.207614, -0.724569))
test('Dr. GRPO', () => expectTotal({ name: 'dr-grpo' }, eight, 6.25, -3.75))

test('RLOO, over trajectories and over rows', () => {
  expectTotal({ name: 'rloo' }, eight, 7.142857, -4.285714)
  expectTotal({ name: 'rloo' }, t1, 5, -10)
  expectTotal({ name: 'rloo', episodeStats: 'rows' }, t1, 4.444444, -6.666667)
})

test('REINFORCE: one baseline for all tasks, or none', () => {
  const two = recordsToStepRows([
    { ...single(10, 0), uid: 'easy' },
    { ...single(10, 1), uid: 'easy' },
    { ...single(0, 0), uid: 'hard' },
    { ...single(0, 1), uid: 'hard' },
  ])
  expectTotal({ name: 'reinforce' }, two, 5, -5)
  expectTotal({ name: 'reinforce', baseline: 'none' }, two, 10, 0)
  expectTotal({ name: 'grpo' }, two, 0, 0)
})

test('the penalty falls on the invalid row alone', () => {
  const rows = supply(recordsToStepRows([single(0, 0), { ...single(0, 1), valid: false }]))
  for (const name of algorithmNames) {
    expect([...createCredit({ name, penalty: 0.25 })(rows).total]).toEqual([0, -0.25])
    expect([...createCredit({ name, penaltyScope: 'none' })(rows).total]).toEqual([0, 0])
  }
})

test('an estimator writes to nothing it is given', () => {
  const rows = supply(recordsToStepRows([single(10, 0), { ...single(0, 1), valid: false }]))
  const before = JSON.stringify(rows)
  for (const name of algorithmNames)
    for (const mode of ['fixed', 'paper', 'verl-agent', 'roll'] as const) createCredit({ name, mode })(rows)
  expect(JSON.stringify(rows)).toBe(before)
})

test('no rows give no advantages', () => {
  const empty = supply(recordsToStepRows([]))
  for (const name of algorithmNames) expect(createCredit({ name })(empty).total.length).toBe(0)
})

describe('options', () => {
  const create = (options: object) => () => createCredit(options as CreditOptions)

  test('a wrong name is refused with the nearest valid one', () => {
    const cases: [object, RegExp][] = [
      [{ name: 'gipgo' }, /did you mean "gigpo"/],
      [{ name: 'gigpo', omgea: 1 }, /did you mean "omega"/],
      [{ name: 'gigpo', mode: 'verlagent' }, /did you mean "verl-agent"/],
      [{ name: 'gigpo', norm: 'std_mean' }, /mean_std/],
      [{ name: 'grpo', gamma: 0.9 }, /Known: mode/],
      [{ name: 'reinforce', baseline: 'batch_mean' }, /did you mean "batch-mean"/],
      [{ name: undefined }, /Known: gigpo/],
      [{ name: 'toString' }, /Known: gigpo/],
      [{ name: 'gigpo', toString: 1 }, /Known: mode/],
    ]
    for (const [options, remedy] of cases)
      expect(create(options)).toThrow(
        expect.objectContaining({ code: 'config', remedy: expect.stringMatching(remedy) }),
      )
  })

  test('numbers must be finite and in range', () => {
    for (const wrong of [{ gamma: 1.5 }, { gamma: Number.NaN }, { omega: Number.POSITIVE_INFINITY }, { penalty: -1 }])
      expect(create({ name: 'gigpo', ...wrong })).toThrow(GigpoError)
    expect(create({ name: 'gigpo', gamma: '0.9' })).toThrow('gamma of algorithm gigpo')
  })

  test('undefined means the default, and defaults are options themselves', () => {
    for (const name of algorithmNames) {
      const options = { ...algorithmDefaults(name), penaltyScope: undefined } as unknown as CreditOptions
      const rows = supply(t1)
      expect([...createCredit(options)(rows).total]).toEqual([...createCredit({ name })(rows).total])
    }
    expect(algorithmDefaults('gigpo')).toMatchObject({ mode: 'fixed', norm: 'mean_std', gamma: 0.95, omega: 1 })
  })
})
