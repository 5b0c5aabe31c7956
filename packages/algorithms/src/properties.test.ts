// What must hold of every estimator on any batch, whatever its numbers: order of rows means nothing, comparisons are
// relative, tasks do not leak into each other. Each property runs for each registered name; traits.test-support.ts says
// what an estimator claims.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { algorithmNames } from './create-credit.ts'
import type { StepRecord } from './step-rows.ts'
import { type Batch, batch, rowsOf, score, traits } from './traits.test-support.ts'

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]!))
    if (!(Math.abs(actual[i]! - expected[i]!) <= allowed))
      expect.fail(`entry ${i}: ${actual[i]} instead of ${expected[i]}`)
  }
}

/** The same partition: labels that are equal together stay equal together; −1 stays. */
function canonical(labels: readonly number[]): number[] {
  const numbers = new Map<number, number>()
  return labels.map((label) => {
    if (label === -1) return -1
    const known = numbers.get(label) ?? numbers.size
    numbers.set(label, known)
    return known
  })
}

function orderings(length: number): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length })
}

function withRewards({ records, ends }: Batch, change: (reward: number, last: boolean) => number): Batch {
  const isLast = (i: number): boolean => records[i + 1]?.t !== records[i]!.t + 1
  return { records: records.map((record, i) => ({ ...record, reward: change(record.reward, isLast(i)) })), ends }
}

function sumBy(values: ArrayLike<number>, labelOf: (row: number) => number): number[] {
  const sums: number[] = []
  for (let i = 0; i < values.length; i++) sums[labelOf(i)] = (sums[labelOf(i)] ?? 0) + values[i]!
  return sums.filter(() => true)
}

describe.each(algorithmNames)('%s', (name) => {
  const { options, scope, discounts, scale, episodeSum, stepSum } = traits[name]
  // A lone row's raw score, and noise over an epsilon, are what these properties exclude.
  const ours = options.filter((given) => given.mode !== 'verl-agent')
  const zeros = (sums: readonly number[]): void => expectClose(sums, new Float64Array(sums.length), 1e-6)

  test('a permutation of the rows permutes the advantages, and nothing else', () => {
    const shuffled = batch.chain((one) => fc.tuple(fc.constant(one), orderings(one.records.length)))
    // Values that are equal but for rounding are divided by an epsilon where there is no guard.
    const tolerance = (mode: unknown): number => (mode === 'verl-agent' ? 1e-4 : 1e-8)
    fc.assert(
      fc.property(shuffled, options, ([{ records, ends }, order], given) => {
        const before = score(rowsOf({ records, ends }), name, given)
        const after = score(rowsOf({ records: order.map((i) => records[i]!), ends }), name, given)
        for (const part of ['episode', 'step', 'total', 'stepReturn'] as const)
          expectClose(
            after[part],
            order.map((i) => before[part][i]!),
            tolerance(given.mode),
          )
        expect([...after.stepGroup]).toEqual(canonical(order.map((i) => before.stepGroup[i]!)))
      }),
    )
  })

  if (episodeSum !== 'none')
    test('episode advantages sum to zero over the entries of their statistic', () => {
      fc.assert(
        fc.property(batch, ours, (one, given) => {
          const rows = rowsOf(one)
          const { episode } = score(rows, name, given)
          const byRows = episodeSum === 'batch-rows' || given.mode === 'roll'
          const first = new Set(new Map([...rows.trajectory].map((k, i) => [k, i] as const).reverse()).values())
          const entries = episode.map((advantage, i) => (byRows || first.has(i) ? advantage : 0))
          zeros(sumBy(entries, (i) => (episodeSum === 'entries' ? rows.group[i]! : 0)))
        }),
      )
    })

  if (stepSum !== 'none')
    test('step advantages sum to zero over what they are compared with', () => {
      fc.assert(
        fc.property(batch, ours, (one, given) => {
          const rows = rowsOf(one)
          const { step, stepGroup } = score(rows, name, given)
          zeros(
            sumBy(step, (i) =>
              stepSum === 'step-groups' ? stepGroup[i]! : stepSum === 'task-rows' ? rows.group[i]! : 0,
            ),
          )
        }),
      )
    })

  test('the same amount added to every return changes nothing', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: -50, max: 50 }), ours, (one, amount, given) => {
        const undiscounted = discounts ? { ...given, gamma: 1, bootstrap: undefined } : given
        const shifted = withRewards(one, (reward, last) => (last ? reward + amount : reward))
        const { total } = score(rowsOf(one), name, undiscounted)
        expectClose(score(rowsOf(shifted, { shift: amount }), name, undiscounted).total, total, 1e-6)
      }),
    )
  })

  test('the unit of the reward does not matter, or advantages scale with it', () => {
    fc.assert(
      fc.property(batch, fc.integer({ min: 2, max: 100 }), ours, (one, factor, given) => {
        // Discounts by halves keep every σ well above the epsilon that is added to it.
        const halves = discounts && given.gamma === 0.95 ? { gamma: 0.5 } : {}
        const plain = { ...given, ...halves, penaltyScope: 'none' }
        const { total } = score(rowsOf(one), name, plain)
        const scaled = score(
          rowsOf(
            withRewards(one, (reward) => reward * factor),
            { factor },
          ),
          name,
          plain,
        ).total
        const linear = scale === 'linear' || (scale === 'by-norm' && given.norm === 'mean')
        expectClose(scaled, linear ? total.map((advantage) => advantage * factor) : total, 1e-3)
      }),
    )
  })

  test('a group of equal returns gets exactly zero, however the reward is written', () => {
    const reward = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(reward, fc.integer({ min: 2, max: 9 }), options, (amount, members, given) => {
        const step: Omit<StepRecord, 'traj'> = { uid: 'g0', t: 0, obs: 'S0', reward: amount, valid: true }
        const records = Array.from({ length: members }, (_, n) => ({ ...step, traj: `${n}` }))
        const ends = records.map(({ uid, traj }) => ({ uid, traj, success: amount > 0 }))
        const rows = rowsOf({ records, ends }, { shift: amount })
        expect(score(rows, name, { ...given, bootstrap: undefined }).total.every((advantage) => advantage === 0)).toBe(
          true,
        )
      }),
    )
  })

  test('a copy of a task in the batch is a task of its own', () => {
    fc.assert(
      fc.property(batch, options, ({ records, ends }, given) => {
        fc.pre(given.mode !== 'roll') // its step key is the batch's
        const copy = <T extends { readonly uid: string }>(one: T): T => ({ ...one, uid: `copy of ${one.uid}` })
        const both = { records: [...records, ...records.map(copy)], ends: [...ends, ...ends.map(copy)] }
        const together = score(rowsOf(both), name, given)
        const { length } = records
        for (const part of ['episode', 'step', 'total'] as const) {
          const first = together[part].subarray(0, length)
          expectClose(together[part].subarray(length), first)
          if (scope === 'task') expectClose(first, score(rowsOf({ records, ends }), name, given)[part])
        }
        const groups = [...together.stepGroup]
        expect(groups.slice(length).every((label) => label === -1 || !groups.slice(0, length).includes(label))).toBe(
          true,
        )
      }),
    )
  })
})

test('ω = 0 is GRPO', () => {
  fc.assert(
    fc.property(batch, (one) => {
      const rows = rowsOf(one)
      expectClose(score(rows, 'gigpo', { omega: 0 }).total, score(rows, 'grpo', {}).total, 0)
    }),
  )
})

test('HGPO without earlier states is the step part of GiGPO, but for its σ', () => {
  fc.assert(
    fc.property(batch, (one) => {
      const rows = rowsOf(one)
      const { step } = score(rows, 'hgpo', { context: 0, norm: 'mean' })
      expectClose(step, score(rows, 'gigpo', { norm: 'mean' }).step, 1e-5)
    }),
  )
})

test('a longer history only splits step groups', () => {
  fc.assert(
    fc.property(batch, fc.nat(3), (one, history) => {
      const rows = rowsOf(one)
      const short = score(rows, 'gigpo', { history }).stepGroup
      const long = score(rows, 'gigpo', { history: history + 1 }).stepGroup
      const shortOf = new Map<number, number>()
      for (const [i, label] of long.entries()) {
        expect(shortOf.get(label) ?? short[i]).toBe(short[i])
        shortOf.set(label, short[i]!)
      }
    }),
  )
})

test.each(['similarity', 'similarity-complete'] as const)('%s: the same groups in any order of rows', (grouping) => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 8 })
  const texts = fc.array(text, { minLength: 2, maxLength: 10 })
  const orders = texts.chain((list) => fc.tuple(fc.constant(list), orderings(list.length)))
  const group = (list: readonly string[]): number[] => {
    const records = list.map((obs, n) => ({ uid: 'g0', traj: `${n}`, t: 0, obs, reward: 0, valid: true }))
    return [...score(rowsOf({ records, ends: [] }), 'gigpo', { grouping, similarityThreshold: 0.75 }).stepGroup]
  }
  fc.assert(
    fc.property(orders, ([list, order]) => {
      const before = group(list)
      expect(group(order.map((i) => list[i]!))).toEqual(canonical(order.map((i) => before[i]!)))
    }),
  )
})
