// Joins segments to the index of a whole catalogue: documents are numbered by asin, and each term's postings, gathered from
// all segments, are put in that order. All segments are in memory at once, about as many bytes as the index.
import { GigpoError } from '@gigpo/core'
import { IndexWriter } from './index-writer.ts'
import { decodeBlock } from './postings.ts'
import { BLOCK, compareBytes, openSearchIndex, type SearchIndex, termText } from './search-index.ts'

/** A posting as one number: document × 2^24 + frequency, so that numeric order is document order. */
const FREQUENCIES = 2 ** 24

/**
 * The index of a catalogue, as bytes over a SharedArrayBuffer.
 * @param asins of all products, in catalogue order
 * @param segment reads one of `count` segments, which follow each other in catalogue order
 * @throws GigpoError `data` for a damaged segment, or if asins and documents differ in number
 */
export function mergeSegments(
  asins: readonly string[],
  count: number,
  segment: (number: number) => Uint8Array,
): Uint8Array {
  const segments = Array.from({ length: count }, (_, number) => openSegment(segment(number)))
  return new Uint8Array(joinSegments(asins, segments).buffer)
}

function openSegment(bytes: Uint8Array): SearchIndex {
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.byteLength === bytes.buffer.byteLength) {
    return openSearchIndex(bytes.buffer)
  }
  const buffer = new SharedArrayBuffer(bytes.length)
  new Uint8Array(buffer).set(bytes)
  return openSearchIndex(buffer)
}

interface TermCursor {
  readonly segment: SearchIndex
  /** Position of its first document in the catalogue. */
  readonly first: number
  term: number
  bytes: Uint8Array
}

function joinSegments(asins: readonly string[], segments: readonly SearchIndex[]): SearchIndex {
  const total = segments.reduce((sum, { documents }) => sum + documents, 0)
  if (total !== asins.length) {
    throw new GigpoError('data', `the segments hold ${total} documents, the catalogue has ${asins.length} products`)
  }
  const positions = Uint32Array.from(asins, (_, position) => position)
  positions.sort((a, b) => (asins[a]! < asins[b]! ? -1 : asins[a]! > asins[b]! ? 1 : a - b))
  const documentAt = new Uint32Array(total) // by position
  positions.forEach((position, document) => {
    documentAt[position] = document
  })
  const lengths = new Uint8Array(total)
  const cursors: TermCursor[] = []
  let first = 0
  for (const segment of segments) {
    for (let i = 0; i < segment.documents; i++) lengths[documentAt[first + i]!] = segment.lengths[i]!
    if (segment.terms > 0) cursors.push({ segment, first, term: 0, bytes: termText(segment, 0) })
    first += segment.documents
  }

  const writer = new IndexWriter({
    positions,
    lengths,
    tokens: segments.reduce((sum, { tokens }) => sum + tokens, 0),
  })
  const gather = new Gatherer(documentAt)
  const queue = cursors.sort((a, b) => compareBytes(a.bytes, b.bytes))
  while (queue.length > 0) {
    const term = queue[0]!.bytes
    let same = 0
    while (same < queue.length && compareBytes(queue[same]!.bytes, term) === 0) gather.add(queue[same++]!)
    gather.write(writer, term)
    for (const cursor of queue.splice(0, same)) {
      if (++cursor.term >= cursor.segment.terms) continue
      cursor.bytes = termText(cursor.segment, cursor.term)
      queue.splice(placeIn(queue, cursor.bytes), 0, cursor)
    }
  }
  return writer.finish()
}

/** Where to insert into a sorted queue. */
function placeIn(queue: readonly TermCursor[], bytes: Uint8Array): number {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareBytes(queue[middle]!.bytes, bytes) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Collects the postings of one term from all segments. */
class Gatherer {
  readonly #documentAt: Uint32Array
  #postings: Float64Array
  #documents: Uint32Array
  #frequencies: Uint32Array
  #count = 0

  /** A term has at most one posting a document. */
  constructor(documentAt: Uint32Array) {
    this.#documentAt = documentAt
    this.#postings = new Float64Array(documentAt.length)
    this.#documents = new Uint32Array(documentAt.length + BLOCK)
    this.#frequencies = new Uint32Array(documentAt.length + BLOCK)
  }

  add({ segment, first, term }: TermCursor): void {
    const firstBlock = term === 0 ? 0 : segment.blockEnds[term - 1]!
    for (let block = firstBlock; block < segment.blockEnds[term]!; block++) {
      const count = decodeBlock(segment, term, block, this.#documents, this.#frequencies, 0)
      for (let i = 0; i < count; i++) {
        const document = this.#documentAt[first + this.#documents[i]!]!
        this.#postings[this.#count++] = document * FREQUENCIES + Math.min(this.#frequencies[i]!, FREQUENCIES - 1)
      }
    }
  }

  write(writer: IndexWriter, term: Uint8Array): void {
    const postings = this.#postings.subarray(0, this.#count).sort()
    for (let i = 0; i < this.#count; i++) {
      const document = Math.floor(postings[i]! / FREQUENCIES)
      this.#documents[i] = document
      this.#frequencies[i] = postings[i]! - document * FREQUENCIES
    }
    writer.add(term, this.#documents, this.#frequencies, this.#count)
    this.#count = 0
  }
}
