import { GigpoError, type RandomStream, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { canonicalGoals } from '../goals/canonical-goals.ts'
import { parseHumanInstructions } from '../goals/human-goals.ts'
import { goal } from '../reward/product.test-support.ts'
import { purchaseReward } from '../reward/purchase-reward.ts'
import { loadOfficialProducts } from './official.ts'
import { officialRecord } from './official-record.test-support.ts'
import type { Product } from './product.ts'
import { productsInMemory } from './products-in-memory.ts'

const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'nan',
  '$',
  '$1 - $',
  '$9$8$7',
  '<img src=x onerror=alert(1)>',
  '\ud800',
  '\u0000\u202e',
  'x'.repeat(5000),
  [],
  [null],
  [[['deep']]],
  {},
  { value: 1 },
  { __proto__: null, constructor: [] },
  { length: 3 },
]

/** Changes one place of a JSON value: puts something strange there, takes it out, or doubles an element. */
function mutated(value: unknown, random: RandomStream): unknown {
  if (typeof value !== 'object' || value === null || random.uniform() < 0.15) return random.pick(STRANGE)
  if (Array.isArray(value)) {
    const at = random.integer(value.length + 1)
    if (random.uniform() < 0.2) return [...value.slice(0, at), random.pick(STRANGE), ...value.slice(at)]
    return value.map((item, i) => (i === at ? mutated(item, random) : item))
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return random.pick(STRANGE)
  const at = random.integer(entries.length)
  const [key, old] = entries[at]!
  const draw = random.uniform()
  if (draw < 0.1) entries.splice(at, 1)
  else if (draw < 0.2) entries.push([random.pick(['__proto__', 'toString', key.toUpperCase(), '999']), old])
  else entries[at] = [key, mutated(old, random)]
  // As JSON.parse makes it: every key its own, `__proto__` too.
  return Object.fromEntries(entries)
}

const instructions = (): Record<string, unknown> => ({
  B00ABC1234: { attributes: ['soft'], instruction: 'Find me a shirt', instruction_attributes: ['soft'] },
})
const people = (): Record<string, unknown> => ({
  B00ABC1234: [{ instruction: 'i want a shirt.', instruction_attributes: ['soft'], instruction_options: ['red'] }],
})

function checkProduct(product: Product): void {
  expect(product.asin).toMatch(/^[A-Z0-9]{1,10}$/)
  const texts = [
    product.title,
    product.description,
    product.category,
    product.query,
    product.productCategory,
    product.image,
  ]
  for (const text of [...texts, ...product.bullets, ...product.attributes]) expect(typeof text).toBe('string')
  expect(product.prices.length === 1 || product.prices.length === 2).toBe(true)
  expect(product.prices.every((price) => Number.isFinite(price) && price >= 0)).toBe(true)
  for (const { name, values } of product.options) {
    expect(name).toBe(name.toLowerCase())
    for (const value of values) expect(value).toBe(value.toLowerCase())
  }
}

describe('10,000 damaged catalogues', () => {
  it('load, or are refused with the place and the remedy; what loads can be played', () => {
    const random = stream(rootKey(7), 'fuzz', 'official')
    let refused = 0
    for (let i = 0; i < 10_000; i++) {
      let files: unknown[] = [[officialRecord()], instructions(), people()]
      const changes = 1 + random.integer(3)
      for (let k = 0; k < changes; k++) {
        const at = random.pick([0, 0, 0, 1, 2])
        files = files.map((file, j) => (j === at ? mutated(file, random) : file))
      }
      try {
        const loaded = loadOfficialProducts(files[0], files[1])
        loaded.forEach(checkProduct)
        const products = productsInMemory(loaded)
        expect(products.digest).toMatch(/^[0-9a-f]{64}$/)
        const human = parseHumanInstructions(files[2])
        const { goals } = canonicalGoals(products, { kind: 'synthetic', compat: 'fixed' })
        goals.push(...canonicalGoals(products, { kind: 'human', human, compat: 'fixed' }).goals)
        for (const wanted of goals.slice(0, 3)) {
          const own = products.product(wanted.product)
          const reward = purchaseReward(wanted, own, own, own.prices[0]!, [{ name: 'color', value: 'red' }])
          expect(reward.score >= 0 && reward.score <= 1).toBe(true)
        }
        for (const product of loaded) {
          const { score } = purchaseReward(goal(), loaded[0]!, product, 1, [])
          expect(score >= 0 && score <= 1).toBe(true)
        }
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        expect(error.code).toBe('data')
        expect(error.where).toMatch(/^items_(shuffle|ins|human_ins)/)
        expect(error.remedy).toBeDefined()
        expect(error.message.length).toBeLessThan(500)
        refused++
      }
    }
    // Neither all nor nothing, or the mutations test nothing.
    expect(refused).toBeGreaterThan(3000)
    expect(refused).toBeLessThan(9000)
  })

  it('does not try to list an endless number of goals', () => {
    const values = Array.from({ length: 50 }, (_, i) => ({ value: `v${i}` }))
    const groups = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`group ${i}`, values]))
    const items = [{ ...officialRecord(), customization_options: groups }]
    const products = productsInMemory(loadOfficialProducts(items, instructions()))
    expect(() => canonicalGoals(products, { kind: 'synthetic', compat: 'fixed' })).toThrow(/combinations/)
  })
})
