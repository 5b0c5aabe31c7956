// The numbers of the paper's worked batch, typed in, so that a clone without the golden file still checks them.
import { describe, expect, test } from 'vitest'
import { type CreditOptions, createCredit } from './create-credit.ts'
import type { Advantages } from './credit.ts'
import { recordsToStepRows, type StepRecord, type StepRows } from './step-rows.ts'

/** `'a:S0 S1+10'`: trajectory a, reward 10 at its second step; `!` after a step marks it invalid. */
function batch(...trajectories: readonly string[]): StepRows {
  const records = trajectories.flatMap((text) => {
    const [name, steps] = text.split(':') as [string, string]
    const [uid, traj] = name.includes('/') ? (name.split('/') as [string, string]) : (['g', name] as [string, string])
    return steps.split(' ').map((step, t): StepRecord => {
      const [obs, reward] = step.replace('!', '').split('+') as [string, string | undefined]
      return { uid, traj, t, obs, reward: Number(reward ?? 0), valid: !step.endsWith('!') }
    })
  })
  return recordsToStepRows(records)
}

type GigpoOptions = Extract<CreditOptions, { name: 'gigpo' }>

function gigpo(rows: StepRows, options: Omit<GigpoOptions, 'name'>): Advantages {
  return createCredit({ name: 'gigpo', ...options })(rows)
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i], `entry ${i}`).toBeCloseTo(value, 5)
}

const repeat = (value: number, times: number): number[] => Array.from({ length: times }, () => value)
const t1 = batch('a:S0 S1+10', 'b:S0 S2 S0 S1+10', 'c:S0 S2 S3 S2')
const t2 = batch('a:S0 S1+10', 'b:S0 S2! S0 S1+10', 'c:S0 S2 S3! S2')
const outcome = (win: number, loss: number): number[] => [...repeat(win, 6), ...repeat(loss, 4)]

describe('T1, three trajectories with shared states', () => {
  test('Eq. 5 and 6: step returns and groups', () => {
    const { stepReturn, stepGroup } = gigpo(t1, {})
    expectClose(stepReturn, [9.5, 10, 8.57375, 9.025, 9.5, 10, 0, 0, 0, 0])
    expect([...stepGroup]).toEqual([0, 1, 0, 2, 0, 1, 0, 2, 3, 2])
  })

  test('Eq. 7: step advantages in both norms', () => {
    const mean = [2.606562, 0, 1.680313, 6.016667, 2.606562, 0, -6.893438, -3.008333, 0, -3.008333]
    const std = [0.56464, 0, 0.363994, 1.1547, 0.56464, 0, -1.493275, -0.57735, 0, -0.57735]
    for (const mode of ['fixed', 'paper', 'verl-agent', 'roll'] as const) {
      expectClose(gigpo(t1, { mode, norm: 'mean' }).step, mean)
      expectClose(gigpo(t1, { mode, norm: 'mean_std' }).step, std)
    }
  })

  test('Eq. 3 and 8 with trajectory statistics', () => {
    const mean = gigpo(t1, { mode: 'paper', norm: 'mean' })
    expectClose(mean.episode, outcome(3.333333, -6.666667))
    expectClose(
      mean.total,
      [5.939896, 3.333333, 5.013646, 9.35, 5.939896, 3.333333, -13.560104, -9.675, -6.666667, -9.675],
    )
    const std = gigpo(t1, { mode: 'paper', norm: 'mean_std' })
    expectClose(std.episode, outcome(0.57735, -1.1547))
    expectClose(
      std.total,
      [1.141991, 0.57735, 0.941344, 1.73205, 1.141991, 0.57735, -2.647975, -1.73205, -1.1547, -1.73205],
    )
  })

  test('Eq. 3 and 8 with row statistics', () => {
    const mean = gigpo(t1, { mode: 'verl-agent', norm: 'mean' })
    expectClose(mean.episode, outcome(4, -6))
    expectClose(mean.total, [6.606562, 4, 5.680313, 10.016667, 6.606562, 4, -12.893438, -9.008333, -6, -9.008333])
    const std = gigpo(t1, { mode: 'verl-agent', norm: 'mean_std' })
    expectClose(std.episode, outcome(0.774597, -1.161895))
    expectClose(
      std.total,
      [1.339237, 0.774597, 1.13859, 1.929297, 1.339237, 0.774597, -2.65517, -1.739245, -1.161895, -1.739245],
    )
  })

  test('ω weighs the step part only', () => {
    const options = { mode: 'verl-agent', norm: 'mean' } as const
    expectClose(
      gigpo(t1, { ...options, omega: 0.8 }).total,
      [6.08525, 4, 5.34425, 8.813333, 6.08525, 4, -11.51475, -8.406667, -6, -8.406667],
    )
    const none = gigpo(t1, { ...options, omega: 0 })
    expectClose(none.total, [...none.episode])
  })
})

describe('T2, invalid actions in rows 3 and 8', () => {
  test('verl-agent: off the row, after discounting', () => {
    expectClose(
      gigpo(t2, { mode: 'verl-agent', norm: 'mean' }).total,
      [6.626563, 4.02, 5.700313, 9.87, 6.626563, 4.02, -12.873437, -8.955, -6.08, -8.955],
    )
    expectClose(
      gigpo(t2, { mode: 'verl-agent', norm: 'mean_std' }).total,
      [1.342436, 0.777796, 1.141789, 1.913148, 1.342436, 0.777796, -2.650294, -1.73437, -1.176368, -1.73437],
    )
  })

  test('paper: inside the reward, discounted backwards', () => {
    expectClose(
      gigpo(t2, { mode: 'paper', norm: 'mean' }).total,
      [6.052875, 3.4, 4.931625, 9.281667, 5.952875, 3.3, -13.637375, -9.738333, -6.7, -9.643333],
    )
  })

  test('fixed: off the advantage, the other rows untouched', () => {
    const expected = [...gigpo(t1, { norm: 'mean' }).total]
    expected[3] = 9.25
    expected[8] = -6.766667
    expectClose(gigpo(t2, { norm: 'mean' }).total, expected)
    expectClose(gigpo(t2, { norm: 'mean', penaltyScope: 'none' }).total, [...gigpo(t1, { norm: 'mean' }).total])
  })
})

test('T3: a group of failures is silent; in a group of successes the shorter path is preferred', () => {
  const failures = batch('a:S0 S1', 'b:S0 S2 S1')
  const successes = batch('a:S0 S1+10', 'b:S0 S2 S1+10')
  for (const mode of ['fixed', 'paper', 'verl-agent', 'roll'] as const) {
    for (const norm of ['mean', 'mean_std'] as const) expectClose(gigpo(failures, { mode, norm }).total, repeat(0, 5))
    expectClose(gigpo(successes, { mode, norm: 'mean' }).total, [0.2375, 0, -0.2375, 0, 0])
    expectClose(gigpo(successes, { mode, norm: 'mean_std' }).total, [0.707105, 0, -0.707105, 0, 0])
  }
})

test('T4: a task of one trajectory gives 0, and its raw score in verl-agent if it has one row', () => {
  const rows = batch('g1/a:S0 S1+10', 'g2/b:S0+10')
  expectClose(gigpo(rows, { mode: 'verl-agent', norm: 'mean' }).total, [0, 0, 10])
  expectClose(gigpo(rows, { mode: 'verl-agent', norm: 'mean_std' }).total, [0, 0, 9.99999])
  for (const mode of ['fixed', 'paper'] as const) expectClose(gigpo(rows, { mode }).total, [0, 0, 0])
  expectClose(gigpo(rows, { mode: 'roll' }).episode, [0, 0, 0])
})

test('T5: a σ comparable with the epsilon is treated as zero by the guard', () => {
  const rows = batch('a:A+1', 'b:B+1', 'c:C+1.000001')
  expectClose(gigpo(rows, { stdGuard: 'none' }).episode, [-0.211325, -0.211325, 0.42265])
  expect([...gigpo(rows, {}).episode]).toEqual([0, 0, 0])
})

test('T16: one malformed action in a group of failures', () => {
  const rows = batch('a:S0', 'b:S0', 'c:S0', 'd:S0!')
  expectClose(gigpo(rows, { mode: 'verl-agent', norm: 'mean' }).total, [0.05, 0.05, 0.05, -0.15])
  expectClose(gigpo(rows, { mode: 'verl-agent', norm: 'mean_std' }).total, [0.99998, 0.99998, 0.99998, -2.99994])
  expect([...gigpo(rows, {}).total]).toEqual([0, 0, 0, -0.1])
})

test('T20: equal states of two tasks meet only in roll', () => {
  const rows = batch('g1/a:S0+10', 'g1/b:S0+10', 'g2/c:S0', 'g2/d:S0')
  for (const mode of ['fixed', 'paper', 'verl-agent'] as const) expectClose(gigpo(rows, { mode }).total, repeat(0, 4))
  expectClose(gigpo(rows, { mode: 'roll' }).step, [0.866025, 0.866025, -0.866025, -0.866025])
  expectClose(gigpo(rows, { mode: 'roll', norm: 'mean' }).step, [5, 5, -5, -5])
})

describe('automatic choices', () => {
  test('omega: auto makes both parts weigh alike, in any unit of reward', () => {
    const { episode, step, total, chosen } = gigpo(t1, { norm: 'mean', omega: 'auto' })
    const ofRows = (values: Float64Array): number[] => [...values].filter((value) => value !== 0)
    const size = (values: readonly number[]): number => Math.hypot(...values) / Math.sqrt(values.length)
    expect(chosen!.omega).toBeCloseTo(size(ofRows(episode)) / size(ofRows(step)), 12)
    expectClose(total, [...episode.map((advantage, i) => advantage + chosen!.omega! * step[i]!)])
    const scaled = { ...t1, reward: t1.reward.map((value) => 7 * value) }
    expect(gigpo(scaled, { norm: 'mean', omega: 'auto' }).chosen!.omega).toBeCloseTo(chosen!.omega!, 12)
    expect(gigpo(t1, { omega: 'auto' }).chosen!.omega).toBeCloseTo(1, 0)
  })

  test('omega: auto is 1 where one part is silent, and never beyond 4', () => {
    expect(gigpo(batch('a:S0 S1+10', 'b:S2 S3'), { omega: 'auto' }).chosen!.omega).toBe(1)
    expect(gigpo(batch('a:S0 S1+10', 'b:S0 S2 S1+10'), { omega: 'auto' }).chosen!.omega).toBe(1)
    const rows = batch('g/a:S0 S1+10', 'g/b:S0 S2 S1+10', 'h/a:S0+10', 'h/b:S1')
    expect(gigpo(rows, { norm: 'mean', omega: 'auto' }).chosen!.omega).toBe(4)
  })

  test('fallback: episode speaks for groups of one row and of equal returns only', () => {
    const plain = gigpo(t1, {})
    const { episode, step, total, chosen } = gigpo(t1, { fallback: 'episode' })
    // S1 is visited twice with equal returns, S3 once.
    const silent = [1, 5, 8]
    for (let i = 0; i < t1.size; i++) {
      expect(step[i]).toBe(silent.includes(i) ? episode[i] : plain.step[i])
      expect(total[i]).toBeCloseTo(episode[i]! + step[i]!, 12)
    }
    expect(chosen).toEqual({ omega: 1, frac_fallback: 0.3 })
    expect(plain.chosen).toBeUndefined()
  })

  test('episodeWeight: 0 leaves the step part alone, as omega: 0 the episode part', () => {
    const { episode, step, total } = gigpo(t1, { episodeWeight: 0 })
    expect(total).toEqual(step)
    expect(episode).toEqual(gigpo(t1, {}).episode)
    expect(gigpo(t1, { omega: 0 }).total).toEqual(episode)
  })

  test('other words are refused', () => {
    expect(() => gigpo(t1, { omega: 'automatic' as 'auto' })).toThrow(/number or "auto", received "automatic"/)
  })
})
