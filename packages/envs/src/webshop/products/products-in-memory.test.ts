import { describe, expect, it } from 'vitest'
import { product } from '../reward/product.test-support.ts'
import { canonicalProduct, productsInMemory } from './products-in-memory.ts'

describe('productsInMemory', () => {
  const shop = [product({ asin: 'A1' }), product({ asin: 'A2', nouns: ['soap'] })]

  it('finds products by position and by asin', () => {
    const products = productsInMemory(shop)
    expect(products.size).toBe(2)
    expect(products.product(1)).toBe(shop[1])
    expect([products.indexOf('A2'), products.indexOf('a2'), products.indexOf('B')]).toEqual([1, -1, -1])
    for (const index of [-1, 2, 0.5, Number.NaN]) expect(() => products.product(index)).toThrow(RangeError)
  })

  it('refuses an asin twice', () => {
    expect(() => productsInMemory([...shop, product({ asin: 'A1' })])).toThrow(
      expect.objectContaining({ code: 'data', message: expect.stringContaining('products 0 and 2') }),
    )
  })

  it('has a digest of content and order, not of the order of fields', () => {
    const { digest } = productsInMemory(shop)
    const reordered = shop.map((one) => Object.fromEntries(Object.entries(one).reverse()) as unknown as typeof one)
    expect(productsInMemory(reordered).digest).toBe(digest)
    expect(productsInMemory([...shop].reverse()).digest).not.toBe(digest)
    for (const key of Object.keys(shop[0]!)) {
      const value = shop[0]![key as 'title']
      const other = Array.isArray(value)
        ? [...value, ...(key === 'prices' ? [1] : key === 'options' ? [{ name: 'n', values: [] }] : ['x'])]
        : `${value}x`
      expect(productsInMemory([{ ...shop[0]!, [key]: other }, shop[1]!]).digest, key).not.toBe(digest)
    }
    expect(canonicalProduct(product({ instruction: { text: 'a', attributes: [] } }))).not.toBe(
      canonicalProduct(product()),
    )
  })
})
