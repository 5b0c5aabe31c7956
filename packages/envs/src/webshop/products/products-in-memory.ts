// A small catalogue held as an array, behind the same interface as the store on disk.
import { GigpoError, sha256 } from '@gigpo/core'
import type { Product, ProductSource } from './product.ts'

/** @throws GigpoError `data` where two products have the same asin. */
export function productsInMemory(products: readonly Product[]): ProductSource {
  const positions = new Map<string, number>()
  for (const [index, { asin }] of products.entries()) {
    const first = positions.get(asin)
    if (first !== undefined)
      throw new GigpoError('data', `products ${first} and ${index} have the same asin, received ${asin}`, {
        remedy: 'Give every product its own asin.',
      })
    positions.set(asin, index)
  }
  let digest: string | undefined
  return {
    size: products.length,
    get digest(): string {
      digest ??= sha256(products.map((product) => sha256(canonicalProduct(product))).join('\n'))
      return digest
    },
    product(index: number): Product {
      const product = products[index]
      if (product === undefined)
        throw new RangeError(`product must be from 0 to ${products.length - 1}, received ${index}`)
      return product
    },
    indexOf: (asin: string): number => positions.get(asin) ?? -1,
  }
}

/**
 * A product as JSON with its fields in one fixed order. A catalogue's digest is the SHA-256 of the products' own (hex, one a
 * line, no newline at the end), so a catalogue of any size can be digested while it streams.
 */
export function canonicalProduct(product: Product): string {
  const { asin, title, description, bullets, category, query, productCategory, attributes, options, prices } = product
  const { priceTag, image, instruction, nouns } = product
  return JSON.stringify([
    [asin, title, description, bullets, category, query, productCategory, attributes],
    options.map(({ name, values }) => [name, values]),
    [prices, priceTag, image],
    instruction === undefined ? null : [instruction.text, instruction.attributes],
    nouns ?? null,
  ])
}
