import { GigpoError, sha256 } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { absentReason, officialDataAbsent, officialFile, officialProducts } from '../official-data.test-support.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import { NumpyRandom } from '../python/numpy-random.ts'
import { canonicalGoals } from './canonical-goals.ts'
import { parseHumanInstructions } from './human-goals.ts'
import { printPriceCap } from './price-cap.ts'

interface Order {
  n: number
  first10: [string, string, number][]
  sha256_of_lines: string
  range_prices_first5: [string, number][]
}

describe.skipIf(officialDataAbsent)(`the official goals${absentReason}`, () => {
  const products = officialDataAbsent ? productsInMemory([]) : productsInMemory(officialProducts())
  const fixtures = officialDataAbsent ? {} : (officialFile('goal_order_fixtures.json') as Record<string, unknown>)

  it.each([0, 42, 233, 1000])('are the recorded ones under seed %i: order, caps and prices', (seed) => {
    const { goals, prices } = canonicalGoals(products, { kind: 'synthetic', compat: 'verl-agent', seed })
    const order = fixtures[`random.seed(${seed}) before prices; random.seed(${seed}) before shuffle`] as Order
    expect(goals).toHaveLength(order.n)
    expect(goals.slice(0, 10).map((g) => [g.asin, g.instruction, g.priceUpper])).toEqual(order.first10)
    const lines = goals.map((g) => `${g.asin}|${g.instruction}|${printPriceCap(g.priceUpper)}`)
    expect(sha256(lines.join('\n'))).toBe(order.sha256_of_lines)
    expect(new Set(goals.map(({ id }) => id)).size).toBe(order.n)
    for (const [asin, price] of order.range_prices_first5) expect(prices[products.indexOf(asin)]).toBe(price)
  })

  it('put the recorded goals at their index under seed 233, whatever seed drew the prices', () => {
    const { known } = (officialFile('oracle.json') as { goals: { known: Record<string, string[]> } }).goals
    for (const compat of ['fixed', 'princeton'] as const) {
      const order = canonicalGoals(products, {
        kind: 'synthetic',
        compat,
        ...(compat === 'fixed' ? {} : { seed: 9 }),
      }).goals
      for (const [index, [asin, ...options]] of Object.entries(known)) {
        const goal = order[Number(index)]!
        expect(goal.asin).toBe(asin)
        const values = goal.options.map((option) => (typeof option === 'string' ? option : option.value))
        expect(values).toEqual(options)
      }
    }
  })

  it('are picked as numpy picks them', () => {
    const training = new NumpyRandom(0)
    const picks = Array.from({ length: 3 }, () => Array.from(training.choice(6410, 16), (i) => 500 + i))
    expect(picks).toEqual(fixtures['numpy RandomState(0).choice(range(500,6910),16,replace=False) x3'])
    const validation = Array.from(new NumpyRandom(1000).choice(500, 128).slice(0, 16))
    expect(validation).toEqual(fixtures['numpy RandomState(1000).choice(range(500),128,replace=False) first 16'])
  })

  it('written by people come from the products on sale, with their bare options', () => {
    const human = parseHumanInstructions(officialFile('items_human_ins.subset13.json'))
    const { goals } = canonicalGoals(products, { kind: 'human', human, compat: 'fixed' })
    const wanted = [...human.values()].flat().filter(({ attributes }) => attributes.length > 0)
    expect(goals).toHaveLength(wanted.length)
    // The recorded texts have lost their apostrophes.
    const letters = (text: string): string => text.replace(/, and price lower than .*/, '').replace(/[^a-z0-9]/g, '')
    const known = new Set((officialFile('princeton_human_goals_12087.json') as string[]).map(letters))
    for (const goal of goals) {
      expect(known).toContain(letters(goal.instruction))
      expect(goal.weight).toBe(1)
      expect(products.product(goal.product).asin).toBe(goal.asin)
    }
  })
})

describe('canonicalGoals', () => {
  const empty = productsInMemory([])

  it('refuses another seed for the fixed shop, and human goals without instructions', () => {
    const config = expect.objectContaining({ code: 'config' })
    expect(() => canonicalGoals(empty, { kind: 'synthetic', compat: 'fixed', seed: 1 })).toThrow(GigpoError)
    expect(() => canonicalGoals(empty, { kind: 'human', compat: 'fixed' })).toThrow(config)
    expect(() => canonicalGoals(empty, { kind: 'synthetic', human: new Map(), compat: 'fixed' })).toThrow(config)
  })

  it('gives no goals for no products', () => {
    expect(canonicalGoals(empty, { kind: 'synthetic', compat: 'fixed', seed: 233 })).toEqual({
      goals: [],
      prices: new Float64Array(0),
    })
  })
})
