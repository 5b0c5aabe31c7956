import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPrices } from '../products/draw-prices.ts'
import type { Product } from '../products/product.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import { PythonRandom } from '../python/python-random.ts'
import { product } from '../reward/product.test-support.ts'
import { canonicalGoals } from './canonical-goals.ts'
import { humanGoals, parseHumanInstructions } from './human-goals.ts'
import { drawPriceCap, printPriceCap } from './price-cap.ts'
import { splitGoals } from './split-goals.ts'
import { syntheticGoals } from './synthetic-goals.ts'

const instruction = { text: 'Find me soap', attributes: ['mild', 'vegan'] }
const options = [
  { name: 'size', values: ['s', 'm'] },
  { name: 'color', values: ['red', 'blue', 'red'] },
]
const shop = productsInMemory([
  product({ asin: 'A1', prices: [5], instruction, options }),
  product({ asin: 'A2', prices: [10, 20] }),
  product({ asin: 'A3', prices: [985], instruction: { text: 'Find me gold', attributes: ['vegan'] } }),
])

describe('syntheticGoals', () => {
  const goals = syntheticGoals(shop, drawPrices(shop, new PythonRandom(1)), new PythonRandom(1))

  it('makes a goal of every combination, names sorted, with one cap a product', () => {
    expect(goals).toHaveLength(7)
    const caps = new Set(goals.slice(0, 6).map(({ priceUpper }) => priceUpper))
    expect(caps.size).toBe(1)
    const [cap] = caps
    expect(goals[0]!.instruction).toBe(
      `Find me soap with color: red, and size: s, and price lower than ${cap}.00 dollars`,
    )
    expect(goals[1]!.options).toEqual([
      { name: 'color', value: 'red' },
      { name: 'size', value: 'm' },
    ])
    expect(goals[6]).toMatchObject({ instruction: 'Find me gold', priceUpper: 1_000_000, product: 2, options: [] })
  })

  it('numbers the same goal made twice, and gives the rare attribute its weight', () => {
    expect(goals[4]!.id).toBe(`${goals[0]!.id}-2`)
    expect(new Set(goals.map(({ id }) => id)).size).toBe(7)
    expect(goals[0]!.weight).toBeCloseTo((1 / 6 + 1 / 7) / 2)
    expect(goals[6]!.weight).toBeCloseTo(1 / 7)
  })

  it('makes no goal where a group has no value', () => {
    const none = productsInMemory([product({ instruction, options: [{ name: 'size', values: [] }] })])
    expect(syntheticGoals(none, new Float64Array([1]), new PythonRandom(0))).toEqual([])
  })
})

describe('humanGoals', () => {
  it('strips dots, keeps product order and leaves out entries without attributes or product', () => {
    const entry = (text: string, attributes: string[]) => ({
      instruction: text,
      instruction_attributes: attributes,
      instruction_options: ['red'],
    })
    const human = parseHumanInstructions({
      A3: [entry('a ring...', ['gold']), entry('nothing', [])],
      ZZ: [entry('not sold', ['x'])],
      A1: [entry('.soap.', ['mild'])],
    })
    const goals = humanGoals(shop, new Float64Array([5, 15, 995]), human, new PythonRandom(3))
    expect(goals.map(({ asin, product }) => [asin, product])).toEqual([
      ['A1', 0],
      ['A3', 2],
    ])
    expect(goals[0]!.instruction).toMatch(/^soap, and price lower than \d0\.00 dollars$/)
    expect(goals[1]).toMatchObject({ kind: 'human', instruction: 'a ring', options: ['red'], weight: 1 })
  })

  it.each([[[]], [{ A1: {} }], [{ A1: [3] }], [{ A1: [{ instruction: 'x' }] }]])('refuses %j', (raw) => {
    expect(() => parseHumanInstructions(raw)).toThrow(expect.objectContaining({ code: 'data' }))
  })
})

describe('drawPriceCap', () => {
  it('is one of the second to fourth tens above the price, or none', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1100, noNaN: true }), fc.nat(), (price, seed) => {
        const { priceUpper, text } = drawPriceCap(price, new PythonRandom(seed))
        const next = Math.floor(price / 10) * 10 + 10
        if (next > 980) return priceUpper === 1_000_000 && text === '' && printPriceCap(priceUpper) === '1000000'
        const fits = priceUpper > next && priceUpper <= Math.min(next + 30, 990) && priceUpper % 10 === 0
        return fits && text.includes(` ${priceUpper}.00 `) && printPriceCap(priceUpper) === `${priceUpper}.0`
      }),
    )
  })
})

describe('drawPrices', () => {
  it('lies in the range of the product', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 999, noNaN: true }), { minLength: 1, maxLength: 2 }),
        fc.nat(),
        (prices, seed) => {
          const [price] = drawPrices(productsInMemory([product({ prices })]), new PythonRandom(seed))
          return price! >= Math.min(...prices) && price! <= Math.max(...prices)
        },
      ),
    )
  })
})

describe('splitGoals', () => {
  const many = (products: number, perProduct: number) => {
    const values = Array.from({ length: perProduct }, (_, i) => `v${i}`)
    const list: Product[] = Array.from({ length: products }, (_, i) =>
      product({ asin: `P${i}`, instruction, options: [{ name: 'size', values }] }),
    )
    return canonicalGoals(productsInMemory(list), { kind: 'synthetic', compat: 'fixed' }).goals
  }

  it('keeps the positions of the original', () => {
    const { test, eval: evaluation, train } = splitGoals(many(400, 10), { by: 'goal' })
    expect([test[0], test.at(-1), evaluation[0], evaluation.at(-1), train[0], train.at(-1)]).toEqual([
      0, 499, 500, 1499, 1500, 3999,
    ])
  })

  it('takes 10 % and 15 % of fewer than 3,000', () => {
    const { test, eval: evaluation, train } = splitGoals(many(10, 10), { by: 'goal' })
    expect([test.length, evaluation.length, train.length]).toEqual([10, 15, 75])
  })

  it.each(['goal', 'product'] as const)('puts every goal in exactly one split: by %s', (by) => {
    const goals = many(200, 3)
    const { test, eval: evaluation, train } = splitGoals(goals, { by })
    expect([...test, ...evaluation, ...train].sort((a, b) => a - b)).toEqual(goals.map((_, i) => i))
  })

  it('by product: no product is in two splits, and each keeps its split in another catalogue', () => {
    const products = (goals: readonly { asin: string }[], at: Int32Array) =>
      new Set(Array.from(at, (i) => goals[i]!.asin))
    const goals = many(300, 3)
    const splits = splitGoals(goals, { by: 'product' })
    const [test, evaluation, train] = [splits.test, splits.eval, splits.train].map((at) => products(goals, at))
    expect(test!.size + evaluation!.size + train!.size).toBe(300)
    expect(test!.size).toBeGreaterThan(15)
    expect(evaluation!.size).toBeGreaterThan(25)
    const fewer = many(100, 1)
    const again = splitGoals(fewer, { by: 'product' })
    for (const asin of products(fewer, again.test)) expect(test).toContain(asin)
  })
})
