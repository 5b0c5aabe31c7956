// The recorded facts of the original search: totals of its Lucene index, and pages of results in exact order.
import { describe, expect, it } from 'vitest'
import { absentReason, officialDataAbsent, officialFile, officialProducts } from '../official-data.test-support.ts'
import { analyze } from './analyzer.ts'
import { buildSearchIndex } from './build-index.ts'
import { documentText } from './document.ts'
import { exhaustiveBest } from './exhaustive.test-support.ts'
import { createProductSearch } from './product-search.ts'

interface RecordedPage {
  readonly query: string
  readonly page: number
  readonly asins: readonly string[]
  readonly complete: boolean
}

describe.skipIf(officialDataAbsent)(`search over the thousand official products${absentReason}`, () => {
  const products = officialDataAbsent ? [] : officialProducts()
  const asins = products.map(({ asin }) => asin)
  const index = buildSearchIndex({ asins, documents: products.map(documentText) })
  const search = createProductSearch(index, { cacheQueries: 0 })

  it('indexes what Lucene indexed: 107,608 tokens, 12,074 terms, 68,475 postings', () => {
    const postings = index.termCounts.reduce((sum, count) => sum + count, 0)
    expect([index.documents, index.tokens, index.terms, postings]).toEqual([1000, 107_608, 12_074, 68_475])
  })

  it('shows every recorded page of results', () => {
    const pages = (officialFile('oracle.json') as { search_pages: RecordedPage[] }).search_pages
    expect(pages.length).toBeGreaterThan(0)
    for (const { query, page, asins: recorded, complete } of pages) {
      const found = Array.from(search.search(query), (position) => asins[position]!).slice(10 * (page - 1), 10 * page)
      expect(complete ? found : found.slice(0, recorded.length), query).toEqual(recorded)
    }
  })

  it('finds for real first queries what scoring every document finds', () => {
    const queries = Object.entries(officialFile('princeton_goal_query_map.json') as Record<string, string[]>)
    for (const [instruction, typed] of queries.slice(0, 400)) {
      for (const query of [instruction, ...typed]) {
        const expected = exhaustiveBest(index, analyze(query)).map(({ document }) => index.positions[document])
        expect(Array.from(search.search(query)), query).toEqual(expected)
      }
    }
  })
})
