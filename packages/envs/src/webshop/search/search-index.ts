// The search index: typed arrays over ONE shared buffer, which is also the file on disk. Documents are numbered by asin, so
// equal scores come in the order of document numbers. Terms are sorted by their UTF-8 bytes. A term's postings are cut into
// blocks of 128, each with its last document and the greatest strength in it (bm25.ts): what the search skips by.
//
// Layout: 10 header words, then the sections of `sections()` in that order, each padded to 4 bytes.
import { GigpoError } from '@gigpo/core'

const MAGIC = 0x57534958 // "XISW" in a file; a machine of the other byte order does not find it
const VERSION = 1
const HEADER_WORDS = 10
export const BLOCK = 128

export interface SearchIndex {
  /** Everything, header included: write these bytes to a file, or pass them to a worker, and open them again. */
  readonly buffer: SharedArrayBuffer
  readonly documents: number
  readonly terms: number
  /** Terms of all documents, repeats included. */
  readonly tokens: number
  /** By document: position in the catalogue, length byte. */
  readonly positions: Uint32Array
  readonly lengths: Uint8Array
  /** By term: end of its text in `termBytes`, number of documents, end of its blocks. */
  readonly termEnds: Uint32Array
  readonly termBytes: Uint8Array
  readonly termCounts: Uint32Array
  readonly blockEnds: Uint32Array
  /** By block: last document, greatest strength, end of its bytes in `postings`. */
  readonly lastDocuments: Uint32Array
  readonly strengths: Float32Array
  readonly postingEnds: Uint32Array
  readonly postings: Uint8Array
}

/** Numbers of things that fix the layout. */
export interface IndexSizes {
  readonly documents: number
  readonly terms: number
  readonly blocks: number
  readonly termBytes: number
  readonly postingBytes: number
  readonly tokens: number
}

function sections(sizes: IndexSizes): { readonly starts: readonly number[]; readonly total: number } {
  const { documents, terms, blocks } = sizes
  const lengths = [
    ...[4 * documents, documents],
    ...[4 * terms, sizes.termBytes, 4 * terms, 4 * terms],
    ...[4 * blocks, 4 * blocks, 4 * blocks, sizes.postingBytes],
  ]
  let total = 4 * HEADER_WORDS
  const starts = lengths.map((length) => {
    const start = total
    total += Math.ceil(length / 4) * 4
    return start
  })
  return { starts, total }
}

function view(buffer: SharedArrayBuffer, sizes: IndexSizes, starts: readonly number[]): SearchIndex {
  const { documents, terms, blocks, tokens } = sizes
  const words = (section: number, length: number): Uint32Array => new Uint32Array(buffer, starts[section], length)
  const bytes = (section: number, length: number): Uint8Array => new Uint8Array(buffer, starts[section], length)
  return {
    buffer,
    documents,
    terms,
    tokens,
    positions: words(0, documents),
    lengths: bytes(1, documents),
    termEnds: words(2, terms),
    termBytes: bytes(3, sizes.termBytes),
    termCounts: words(4, terms),
    blockEnds: words(5, terms),
    lastDocuments: words(6, blocks),
    strengths: new Float32Array(buffer, starts[7], blocks),
    postingEnds: words(8, blocks),
    postings: bytes(9, sizes.postingBytes),
  }
}

/** An index of zeros with its header, to be filled and then sealed. */
export function allocateIndex(sizes: IndexSizes): SearchIndex {
  const { starts, total } = sections(sizes)
  const buffer = new SharedArrayBuffer(total)
  new Uint32Array(buffer, 0, HEADER_WORDS).set([
    ...[MAGIC, VERSION, 0, sizes.documents, sizes.terms, sizes.blocks],
    ...[sizes.termBytes, sizes.postingBytes, sizes.tokens % 2 ** 32, Math.floor(sizes.tokens / 2 ** 32)],
  ])
  return view(buffer, sizes, starts)
}

/** Writes the checksum of a filled index. */
export function sealIndex(index: SearchIndex): SearchIndex {
  new Uint32Array(index.buffer, 0, HEADER_WORDS)[2] = checksum(index.buffer)
  return index
}

/**
 * Reads an index back from the bytes of `SearchIndex.buffer`; the arrays are views, nothing is copied.
 * @throws GigpoError `data` for a truncated, damaged or foreign buffer and for another version.
 */
export function openSearchIndex(buffer: SharedArrayBuffer): SearchIndex {
  const damaged = (what: string): GigpoError =>
    new GigpoError('data', `the search index ${what}`, { remedy: 'Delete it and build it again.' })
  if (buffer.byteLength < 4 * HEADER_WORDS || buffer.byteLength % 4 !== 0) {
    throw damaged(`is truncated: ${buffer.byteLength} bytes`)
  }
  const header = new Uint32Array(buffer, 0, HEADER_WORDS)
  const [magic, version, sum, documents, terms, blocks, termBytes, postingBytes, low, high] =
    header as unknown as readonly [number, number, number, number, number, number, number, number, number, number]
  if (magic !== MAGIC) throw damaged('has no index header')
  if (version !== VERSION) throw damaged(`is of version ${version}, this program reads version ${VERSION}`)
  const sizes = { documents, terms, blocks, termBytes, postingBytes, tokens: high * 2 ** 32 + low }
  const { starts, total } = sections(sizes)
  if (total !== buffer.byteLength) throw damaged(`is of ${buffer.byteLength} bytes, its header says ${total}`)
  if (checksum(buffer) !== sum) throw damaged('is damaged: its checksum differs')
  const index = view(buffer, sizes, starts)
  if (!isConsistent(index)) throw damaged('contradicts itself')
  return index
}

/** Whether all numbers that lead from one table into another stay inside it, so that a search ends whatever the bytes say. */
function isConsistent(index: SearchIndex): boolean {
  const { termEnds, termCounts, blockEnds, postingEnds, documents } = index
  if (!ascends(termEnds, index.termBytes.length) || !ascends(postingEnds, index.postings.length)) return false
  if (!ascends(blockEnds, postingEnds.length)) return false
  for (let term = 0, block = 0; term < termCounts.length; term++) {
    block += Math.ceil(termCounts[term]! / BLOCK)
    if (block !== blockEnds[term]) return false
  }
  return index.positions.every((position) => position < documents)
}

function ascends(ends: Uint32Array, total: number): boolean {
  let last = 0
  for (let i = 0; i < ends.length; i++) {
    if (ends[i]! < last) return false
    last = ends[i]!
  }
  return last === total
}

/** 32-bit sum over all words but its own place; four lanes, because one would wait for each multiplication. */
function checksum(buffer: SharedArrayBuffer): number {
  const words = new Int32Array(buffer)
  const step = (hash: number, word: number): number => Math.imul((hash << 13) | (hash >>> 19), 0x9e3779b1) + word
  let [a, b, c, d] = [1, 2, 3, 4]
  let i = 3
  for (; i + 3 < words.length; i += 4) {
    a = step(a, words[i]!) | 0
    b = step(b, words[i + 1]!) | 0
    c = step(c, words[i + 2]!) | 0
    d = step(d, words[i + 3]!) | 0
  }
  for (; i < words.length; i++) a = step(a, words[i]!) | 0
  let sum = step(words[0]!, words[1]!) | 0
  for (const lane of [a, b, c, d]) sum = step(sum, lane ^ (lane >>> 15)) | 0
  return (sum ^ (sum >>> 16)) >>> 0
}

/** Number of the term with these UTF-8 bytes, or -1. */
export function findTerm(index: SearchIndex, term: Uint8Array): number {
  let low = 0
  let high = index.terms - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compareBytes(termText(index, middle), term)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** UTF-8 bytes of a term. */
export function termText(index: SearchIndex, term: number): Uint8Array {
  return index.termBytes.subarray(term === 0 ? 0 : index.termEnds[term - 1]!, index.termEnds[term]!)
}

/** Byte order, the order of terms. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
