import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { canonicalGoals } from '../goals/canonical-goals.ts'
import { loadOfficialProducts } from '../products/official.ts'
import type { Product } from '../products/product.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import { buildSearchIndex } from '../search/build-index.ts'
import { documentText } from '../search/document.ts'
import { createProductSearch } from '../search/product-search.ts'
import { generateCatalogue } from './generate-catalogue.ts'
import { type CatalogueStatistics, catalogueStatistics } from './statistics.ts'

const data = new URL('../../../../../../shared/data/webshop/', import.meta.url).pathname
const missing = !existsSync(data)

function measure(products: readonly Product[]): CatalogueStatistics {
  const source = productsInMemory(products)
  const index = buildSearchIndex({ asins: products.map(({ asin }) => asin), documents: products.map(documentText) })
  const { goals } = canonicalGoals(source, { kind: 'synthetic', compat: 'fixed' })
  return catalogueStatistics(source, createProductSearch(index), goals)
}

const product = (asin: string, more: Partial<Product>): Product => ({
  asin,
  title: 'Oak Table',
  description: '',
  bullets: ['First bullet', 'Second, with drawers'],
  category: 'garden',
  query: 'tables',
  productCategory: 'Home › Furniture › Tables',
  attributes: ['DUMMY_ATTR'],
  options: [],
  prices: [100],
  priceTag: '$100.0',
  image: '',
  ...more,
})

describe('catalogue statistics', () => {
  it('counts a small catalogue right', () => {
    const wanted = product('A2', {
      title: 'Solid Pine Table',
      description: 'Abcd',
      attributes: ['solid pine', 'drawers', 'table'],
      options: [
        { name: 'color', values: ['red', 'blue'] },
        { name: 'size', values: ['s', 'm', 'l'] },
      ],
      prices: [10, 20],
      priceTag: '$10.0 to $20.0',
      instruction: { text: 'Find me solid pine tables with drawers', attributes: ['solid pine', 'drawers'] },
    })
    expect(measure([product('A1', {}), wanted])).toMatchObject({
      products: 2,
      queries: 1,
      withOptions: 0.5,
      meanOptionValues: 5,
      maxOptionValues: 5,
      meanAttributes: 1.5,
      meanTitle: 12.5,
      meanDescription: 2,
      withoutDescription: 0.5,
      meanBullets: 2,
      priceRanges: 0.5,
      noPrice: 0.5,
      medianPrice: 10,
      withInstruction: 0.5,
      meanInstructionAttributes: 2,
      // "drawers" is on the second bullet only.
      attributesSearchable: 0.5,
      attributesWritten: 1,
      goals: 6,
      medianGoals: 6,
      maxGoals: 6,
      inTop10: 1,
      wholeInTop50: 1,
    })
  })
})

const reason = missing ? ' (skipped: ../shared/data/webshop is not there)' : ''
describe.skipIf(missing)(`the generated catalogue beside the original${reason}`, () => {
  const read = (name: string): Buffer => readFileSync(`${data}${name}`)
  const original = missing
    ? undefined
    : measure(
        loadOfficialProducts(
          JSON.parse(gunzipSync(read('items_shuffle_1000.reconstructed.json.gz')).toString('utf8')),
          JSON.parse(read('items_ins_v2_1000.json').toString('utf8')),
        ),
      )
  const generated = measure(generateCatalogue().products)

  it.each<[keyof CatalogueStatistics, number]>([
    ['withOptions', 0.1],
    ['meanOptionValues', 0.15],
    ['maxOptionValues', 0.1],
    ['meanAttributes', 0.1],
    ['meanTitle', 0.1],
    ['meanDescription', 0.1],
    ['withoutDescription', 0.2],
    ['meanBullets', 0.1],
    ['meanBullet', 0.1],
    ['priceRanges', 0.25],
    ['noPrice', 0.3],
    ['medianPrice', 0.2],
    ['meanSearchTokens', 0.1],
    ['withInstruction', 0.1],
    ['meanInstructionAttributes', 0.1],
    ['attributesSearchable', 0.2],
    ['goals', 0.4],
    ['inTop10', 0.06],
    ['inTop50', 0.04],
    ['wholeInTop10', 0.07],
    ['wholeInTop50', 0.04],
  ])('%s is within a share of %s', (field, tolerance) => {
    expect(Math.abs(generated[field] / original![field] - 1)).toBeLessThan(tolerance)
  })
})
