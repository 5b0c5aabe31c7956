import { GigpoError, rootKey } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Product } from '../products/product.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import { documentText } from '../search/document.ts'
import { asinOf } from './asin.ts'
import { attributes as lexicon } from './attributes.ts'
import { type Difficulty, defaultDifficulty } from './difficulty.ts'
import { createProductGenerator, generateCatalogue, heldOutTypes } from './generate-catalogue.ts'

const share = <T>(items: readonly T[], test: (item: T, index: number) => boolean): number =>
  items.filter(test).length / items.length

const unit = fc.double({ min: 0, max: 1, noNaN: true })
const anyDifficulty: fc.Arbitrary<Difficulty> = fc.record({
  goals: unit,
  siblings: unit,
  synonyms: unit,
  attributesOnlyInFeatures: unit,
  optionValues: fc.double({ min: 2, max: 40, noNaN: true }),
  noPrice: unit,
})

/** What the contract of `Product` and the pages rely on. */
function checkProduct(product: Product): void {
  const { asin, title, bullets, attributes, options, prices, priceTag, instruction, nouns } = product
  expect(asin).toMatch(/^G0[0-9A-Z]{8}$/)
  expect(title.trim()).toBe(title)
  expect(title.length).toBeGreaterThan(8)
  expect(title.length).toBeLessThan(400)
  expect(bullets.length).toBeGreaterThanOrEqual(1)
  expect(bullets.length).toBeLessThanOrEqual(8)
  expect(product.query).toBe(product.query.trim().toLowerCase())
  expect(product.productCategory.split(' › ').length).toBeGreaterThanOrEqual(3)
  expect(attributes.length).toBeGreaterThan(0)
  expect(new Set(attributes).size).toBe(attributes.length)
  expect(new Set(options.map(({ name }) => name)).size).toBe(options.length)
  const values = options.flatMap((group) => group.values)
  expect(values.length).toBeLessThanOrEqual(50)
  for (const group of options) {
    expect(group.values.length).toBeGreaterThan(0)
    expect(new Set(group.values).size).toBe(group.values.length)
    for (const value of group.values) expect(value).toBe(value.trim().toLowerCase())
  }
  expect(prices.length === 1 || (prices.length === 2 && prices[0]! < prices[1]!)).toBe(true)
  for (const price of prices) expect(Math.abs(price * 100 - Math.round(price * 100))).toBeLessThan(1e-6)
  expect(priceTag).toMatch(/^\$\d+\.\d{1,2}( to \$\d+\.\d{1,2})?$/)
  expect(priceTag.split(' to ').map((price) => Number(price.slice(1)))).toEqual(prices)
  for (const noun of nouns ?? []) expect(title.toLowerCase()).toContain(noun)
  for (const text of [title, product.description, ...bullets, instruction?.text ?? ''])
    expect(text).not.toMatch(/[{}]|undefined|NaN| {2}/)
  if (instruction === undefined) return
  expect(instruction.attributes.length).toBeGreaterThanOrEqual(2)
  for (const phrase of instruction.attributes) {
    expect(attributes).toContain(phrase)
    expect(instruction.text).toContain(phrase)
    expect(isWritten(product, phrase)).toBe(true)
  }
  expect(instruction.text).toContain(product.query)
}

/** Whether a reader finds the attribute, in its usual wording or the other. */
function isWritten(product: Product, phrase: string): boolean {
  const { wording, synonym } = lexicon.get(phrase)!
  const text = [product.title, ...product.bullets, product.description].join(' ').toLowerCase()
  return text.includes(bare(wording)) || text.includes(bare(synonym))
}

/** Titles leave the article out: "a steel frame" is "with Steel Frame". */
const bare = (wording: string): string => wording.toLowerCase().replace(/^an? /, '')

describe('a generated catalogue', () => {
  it('is the same for everybody', () => {
    expect(productsInMemory(generateCatalogue().products).digest).toBe(
      'f6f9577e4e3568ee9a41edbb165da046af664d0229f545fe8c1433200b6ff050',
    )
  })

  it('keeps the contract of products at any seed and difficulty', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), anyDifficulty, (seed, difficulty) => {
        const { products } = generateCatalogue({ seed, products: 25, difficulty })
        products.forEach(checkProduct)
      }),
      { numRuns: 40 },
    )
  })

  it('gives any product without those before it, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 200_000 }), (seed, position) => {
        const small = createProductGenerator({ seed, products: position + 1 })
        const large = createProductGenerator({ seed, products: 1_181_430 })
        if (position > 0) large.product(position - 1)
        expect(large.product(position)).toEqual(small.product(position))
        expect(large.indexOf(large.product(position).asin)).toBe(position)
      }),
    )
  })

  it('finds positions by asin only for its own products', () => {
    const generator = createProductGenerator({ products: 100 })
    const beyond = createProductGenerator({ products: 101 }).product(100).asin
    const foreign = createProductGenerator({ seed: 1, products: 1 }).product(0).asin
    for (const asin of [beyond, foreign, 'B06Y3VLDFB', '', 'G0________']) expect(generator.indexOf(asin)).toBe(-1)
  })

  it('has unique asins', () => {
    const asins = Array.from({ length: 100_000 }, (_, position) => asinOf(rootKey(0), position))
    expect(new Set(asins).size).toBe(100_000)
  })

  it('lets siblings differ in exactly one thing', () => {
    const { products, families } = generateCatalogue({ products: 3000, difficulty: { siblings: 1, goals: 1 } })
    const seen = { attributes: 0, options: 0, prices: 0 }
    for (let i = 1; i < products.length; i++) {
      if (families[i] !== families[i - 1]) continue
      const [one, other] = [products[i - 1]!, products[i]!]
      const differing = (['attributes', 'options', 'prices'] as const).filter(
        (field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]),
      )
      expect(differing).toHaveLength(1)
      seen[differing[0]!]++
      if (differing[0] === 'attributes') {
        expect(one.attributes.filter((phrase) => !other.attributes.includes(phrase))).toHaveLength(1)
      } else {
        expect([other.title, other.description, other.bullets]).toEqual([one.title, one.description, one.bullets])
      }
      expect(other.query).toBe(one.query)
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200)
  })

  it('holds out two types of each department', () => {
    const { products, types } = generateCatalogue({ products: 2000 })
    expect(types).toEqual(products.map(({ query }) => query))
    expect(heldOutTypes.size).toBe(10)
    const counts = new Map<string, Set<string>>()
    for (const { category, query } of products)
      if (heldOutTypes.has(query)) counts.set(category, (counts.get(category) ?? new Set()).add(query))
    expect([...counts.values()].map((queries) => queries.size)).toEqual([2, 2, 2, 2, 2])
  })
})

describe('difficulty', () => {
  const make = (difficulty: Partial<Difficulty>) => generateCatalogue({ products: 1500, difficulty })
  const goalProducts = (products: readonly Product[]) => products.filter(({ instruction }) => instruction !== undefined)

  it('goals: none, or one on every product', () => {
    expect(goalProducts(make({ goals: 0 }).products)).toHaveLength(0)
    expect(goalProducts(make({ goals: 1 }).products)).toHaveLength(1500)
  })

  it.each([0, 0.3, 1])('siblings: a share of %s', (siblings) => {
    const { families } = make({ siblings })
    const alike = share([...families], (family, i) => families[i - 1] === family || families[i + 1] === family)
    expect(Math.abs(alike - siblings)).toBeLessThan(0.06)
  })

  it('synonyms: none, or nothing else', () => {
    const usual = (products: readonly Product[]) =>
      goalProducts(products).flatMap((product) =>
        product.instruction!.attributes.map((phrase) =>
          [product.title, ...product.bullets, product.description]
            .join(' ')
            .toLowerCase()
            .includes(bare(lexicon.get(phrase)!.wording)),
        ),
      )
    expect(share(usual(make({ synonyms: 0 }).products), (found) => found)).toBe(1)
    expect(share(usual(make({ synonyms: 1 }).products), (found) => found)).toBe(0)
  })

  it('attributesOnlyInFeatures: none, or all out of the reach of search', () => {
    const searchable = (products: readonly Product[]) =>
      goalProducts(products).flatMap((product) =>
        product.instruction!.attributes.map((phrase) =>
          documentText(product).includes(bare(lexicon.get(phrase)!.wording)),
        ),
      )
    const synonyms = 0
    expect(share(searchable(make({ synonyms, attributesOnlyInFeatures: 0 }).products), (found) => found)).toBe(1)
    expect(share(searchable(make({ synonyms, attributesOnlyInFeatures: 1 }).products), (found) => found)).toBe(0)
  })

  it('optionValues: more values', () => {
    const mean = (optionValues: number) => {
      const groups = make({ optionValues }).products.flatMap(({ options }) => options)
      return groups.reduce((total, { values }) => total + values.length, 0) / groups.length
    }
    const [few, some, many] = [mean(2), mean(5.7), mean(20)]
    expect(few).toBeLessThan(3)
    expect(some).toBeGreaterThan(few + 1)
    expect(many).toBeGreaterThan(some + 3)
  })

  it.each([0, 0.3])('noPrice: a share of %s', (noPrice) => {
    const unpriced = share(make({ siblings: 0, noPrice }).products, ({ priceTag }) => priceTag === '$100.0')
    expect(Math.abs(unpriced - noPrice)).toBeLessThan(0.05)
  })

  it('says what is wrong with a knob or a size', () => {
    const unknown = { sibling: 0.5 } as Partial<Difficulty>
    for (const difficulty of [unknown, { goals: 1.5 }, { goals: Number.NaN }, { optionValues: 1 }])
      expect(() => generateCatalogue({ difficulty })).toThrow(GigpoError)
    for (const products of [0, -1, 1.5, 2_000_000]) expect(() => generateCatalogue({ products })).toThrow(GigpoError)
    expect(() => createProductGenerator({ products: 5 }).product(5)).toThrow(RangeError)
    expect(createProductGenerator().difficulty).toEqual(defaultDifficulty)
  })
})
