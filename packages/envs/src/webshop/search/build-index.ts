// From the search documents of a catalogue in memory to its index: one segment, merged.
import { buildSegment } from './build-segment.ts'
import { mergeSegments } from './merge-segments.ts'
import { openSearchIndex, type SearchIndex } from './search-index.ts'

export interface BuildIndexOptions {
  /** Asins in catalogue order. */
  readonly asins: readonly string[]
  /** `documentText` of the products, in the same order. */
  readonly documents: Iterable<string>
  /** Called after each thousand documents, and at the end. */
  readonly onProgress?: (done: number, total: number) => void
}

/** @throws GigpoError `data` unless there are as many documents as asins. */
export function buildSearchIndex({ asins, documents, onProgress }: BuildIndexOptions): SearchIndex {
  function* counted(): Generator<string> {
    let done = 0
    for (const document of documents) {
      yield document
      if (++done % 1000 === 0 && done < asins.length) onProgress?.(done, asins.length)
    }
  }
  const segment = buildSegment(counted())
  const index = openSearchIndex(mergeSegments(asins, 1, () => segment).buffer as SharedArrayBuffer)
  onProgress?.(asins.length, asins.length)
  return index
}
