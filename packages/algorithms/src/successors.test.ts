// T8, T13, T14, T15 and T21 of the reference numbers, typed in, so that a clone without the golden file still checks them;
// and what each estimator alone promises.
import { GigpoError } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { algorithmNeeds, type CreditOptions, createCredit } from './create-credit.ts'
import { bellmanValues } from './graph-bellman.ts'
import { successDistances } from './graphgpo.ts'
import { rolloutGraph } from './rollout-graph.ts'
import { type EndRecord, recordsToStepRows, type StepRecord, type StepRows } from './step-rows.ts'
import { supply } from './supply.test-support.ts'

/** `'a:S0 S1+10 >S4'`: trajectory a, reward 10 at its second step, left in S4; won where its return is positive. */
function batch(...trajectories: readonly string[]): StepRows {
  const records: StepRecord[] = []
  const ends: EndRecord[] = []
  for (const text of trajectories) {
    const [traj, steps] = text.split(':') as [string, string]
    const [uid = 'g'] = traj.split('/').slice(0, -1)
    const known = steps.split(' >')[1]
    const own = steps
      .split(' >')[0]!
      .split(' ')
      .map((step, t): StepRecord => {
        const [obs, reward] = step.split('+') as [string, string | undefined]
        return { uid, traj, t, obs, reward: Number(reward ?? 0), valid: true }
      })
    records.push(...own)
    const success = own.some((record) => record.reward > 0)
    ends.push({ uid, traj, success, ...(known === undefined ? {} : { obs: known }) })
  }
  return recordsToStepRows(records, ends)
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 5): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i], `entry ${i}`).toBeCloseTo(value, digits)
}

const total = (rows: StepRows, options: CreditOptions): Float64Array => createCredit(options)(rows).total
const t1 = batch('a:S0 S1+10', 'b:S0 S2 S0 S1+10', 'c:S0 S2 S3 S2 >S4')

/** Values by state; `success` is the first task's. */
function byState(rows: StepRows, values: Float64Array): Record<string, number> {
  const graph = rolloutGraph(rows)
  const named = [...graph.nodeState].map((state, node) => [
    state === -1 ? 'success' : rows.stateKeys[state]!,
    values[node]!,
  ])
  return Object.fromEntries(named) as Record<string, number>
}

test('T13: HGPO', () => {
  const a1 = [0.65199, 0, 0.420304, 1.165685, 0.65199, 0, -1.724284, -0.882842, 0]
  expectClose(total(t1, { name: 'hgpo' }).slice(0, 9), a1)
  const base = [0.692859, 0.774596, 0.538401, 1.100504, 0.692859]
  expectClose(total(t1, { name: 'hgpo', mode: 'verl-agent', baseGroup: true }).slice(0, 5), base)
  expect(total(t1, { name: 'hgpo', alpha: 0 })[3]).toBeCloseTo(1.207106, 5)
})

test('T13: in the default mode A^E counts each trajectory once', () => {
  const { episode } = createCredit({ name: 'hgpo', baseGroup: true, norm: 'mean' })(t1)
  expect(episode[0]).toBeCloseTo(10 / 3, 12)
  expect([...createCredit({ name: 'hgpo' })(t1).episode]).toEqual(Array(10).fill(0))
})

describe('GraphGPO', () => {
  test('T14: distances, returns and both forms', () => {
    expect(byState(t1, successDistances(rolloutGraph(t1)))).toEqual({ S0: 2, S1: 1, S2: 3, S3: 4, S4: 5, success: 0 })
    const { step, stepReturn } = createCredit({ name: 'graphgpo', norm: 'mean' })(t1)
    expectClose(stepReturn, [1, 10, 0.01, 0.1, 1, 10, 0.01, 0.001, 0.01, 0.0001], 12)
    expectClose(step, [0.495, 0, -0.495, 0.0663, 0.495, 0, -0.495, -0.0327, 0, -0.0336], 10)
    const paper = createCredit({ name: 'graphgpo', form: 'paper', gamma: 0.5 })(t1).step
    for (const [row, value] of [
      [3, 1.144567],
      [7, -0.440218],
      [9, -0.704349],
    ] as const)
      expect(paper[row]).toBeCloseTo(value, 5)
  })

  test('without a success there is no signal', () => {
    const lost = batch('a:S0 S1 >S2', 'b:S0 S2 >S0')
    expect([...total(lost, { name: 'graphgpo' })]).toEqual([0, 0, 0, 0])
  })

  test('a good step of a lost episode is credited', () => {
    const { step } = createCredit({ name: 'graphgpo' })(batch('a:S0 S1+10', 'b:S0 S1 >S9', 'c:S0 S9 >S9'))
    expect(step[2]).toBeGreaterThan(0)
    expect(step[4]).toBeLessThan(0)
  })
})

describe('graph Bellman', () => {
  test('T15: values, and the difference they make', () => {
    const values = byState(t1, bellmanValues(rolloutGraph(t1), 0.99))
    expect(values.S0).toBeCloseTo(0.647026, 6)
    expect(values.S1).toBeCloseTo(0.99, 12)
    expect(values.S2).toBeCloseTo(0.317122, 6)
    expect(values.S3).toBeCloseTo(0.313951, 6)
    const td = createCredit({ name: 'graph-bellman', lambda: 0, norm: 'mean' })(t1)
    // One-step differences at S0 have mean 0, because V is their mean.
    expectClose(
      [0, 2, 4, 6].map((row) => td.total[row]!),
      [0.333074, -0.333074, 0.333074, -0.333074],
    )
    expectClose(
      total(t1, { name: 'graph-bellman' }),
      [0.547826, 0, 0.400735, 1.154247, 0.547826, 0, -1.496386, -0.549175, 0, -0.605072],
    )
  })

  test('with γ = 1 a state is worth its share of won visits, loops and all', () => {
    const rows = batch('a:S0 S0 S0+1', 'b:S0 S1 >S0', 'c:S0 S0 S1+1', 'd:S0 >S0')
    // From S0, seven steps: three stay, one wins, two go to S1, one ends lost; S1 wins once and is lost once.
    const v1 = 1 / 2
    const v0 = (1 + 2 * v1) / (7 - 3)
    expect(byState(rows, bellmanValues(rolloutGraph(rows), 1)).S0).toBeCloseTo(v0, 10)
    expect(byState(rows, bellmanValues(rolloutGraph(rows), 1)).S1).toBeCloseTo(v1, 10)
  })
})

test('a gamble: distances credit it, expectations do not', () => {
  // From S0 a jump wins once and is lost three times; the way round over S1 and S2 always wins.
  const rows = batch('a:S0+1', 'b:S0 >pit', 'c:S0 >pit', 'd:S0 >pit', 'e:S0 S1 S2+1', 'f:S0 S1 S2+1')
  const preference = (name: 'graphgpo' | 'graph-bellman'): number => {
    const { step } = createCredit({ name, norm: 'mean' })(rows)
    const jump = (step[0]! + step[1]! + step[2]! + step[3]!) / 4
    return (step[4]! + step[7]!) / 2 - jump
  }
  expect(preference('graphgpo')).toBeLessThan(0)
  expect(preference('graph-bellman')).toBeGreaterThan(0)
})

test('T21: GAGPO', () => {
  const expected = [
    0.740823, -0.000279, 0.364443, 1.675186, 0.740823, -0.000279, -1.88651, -0.818945, 0.04035, -0.855612,
  ]
  expectClose(total(t1, { name: 'gagpo' }), expected)
})

test('T8: REINFORCE++-baseline, and the weight of long completions', () => {
  const rows = batch(...[10, 10, 0, 0, 0, 10, 0, 0].map((reward, n) => `${n}:S0+${reward}`))
  expectClose(
    total(rows, { name: 'reinforce++-baseline' }),
    [10, 10, 0, 0, 0, 10, 0, 0].map((reward) => (reward > 0 ? 1.207615 : -0.724569)),
  )
  // A won completion of three tokens and a lost one of one: mean 7.5, variance 25 over four tokens.
  const uneven = { ...batch('a:S0+10', 'b:S0'), tokens: Int32Array.of(3, 1) }
  expectClose(total(uneven, { name: 'reinforce++' }), [2.5 / 5, -7.5 / 5], 6)
})

test('ReMax compares with the greedy episode of the task', () => {
  const rows = supply(
    batch('g/a:S0+10', 'h/a:S0 S1', 'h/b:S0 S1+4'),
    () => 0,
    (group) => [3, 4][group]!,
  )
  expect([...total(rows, { name: 'remax' })]).toEqual([7, -4, -4, 0, 0])
})

test('GPG: the scale for tasks that say nothing', () => {
  const rows = batch('g/a:S0+1', 'g/b:S0', 'h/a:S0', 'h/b:S0')
  expect([...total(rows, { name: 'gpg' })]).toEqual([0.5, -0.5, 0, 0])
  expect([...total(rows, { name: 'gpg', rescale: 'informative' })]).toEqual([1, -1, 0, 0])
})

describe('GAE over turns', () => {
  const rows = supply(batch('a:S1 S2+1', 'b:S1 >S3'), (key) => Number(key.slice(1)) / 10)
  const cut = { ...rows, trajectoryEnd: { ...rows.trajectoryEnd, truncated: Uint8Array.of(0, 1) } }

  test('differences, their sum, and the targets of the critic', () => {
    const { step, stepReturn } = createCredit({ name: 'gae', gamma: 0.5, lambda: 0.5, whiten: false })(cut)
    const last = 1 - 0.2
    expectClose(step, [0.5 * 0.2 - 0.1 + 0.25 * last, last, -0.1], 12)
    expectClose(stepReturn, [0.5 * 0.2 + 0.25 * last, 1, 0], 12)
  })

  test('a truncated episode goes on in the critic where asked to', () => {
    const { step } = createCredit({ name: 'gae', gamma: 0.5, whiten: false, bootstrap: 'truncated' })(cut)
    expect(step[2]).toBeCloseTo(0.5 * 0.3 - 0.1, 12)
    expect(step[1]).toBeCloseTo(0.8, 12)
  })

  test('λ = 1 without discount is return minus value', () => {
    const { step } = createCredit({ name: 'gae', gamma: 1, lambda: 1, whiten: false })(cut)
    expectClose(step, [1 - 0.1, 1 - 0.2, -0.1], 12)
  })
})

describe('what rows must bring', () => {
  test('is stated, and depends on options', () => {
    expect(algorithmNeeds({ name: 'gigpo' })).toEqual([])
    expect(algorithmNeeds({ name: 'remax' })).toEqual(['greedyReturns'])
    expect(algorithmNeeds({ name: 'gae' })).toEqual(['values'])
    expect(algorithmNeeds({ name: 'gae', bootstrap: 'truncated' })).toEqual(['values', 'finalValues'])
  })

  test('is refused by name when missing or of the wrong length', () => {
    const broken = [
      [t1, 'remax', 'needs greedyReturns, the rows have none'],
      [t1, 'gae', 'needs values, the rows have none'],
      [{ ...t1, values: new Float64Array(3) }, 'gae', 'needs values, the rows have 3 of 10'],
    ] as const
    for (const [rows, name, message] of broken) {
      expect(() => total(rows, { name })).toThrow(message)
      expect(() => total(rows, { name })).toThrow(GigpoError)
    }
    expect(() => total({ ...t1, values: new Float64Array(10) }, { name: 'gae', bootstrap: 'truncated' })).toThrow(
      'needs finalValues',
    )
  })
})

test('options that are true or false, or whole', () => {
  const create = (options: object) => () => createCredit(options as CreditOptions)
  expect(create({ name: 'hgpo', baseGroup: 'yes' })).toThrow('must be true or false, received "yes"')
  expect(create({ name: 'hgpo', context: 1.5 })).toThrow('must be a whole number, received 1.5')
  expect(create({ name: 'gigpo', history: -1 })).toThrow('history of algorithm gigpo')
})
