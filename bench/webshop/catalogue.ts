// The generated default catalogue beside the original 1,000 products, as the table of docs/environments/webshop-catalogue.md.
// Run from the repository root:
//   npx tsx --conditions=gigpo-source bench/webshop/catalogue.ts > docs/environments/webshop-catalogue.md
// The original's column is left out where ../shared/data/webshop is absent.
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import {
  buildSearchIndex,
  type CatalogueStatistics,
  canonicalGoals,
  catalogueStatistics,
  createProductSearch,
  documentText,
  generateCatalogue,
  heldOutTypes,
  loadOfficialProducts,
  type Product,
  productsInMemory,
} from '@gigpo/envs/webshop'

const SEEDS = [0, 1, 2, 3, 4, 5]

function measure(products: readonly Product[]): CatalogueStatistics {
  const source = productsInMemory(products)
  const index = buildSearchIndex({ asins: products.map(({ asin }) => asin), documents: products.map(documentText) })
  const { goals } = canonicalGoals(source, { kind: 'synthetic', compat: 'fixed' })
  return catalogueStatistics(source, createProductSearch(index), goals)
}

function original(): Product[] | undefined {
  const data = new URL('../../../shared/data/webshop/', import.meta.url).pathname
  if (!existsSync(data)) return undefined
  const items = gunzipSync(readFileSync(`${data}items_shuffle_1000.reconstructed.json.gz`)).toString('utf8')
  return loadOfficialProducts(JSON.parse(items), JSON.parse(readFileSync(`${data}items_ins_v2_1000.json`, 'utf8')))
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const decimal = (value: number): string => value.toFixed(2)
const dollars = (value: number): string => `$${value.toFixed(2)}`

const rows: readonly [label: string, field: keyof CatalogueStatistics, print: (value: number) => string][] = [
  ['products', 'products', whole],
  ['distinct queries (product types)', 'queries', whole],
  ['distinct category paths', 'categories', whole],
  ['products with options', 'withOptions', percent],
  ['option values, mean where any', 'meanOptionValues', decimal],
  ['option values, most', 'maxOptionValues', whole],
  ['hidden attributes a product', 'meanAttributes', decimal],
  ['title, mean characters', 'meanTitle', whole],
  ['description, mean characters', 'meanDescription', whole],
  ['products without description', 'withoutDescription', percent],
  ['bullets a product', 'meanBullets', decimal],
  ['bullet, mean characters', 'meanBullet', whole],
  ['products with a price range', 'priceRanges', percent],
  ['products without a price ($100.0)', 'noPrice', percent],
  ['median price', 'medianPrice', dollars],
  ['search words a product', 'meanSearchTokens', whole],
  ['distinct search terms', 'searchTerms', whole],
  ['products with an instruction', 'withInstruction', percent],
  ['attributes of an instruction', 'meanInstructionAttributes', decimal],
  ['their words where search looks', 'attributesSearchable', percent],
  ['their words anywhere on the pages', 'attributesWritten', percent],
  ['goals', 'goals', whole],
  ['goals a product with any, median', 'medianGoals', whole],
  ['goals a product, most', 'maxGoals', whole],
  ['in the top 10 of a search for the instruction', 'inTop10', percent],
  ['in the top 50', 'inTop50', percent],
  ['in the top 10 with options and price text', 'wholeInTop10', percent],
  ['in the top 50 with options and price text', 'wholeInTop50', percent],
]

const shops = SEEDS.map((seed) => generateCatalogue({ seed }))
const measured = shops.map(({ products }) => measure(products))
const mean = Object.fromEntries(
  rows.map(([, field]) => [field, measured.reduce((sum, one) => sum + one[field], 0) / measured.length]),
) as unknown as CatalogueStatistics
const real = original()
const columns = [
  { name: 'generated', of: measured[0]! },
  { name: `mean of seeds 0-${SEEDS.at(-1)}`, of: mean },
  ...(real === undefined ? [] : [{ name: 'original', of: measure(real) }]),
]
const { products, families } = shops[0]!
const sizes = new Map<number, number>()
for (const family of families) sizes.set(family, (sizes.get(family) ?? 0) + 1)
const alike = [...sizes.values()].filter((size) => size > 1)
const inFamilies = alike.reduce((sum, size) => sum + size, 0) / products.length

console.log(`# The generated shop beside the original

This page is printed by \`npx tsx --conditions=gigpo-source bench/webshop/catalogue.ts\`: the generator's default catalogue (seed 0,
SHA-256 \`${productsInMemory(products).digest}\`), the mean over six seeds, and the
original 1,000 products of WebShop, which are not part of this package.

| | ${columns.map(({ name }) => name).join(' | ')} |
|---|${columns.map(() => '---:|').join('')}`)
for (const [label, field, print] of rows)
  console.log(`| ${label} | ${columns.map(({ of }) => print(of[field])).join(' | ')} |`)
console.log(`
${percent(inFamilies)} of the generated products have near-duplicates: ${alike.length} families of 2-5 that differ in exactly one attribute, one
option group or the price, so that a search alone does not tell them apart. Ten of the fifty product types are held out, two
of each department; their goals are for the unseen test only: ${[...heldOutTypes].join(', ')}.

What falls short: fifty queries where the original has 246, and about half as many distinct search terms, because sentences
come from templates.`)
