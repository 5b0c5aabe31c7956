// The search operators the original hides behind a first word, kept for exact comparisons only: they list what no shopper
// could ask for (`<q>` a whole kind of product). Random picks are keyed by session and query, so that play can be repeated.
import { fold, RandomStream, rootKey } from '@gigpo/core'
import type { ProductSource } from './products/product.ts'

const SAMPLE = 50

/**
 * Results of a hidden operator in catalogue order (`<r>` in drawn order); undefined where the first word is none; `fails`
 * where the original raises an exception. Category and query read the whole catalogue.
 */
export function hiddenSearch(
  products: ProductSource,
  keywords: readonly string[],
  session: string,
): Int32Array | 'fails' | undefined {
  const [operator, ...words] = keywords
  if (operator === '<r>')
    return products.size < SAMPLE ? 'fails' : sample(products.size, `${session} ${words.join(' ')}`)
  if (operator === '<a>') return 'fails'
  if (operator === '<c>') {
    const category = words[0]?.trim()
    return category === undefined ? 'fails' : where(products, (index) => products.product(index).category === category)
  }
  if (operator !== '<q>') return undefined
  const query = words.join(' ').trim()
  return where(products, (index) => products.product(index).query === query)
}

function where({ size }: ProductSource, matches: (index: number) => boolean): Int32Array {
  const found: number[] = []
  for (let index = 0; index < size; index++) if (matches(index)) found.push(index)
  return Int32Array.from(found)
}

function sample(size: number, name: string): Int32Array {
  const random = new RandomStream(fold(rootKey(0), 'webshop-random-search', name))
  const picked = new Set<number>()
  while (picked.size < SAMPLE) picked.add(random.integer(size))
  return Int32Array.from(picked)
}
