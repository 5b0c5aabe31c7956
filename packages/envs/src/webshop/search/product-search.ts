// Search over an index, with the latest results kept: paging and `back` repeat a search.
import type { ProductSearch } from '../products/product.ts'
import { analyze } from './analyzer.ts'
import { bestDocuments } from './best-documents.ts'
import { lengthFactors, termWeight } from './bm25.ts'
import { findTerm, type SearchIndex } from './search-index.ts'
import { TermCursor } from './term-cursor.ts'

export interface ProductSearchOptions {
  /** How many queries to remember, about 400 bytes each; default 1000. */
  readonly cacheQueries?: number
}

/** At most 50 positions in the catalogue, best first, equal scores by asin. Exact: as if every document were scored. */
export function createProductSearch(index: SearchIndex, options: ProductSearchOptions = {}): ProductSearch {
  const { cacheQueries = 1000 } = options
  const factors = lengthFactors(index.tokens, index.documents)
  const recent = new Map<string, Int32Array>()
  return {
    search(query) {
      const key = analyze(query).join(' ')
      let found = recent.get(key)
      if (found === undefined) {
        const hits = bestDocuments(queryCursors(index, key.split(' '), factors), index.documents)
        found = Int32Array.from(hits.documents(), (document) => index.positions[document]!)
      } else recent.delete(key)
      recent.set(key, found)
      if (recent.size > cacheQueries) recent.delete(recent.keys().next().value!)
      return found
    },
  }
}

/** A cursor for each distinct term that the index has. */
export function queryCursors(index: SearchIndex, terms: readonly string[], factors: Float32Array): TermCursor[] {
  const repeats = new Map<string, number>()
  for (const term of terms) repeats.set(term, (repeats.get(term) ?? 0) + 1)
  const encoder = new TextEncoder()
  const cursors: TermCursor[] = []
  for (const [text, count] of repeats) {
    const term = findTerm(index, encoder.encode(text))
    if (term < 0) continue
    cursors.push(new TermCursor(index, term, termWeight(count, index.termCounts[term]!, index.documents), factors))
  }
  return cursors
}
