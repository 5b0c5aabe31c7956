// What must hold of every estimator on any batch, whatever its numbers: order of rows means nothing, comparisons are
// relative, tasks do not leak into each other.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { algorithmNames, type CreditOptions, createCredit } from './create-credit.ts'
import type { Advantages } from './credit.ts'
import { recordsToStepRows, type StepRecord } from './step-rows.ts'

type GigpoOptions = Extract<CreditOptions, { name: 'gigpo' }>

const step = fc.record({
  obs: fc.constantFrom('S0', 'S1', 'S2', 'S3'),
  reward: fc.integer({ min: -2, max: 3 }),
  valid: fc.boolean(),
})
const trajectory = fc.array(step, { minLength: 1, maxLength: 5 })
const task = fc.array(trajectory, { minLength: 1, maxLength: 4 })

/** Batches of up to three tasks; trajectories of different tasks share their names on purpose. */
const batch: fc.Arbitrary<StepRecord[]> = fc
  .array(task, { minLength: 1, maxLength: 3 })
  .map((tasks) =>
    tasks.flatMap((trajectories, g) =>
      trajectories.flatMap((steps, n) => steps.map((one, t) => ({ uid: `g${g}`, traj: `t${n}`, t, ...one }))),
    ),
  )

const gigpoOptions: fc.Arbitrary<GigpoOptions> = fc.record({
  name: fc.constant('gigpo' as const),
  mode: fc.constantFrom('fixed' as const, 'paper' as const, 'verl-agent' as const, 'roll' as const),
  norm: fc.constantFrom('mean' as const, 'mean_std' as const),
  gamma: fc.constantFrom(0, 0.5, 0.95, 1),
  omega: fc.constantFrom(0, 0.5, 1),
})
const anyOptions: fc.Arbitrary<CreditOptions> = fc.oneof(
  gigpoOptions,
  fc.constantFrom(...algorithmNames).map((name) => ({ name }) as CreditOptions),
)

function score(records: readonly StepRecord[], options: CreditOptions): Advantages {
  return createCredit(options)(recordsToStepRows(records))
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]!))
    if (!(Math.abs(actual[i]! - expected[i]!) <= allowed))
      expect.fail(`entry ${i}: ${actual[i]} instead of ${expected[i]}`)
  }
}

/** The same partition: labels that are equal together stay equal together. */
function canonical(labels: ArrayLike<number>): number[] {
  const numbers = new Map<number, number>()
  return Array.from(labels, (label) => {
    const known = numbers.get(label) ?? numbers.size
    numbers.set(label, known)
    return known
  })
}

test('a permutation of the rows permutes the advantages, and nothing else', () => {
  const shuffled = batch.chain((records) =>
    fc.tuple(
      fc.constant(records),
      fc.shuffledSubarray([...records.keys()], { minLength: records.length, maxLength: records.length }),
    ),
  )
  fc.assert(
    fc.property(shuffled, anyOptions, ([records, order], options) => {
      const before = score(records, options)
      const after = score(
        order.map((i) => records[i]!),
        options,
      )
      for (const part of ['episode', 'step', 'total', 'stepReturn'] as const)
        expectClose(
          after[part],
          order.map((i) => before[part][i]!),
        )
      expect([...after.stepGroup]).toEqual(
        canonical(order.map((i) => before.stepGroup[i]!)).map((label) => (before.stepGroup[0] === -1 ? -1 : label)),
      )
    }),
  )
})

test('episode advantages sum to zero over the entries of their statistic', () => {
  fc.assert(
    fc.property(batch, gigpoOptions, (records, options) => {
      const { mode } = options
      fc.pre(mode !== 'verl-agent')
      const rows = recordsToStepRows(records)
      const { episode } = createCredit(options)(rows)
      const sums = new Float64Array(rows.groupCount)
      const seen = new Set<number>()
      for (let i = 0; i < rows.size; i++) {
        if (mode !== 'roll' && seen.has(rows.trajectory[i]!)) continue
        seen.add(rows.trajectory[i]!)
        sums[rows.group[i]!]! += episode[i]!
      }
      expectClose(sums, new Float64Array(rows.groupCount), 1e-6)
    }),
  )
})

test('step advantages sum to zero over each step group', () => {
  fc.assert(
    fc.property(batch, gigpoOptions, (records, options) => {
      const { step: advantages, stepGroup } = score(records, options)
      const sums = new Float64Array(Math.max(...stepGroup) + 1)
      for (const [i, label] of stepGroup.entries()) sums[label]! += advantages[i]!
      expectClose(sums, new Float64Array(sums.length), 1e-6)
    }),
  )
})

describe('relative', () => {
  const isLast = (records: readonly StepRecord[], i: number): boolean => records[i + 1]?.t !== records[i]!.t + 1
  const transform = (records: readonly StepRecord[], change: (reward: number, last: boolean) => number) =>
    records.map((record, i) => ({ ...record, reward: change(record.reward, isLast(records, i)) }))

  test('the same amount added to every return changes nothing', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: -50, max: 50 }), anyOptions, (records, amount, options) => {
        fc.pre(!('mode' in options && options.mode === 'verl-agent')) // gives a lone row its raw score
        const undiscounted: CreditOptions = options.name === 'gigpo' ? { ...options, gamma: 1 } : options
        const shifted = transform(records, (reward, last) => (last ? reward + amount : reward))
        expectClose(score(shifted, undiscounted).total, score(records, undiscounted).total, 1e-7)
      }),
    )
  })

  test('with σ, the unit of the reward does not matter; without, advantages scale with it', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: 2, max: 100 }), gigpoOptions, (records, factor, options) => {
        fc.pre(options.mode !== 'verl-agent')
        // Discounts by halves keep every σ well above the epsilon that is added to it.
        const gamma = options.gamma === 0.95 ? 0.5 : options.gamma!
        const plain: GigpoOptions = { ...options, gamma, penaltyScope: 'none' }
        const scaled = score(
          transform(records, (reward) => reward * factor),
          plain,
        )
        const { total } = score(records, plain)
        const expected = options.norm === 'mean' ? total.map((advantage) => advantage * factor) : total
        expectClose(scaled.total, expected, 1e-3)
      }),
    )
  })

  test('a group of equal returns gets exactly zero, however the reward is written', () => {
    const reward = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(reward, fc.integer({ min: 2, max: 9 }), gigpoOptions, (amount, members, options) => {
        const records = Array.from({ length: members }, (_, n) => ({
          uid: 'g',
          traj: `${n}`,
          t: 0,
          obs: 'S',
          reward: amount,
          valid: true,
        }))
        expect(score(records, options).total.every((advantage) => advantage === 0)).toBe(true)
      }),
    )
  })
})

test('a task is scored alone: other tasks in the batch, even copies of it, change nothing', () => {
  const scoped = gigpoOptions.filter((options) => options.mode !== 'roll')
  const group = fc.oneof(
    scoped,
    fc.constantFrom('grpo' as const, 'dr-grpo' as const, 'rloo' as const).map((name): CreditOptions => ({ name })),
  )
  fc.assert(
    fc.property(batch, group, (records, options) => {
      const alone = score(records, options)
      const copies = records.map((record) => ({ ...record, uid: `copy of ${record.uid}` }))
      const together = score([...records, ...copies], options)
      for (const part of ['episode', 'step', 'total'] as const)
        expectClose(together[part], [...alone[part], ...alone[part]])
    }),
  )
})

test('ω = 0 is GRPO', () => {
  fc.assert(
    fc.property(batch, (records) => {
      expectClose(score(records, { name: 'gigpo', omega: 0 }).total, score(records, { name: 'grpo' }).total, 0)
    }),
  )
})

test('similar states form the same groups in any order of rows', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 8 })
  const texts = fc.array(text, { minLength: 2, maxLength: 10 })
  const orders = texts.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray([...list.keys()], { minLength: list.length, maxLength: list.length }),
    ),
  )
  const group = (list: readonly string[]): number[] => {
    const records = list.map((obs, n) => ({ uid: 'g', traj: `${n}`, t: 0, obs, reward: 0, valid: true }))
    return [...score(records, { name: 'gigpo', grouping: 'similarity', similarityThreshold: 0.75 }).stepGroup]
  }
  fc.assert(
    fc.property(orders, ([list, order]) => {
      const before = group(list)
      expect(group(order.map((i) => list[i]!))).toEqual(canonical(order.map((i) => before[i]!)))
    }),
  )
})
