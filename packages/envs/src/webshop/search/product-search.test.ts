// Skipping must not show: on corpora made to tie, to cross ranges and blocks, and to repeat words, the best 50 are those of
// scoring every document, scores included. And an index survives storage: in parts, damaged, or foreign.
import { GigpoError, type RandomStream, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { analyze } from './analyzer.ts'
import { bestDocuments } from './best-documents.ts'
import { lengthFactors } from './bm25.ts'
import { buildSearchIndex } from './build-index.ts'
import { buildSegment } from './build-segment.ts'
import { exhaustiveBest } from './exhaustive.test-support.ts'
import { mergeSegments } from './merge-segments.ts'
import { createProductSearch, queryCursors } from './product-search.ts'
import { openSearchIndex, type SearchIndex, sealIndex } from './search-index.ts'

/** Words of very different frequency: word w is drawn about 1/w as often as the first. */
function wordOf(random: RandomStream, vocabulary: number): string {
  return `w${Math.floor(vocabulary ** random.uniform())}`
}

function textOf(random: RandomStream, vocabulary: number, length: number): string {
  return Array.from({ length }, () => wordOf(random, vocabulary)).join(' ')
}

function corpus(random: RandomStream, size: number, vocabulary: number, length: number): [string[], string[]] {
  // Few distinct texts make many equal scores.
  const texts = Array.from({ length: Math.ceil(size / (1 + random.integer(4))) }, () =>
    textOf(random, vocabulary, random.integer(length)),
  )
  const documents = Array.from({ length: size }, () => random.pick(texts))
  const asins = random.shuffle(Array.from({ length: size }, (_, i) => `A${i.toString(36).padStart(6, '0')}`))
  return [asins, documents]
}

describe('createProductSearch', () => {
  it.each([
    [40, 1, 10, 4],
    [40, 300, 40, 6],
    [12, 3000, 200, 12],
    [6, 9000, 2000, 40],
    [4, 9000, 3, 300],
  ])('finds what scoring every document finds, in %i corpora of %i documents', (corpora, size, vocabulary, length) => {
    for (let c = 0; c < corpora; c++) {
      const random = stream(rootKey(7), size, vocabulary, c)
      const [asins, documents] = corpus(random, size, vocabulary, length)
      const index = buildSearchIndex({ asins, documents })
      const search = createProductSearch(index, { cacheQueries: 3 })
      for (let q = 0; q < 25; q++) {
        const query = textOf(random, vocabulary, random.integer(25))
        const expected = exhaustiveBest(index, analyze(query))
        const cursors = queryCursors(index, analyze(query), lengthFactors(index.tokens, index.documents))
        const hits = bestDocuments(cursors, index.documents)
        expect(Array.from(hits.documents())).toEqual(expected.map(({ document }) => document))
        expect(Array.from(hits.scores())).toEqual(expected.map(({ score }) => score))
        expect(Array.from(search.search(query))).toEqual(expected.map(({ document }) => index.positions[document]))
        expect(search.search(query)).toBe(search.search(query))
      }
    }
  })

  it('orders equal scores by asin, whatever the order of the catalogue', () => {
    const asins = ['B2', 'B0', 'B3', 'B1']
    const search = createProductSearch(buildSearchIndex({ asins, documents: asins.map(() => 'red shoe') }))
    expect(Array.from(search.search('Shoes'), (position) => asins[position])).toEqual(['B0', 'B1', 'B2', 'B3'])
  })

  it('finds nothing for empty, unknown and stop words, and in an empty catalogue', () => {
    const search = createProductSearch(buildSearchIndex({ asins: ['A'], documents: ['red shoe'] }))
    for (const query of ['', ' ', 'the', 'blue', '\ud800']) expect(search.search(query)).toHaveLength(0)
    expect(createProductSearch(buildSearchIndex({ asins: [], documents: [] })).search('red')).toHaveLength(0)
  })
})

describe('segments', () => {
  it('merge to the index of the whole, byte by byte', () => {
    const random = stream(rootKey(8))
    const [asins, documents] = corpus(random, 1000, 300, 30)
    const whole = new Uint8Array(buildSearchIndex({ asins, documents }).buffer)
    for (const size of [1000, 333, 97]) {
      const parts: Uint8Array[] = []
      for (let from = 0; from < 1000; from += size) parts.push(buildSegment(documents.slice(from, from + size)))
      const stored = parts.map((part) => part.slice()) // as read from a file
      expect(mergeSegments(asins, stored.length, (number) => stored[number]!)).toEqual(whole)
    }
  })

  it('report progress and a wrong number of documents', () => {
    const progress: number[] = []
    const asins = Array.from({ length: 2500 }, (_, i) => `A${i}`)
    buildSearchIndex({ asins, documents: asins, onProgress: (done) => progress.push(done) })
    expect(progress).toEqual([1000, 2000, 2500])
    expect(() => buildSearchIndex({ asins: ['A'], documents: [] })).toThrow(GigpoError)
  })
})

describe('openSearchIndex', () => {
  const [asins, documents] = corpus(stream(rootKey(9)), 400, 60, 20)
  const index = buildSearchIndex({ asins, documents })
  const bytes = new Uint8Array(index.buffer)
  const sharedCopy = (source: Uint8Array): SharedArrayBuffer => {
    const buffer = new SharedArrayBuffer(source.length)
    new Uint8Array(buffer).set(source)
    return buffer
  }
  const attempt = (buffer: SharedArrayBuffer): SearchIndex | GigpoError => {
    try {
      return openSearchIndex(buffer)
    } catch (error) {
      if (GigpoError.isInstance(error) && error.code === 'data') return error
      throw error
    }
  }

  it('reads back what was written', () => {
    const query = 'w1 w2 w5 w20'
    const opened = openSearchIndex(sharedCopy(bytes))
    expect(opened).toEqual(index)
    expect(createProductSearch(opened).search(query)).toEqual(createProductSearch(index).search(query))
  })

  it('refuses truncated, foreign, empty and older files', () => {
    const foreign = new TextEncoder().encode(JSON.stringify(documents))
    const older = bytes.slice()
    older[4] = 0
    for (const other of [bytes.slice(0, -4), bytes.slice(0, 39), new Uint8Array(), foreign, older]) {
      expect(GigpoError.isInstance(attempt(sharedCopy(other)))).toBe(true)
    }
  })

  it('refuses 10,000 damaged files', () => {
    const random = stream(rootKey(10))
    for (let i = 0; i < 10_000; i++) {
      const damaged = bytes.slice()
      const at = random.integer(damaged.length)
      damaged[at] = damaged[at]! ^ (1 + random.integer(255))
      expect(GigpoError.isInstance(attempt(sharedCopy(damaged)))).toBe(true)
    }
  })

  it('neither crashes nor hangs on 2,000 damaged files with a right checksum', () => {
    const random = stream(rootKey(11))
    for (let i = 0; i < 2000; i++) {
      const damaged = sharedCopy(bytes)
      const view = new Uint8Array(damaged)
      for (let k = 0; k <= random.integer(8); k++) view[40 + random.integer(view.length - 40)] = random.integer(256)
      sealIndex({ ...index, buffer: damaged })
      const opened = attempt(damaged)
      if (GigpoError.isInstance(opened)) continue
      expect(createProductSearch(opened).search('w1 w2 w3 w9 w20 w50').length).toBeLessThanOrEqual(50)
    }
  })
})
