// What a catalogue is like in numbers, to lay a generated one beside the original: sizes, options, attributes, texts, prices,
// goals, and how far a plain search for the instruction gets.
import type { Goal } from '../goals/goal.ts'
import type { Product, ProductSearch, ProductSource } from '../products/product.ts'
import { analyze } from '../search/analyzer.ts'
import { documentText } from '../search/document.ts'

export interface CatalogueStatistics {
  readonly products: number
  /** Distinct queries and category paths. */
  readonly queries: number
  readonly categories: number
  /** Share of products with options; values over the products that have some. */
  readonly withOptions: number
  readonly meanOptionValues: number
  readonly maxOptionValues: number
  /** Hidden attributes a product, `DUMMY_ATTR` not counted. */
  readonly meanAttributes: number
  /** Characters. */
  readonly meanTitle: number
  readonly meanDescription: number
  readonly withoutDescription: number
  readonly meanBullets: number
  readonly meanBullet: number
  readonly priceRanges: number
  /** Shown as $100.0. */
  readonly noPrice: number
  /** Dollars, lower ends of ranges, products without a price left out. */
  readonly medianPrice: number
  /** Search words a product, repeats counted, and distinct ones in all. */
  readonly meanSearchTokens: number
  readonly searchTerms: number
  readonly withInstruction: number
  readonly meanInstructionAttributes: number
  /** Share of instruction attributes whose words stand in title, first bullet, description or options, and in any text. */
  readonly attributesSearchable: number
  readonly attributesWritten: number
  readonly goals: number
  readonly medianGoals: number
  readonly maxGoals: number
  /** Share of products with an instruction that a search for its text lists among the first 10 and 50. */
  readonly inTop10: number
  readonly inTop50: number
  /** The same for the goals' whole texts, options and price included, averaged by product. */
  readonly wholeInTop10: number
  readonly wholeInTop50: number
}

/** @param goals all synthetic goals of the products. */
export function catalogueStatistics(
  source: ProductSource,
  search: ProductSearch,
  goals: readonly Goal[],
): CatalogueStatistics {
  const products = Array.from({ length: source.size }, (_, index) => source.product(index))
  const optionValues = products.map(({ options }) => sum(options.map(({ values }) => values.length)))
  const chosen = optionValues.filter((count) => count > 0)
  const bullets = products.flatMap((product) => product.bullets)
  const priced = products.filter((product) => !unpriced(product))
  const documents = products.map((product) => analyze(documentText(product)))
  const instructed = products.flatMap((product, index) => (product.instruction === undefined ? [] : [index]))
  const found = instructed.map((index) => rank(search, products[index]!.instruction!.text, index))
  const wanted = instructed.flatMap((index) =>
    products[index]!.instruction!.attributes.map((phrase) => ({ terms: analyze(phrase), index })),
  )
  const everything = new Map(instructed.map((index) => [index, new Set(analyze(allText(products[index]!)))]))
  const byProduct = new Map<number, number[]>()
  for (const { product, instruction } of goals) {
    const ranks = byProduct.get(product) ?? []
    byProduct.set(product, ranks)
    ranks.push(rank(search, instruction, product))
  }
  const whole = [...byProduct.values()]
  const goalCounts = whole.map((ranks) => ranks.length).sort((a, b) => a - b)

  return {
    products: products.length,
    queries: new Set(products.map(({ query }) => query)).size,
    categories: new Set(products.map(({ productCategory }) => productCategory)).size,
    withOptions: chosen.length / products.length,
    meanOptionValues: mean(chosen),
    maxOptionValues: Math.max(...optionValues),
    meanAttributes: mean(
      products.map(({ attributes }) => attributes.filter((phrase) => phrase !== 'DUMMY_ATTR').length),
    ),
    meanTitle: mean(products.map(({ title }) => title.length)),
    meanDescription: mean(products.map(({ description }) => description.length)),
    withoutDescription: share(products, ({ description }) => description === ''),
    meanBullets: mean(products.map((product) => product.bullets.length)),
    meanBullet: mean(bullets.map((bullet) => bullet.length)),
    priceRanges: share(products, ({ prices }) => prices.length > 1),
    noPrice: share(products, unpriced),
    medianPrice: median(priced.map(({ prices }) => prices[0]!)),
    meanSearchTokens: mean(documents.map((terms) => terms.length)),
    searchTerms: new Set(documents.flat()).size,
    withInstruction: instructed.length / products.length,
    meanInstructionAttributes: wanted.length / instructed.length,
    attributesSearchable: share(wanted, ({ terms, index }) => terms.every((term) => documents[index]!.includes(term))),
    attributesWritten: share(wanted, ({ terms, index }) => terms.every((term) => everything.get(index)!.has(term))),
    goals: goals.length,
    medianGoals: median(goalCounts),
    maxGoals: Math.max(...goalCounts),
    inTop10: share(found, (place) => place < 10),
    inTop50: share(found, (place) => place < 50),
    wholeInTop10: mean(whole.map((ranks) => share(ranks, (place) => place < 10))),
    wholeInTop50: mean(whole.map((ranks) => share(ranks, (place) => place < 50))),
  }
}

/** Place among the hits from 0, or infinity. */
function rank(search: ProductSearch, query: string, product: number): number {
  const place = search.search(query).indexOf(product)
  return place < 0 ? Number.POSITIVE_INFINITY : place
}

const unpriced = ({ priceTag }: Product): boolean => priceTag === '$100.0'
const allText = (product: Product): string => `${documentText(product)} ${product.bullets.join(' ')}`
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length
const share = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length / items.length
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
