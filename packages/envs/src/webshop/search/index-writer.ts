// Writes an index term by term: the one place that knows how blocks and strengths are made. Building from texts and merging
// finished indexes differ only in where the postings come from.
import { lengthFactors } from './bm25.ts'
import { ByteWriter, encodeBlock } from './postings.ts'
import { allocateIndex, BLOCK, type SearchIndex, sealIndex } from './search-index.ts'

/** A list of unsigned numbers that grows. */
export class WordWriter {
  words: Uint32Array = new Uint32Array(1 << 10)
  length = 0

  push(value: number): void {
    if (this.length === this.words.length) {
      const grown = new Uint32Array(this.words.length * 2)
      grown.set(this.words)
      this.words = grown
    }
    this.words[this.length++] = value
  }

  filled(): Uint32Array {
    return this.words.subarray(0, this.length)
  }
}

/** The documents of an index, in the order of their numbers. */
export interface IndexDocuments {
  readonly positions: Uint32Array
  readonly lengths: Uint8Array
  readonly tokens: number
}

export class IndexWriter {
  readonly #documents: IndexDocuments
  readonly #factors: Float32Array
  readonly #termEnds = new WordWriter()
  readonly #termCounts = new WordWriter()
  readonly #blockEnds = new WordWriter()
  readonly #lastDocuments = new WordWriter()
  readonly #postingEnds = new WordWriter()
  readonly #strengths = new WordWriter() // bits of floats
  readonly #termBytes = new ByteWriter()
  readonly #postings = new ByteWriter()

  constructor(documents: IndexDocuments) {
    this.#documents = documents
    this.#factors = lengthFactors(documents.tokens, documents.positions.length)
  }

  /** The next term in byte order, with its `count` postings by ascending document. */
  add(term: Uint8Array, documents: Uint32Array, frequencies: Uint32Array, count: number): void {
    this.#termBytes.append(term)
    this.#termEnds.push(this.#termBytes.length)
    this.#termCounts.push(count)
    for (let from = 0; from < count; from += BLOCK) {
      const size = Math.min(BLOCK, count - from)
      encodeBlock(this.#postings, documents, frequencies, from, size, from === 0 ? -1 : documents[from - 1]!)
      this.#postingEnds.push(this.#postings.length)
      this.#lastDocuments.push(documents[from + size - 1]!)
      this.#strengths.push(floatBits(this.#greatestStrength(documents, frequencies, from, from + size)))
    }
    this.#blockEnds.push(this.#postingEnds.length)
  }

  #greatestStrength(documents: Uint32Array, frequencies: Uint32Array, from: number, to: number): number {
    const { lengths } = this.#documents
    let greatest = 0
    for (let i = from; i < to; i++) {
      const strength = Math.fround(frequencies[i]! * this.#factors[lengths[documents[i]!]!]!)
      if (strength > greatest) greatest = strength
    }
    return greatest
  }

  finish(): SearchIndex {
    const { positions, lengths, tokens } = this.#documents
    const index = allocateIndex({
      documents: positions.length,
      terms: this.#termEnds.length,
      blocks: this.#postingEnds.length,
      termBytes: this.#termBytes.length,
      postingBytes: this.#postings.length,
      tokens,
    })
    index.positions.set(positions)
    index.lengths.set(lengths)
    index.termEnds.set(this.#termEnds.filled())
    index.termBytes.set(this.#termBytes.bytes.subarray(0, this.#termBytes.length))
    index.termCounts.set(this.#termCounts.filled())
    index.blockEnds.set(this.#blockEnds.filled())
    index.lastDocuments.set(this.#lastDocuments.filled())
    index.strengths.set(new Float32Array(this.#strengths.words.buffer, 0, this.#strengths.length))
    index.postingEnds.set(this.#postingEnds.filled())
    index.postings.set(this.#postings.bytes.subarray(0, this.#postings.length))
    return sealIndex(index)
  }
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

function floatBits(value: number): number {
  float[0] = value
  return bits[0]!
}
