import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseShopUrl, type ShopPlace, shopUrl } from './shop-url.ts'

const place: ShopPlace = {
  session: 'fixed_0',
  page: 'item',
  keywords: ['red', 'shoes'],
  pageNumber: 2,
  asin: 'B01ABCDEFG',
  chosen: [{ name: 'color', value: 'dark | red' }],
}

describe('addresses', () => {
  it('follow the original', () => {
    expect(shopUrl({ ...place, page: 'index' })).toBe('/fixed_0')
    expect(shopUrl({ ...place, page: 'results' })).toBe('/search_results/fixed_0/red+shoes/2')
    expect(shopUrl({ ...place, chosen: [] })).toBe('/item_page/fixed_0/B01ABCDEFG/red+shoes/2/%7B%7D')
    expect(decodeURIComponent(shopUrl({ ...place, page: 'features' }))).toBe(
      '/item_sub_page/fixed_0/B01ABCDEFG/red+shoes/2/Features/{"color": "dark | red"}',
    )
    expect(decodeURIComponent(shopUrl({ ...place, page: 'done' }))).toBe(
      '/done/fixed_0/B01ABCDEFG/{"color": "dark | red"}',
    )
  })

  it('read back as the same place, and survive a browser', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.array(fc.record({ name: fc.string({ minLength: 1 }).filter((n) => !/^\d+$/.test(n)), value: word }), {
          maxLength: 3,
        }),
        fc.constantFrom<ShopPlace['page']>('item', 'description', 'features', 'reviews', 'attributes'),
        (keywords, options, page) => {
          fc.pre(new Set(options.map(({ name }) => name)).size === options.length)
          fc.pre(!['.', '..'].includes(keywords.join('+')))
          const there = { ...place, keywords, chosen: options, page }
          const url = shopUrl(there)
          expect(parseShopUrl(url)).toEqual(there)
          expect(new URL(url, 'http://localhost').pathname).toBe(url)
        },
      ),
    )
    expect(new URL(shopUrl({ ...place, page: 'results', keywords: ['..'] }), 'http://x').pathname).toBe(
      '/search_results/fixed_0/..+/2',
    )
  })

  it('are refused where they name no page', () => {
    for (const path of [
      '',
      '/',
      'fixed_0',
      '/search_results/s/red/0',
      '/search_results/s/red/1e3',
      '/search_results/s/red/1/2',
      '/item_page/s/B0/red/1/[]',
      '/item_page/s/B0/red/1/{"a":1}',
      '/item_page/s/B0/red/1/{',
      '/item_page/s/%E0/red/1/%7B%7D',
      '/item_sub_page/s/B0/red/1/Secrets/%7B%7D',
      '/item_sub_page/s/B0/red/1/constructor/%7B%7D',
      '/done/s',
    ]) {
      expect(parseShopUrl(path), path).toBeUndefined()
    }
    fc.assert(
      fc.property(fc.webPath(), fc.string(), (path, more) => void parseShopUrl(path + more)),
      { numRuns: 40 },
    )
  })
})
