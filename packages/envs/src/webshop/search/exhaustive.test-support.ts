// The search stated without skipping: every posting of every query term is scored and the sums are sorted.
import { lengthFactors, termScore, termWeight } from './bm25.ts'
import { decodeBlock } from './postings.ts'
import { BLOCK, findTerm, type SearchIndex } from './search-index.ts'
import { HITS } from './top-hits.ts'

export interface ScoredDocument {
  readonly document: number
  readonly score: number
}

export function exhaustiveBest(index: SearchIndex, query: readonly string[]): ScoredDocument[] {
  const factors = lengthFactors(index.tokens, index.documents)
  const documents = new Uint32Array(BLOCK)
  const frequencies = new Uint32Array(BLOCK)
  const sums = new Map<number, number>()
  for (const text of new Set(query)) {
    const term = findTerm(index, new TextEncoder().encode(text))
    if (term < 0) continue
    const repeats = query.filter((other) => other === text).length
    const weight = termWeight(repeats, index.termCounts[term]!, index.documents)
    for (let block = term === 0 ? 0 : index.blockEnds[term - 1]!; block < index.blockEnds[term]!; block++) {
      const count = decodeBlock(index, term, block, documents, frequencies, 0)
      for (let i = 0; i < count; i++) {
        const document = documents[i]!
        const strength = Math.fround(frequencies[i]! * factors[index.lengths[document]!]!)
        sums.set(document, (sums.get(document) ?? 0) + termScore(weight, strength))
      }
    }
  }
  return Array.from(sums, ([document, sum]) => ({ document, score: Math.fround(sum) }))
    .sort((a, b) => b.score - a.score || a.document - b.document)
    .slice(0, HITS)
}
