// Walks the postings of one query term in document order, block by block, and knows how much the term can add to a score:
// anywhere, or within a range of documents.
import { termScore } from './bm25.ts'
import { decodeBlock } from './postings.ts'
import { BLOCK, type SearchIndex } from './search-index.ts'

/** Frequencies up to this have a table of scores by length byte, for terms with enough postings to be worth one. */
const TABLED = 4
const WORTH_A_TABLE = 2048
const noScores = new Float64Array(0)

export class TermCursor {
  readonly index: SearchIndex
  readonly term: number
  readonly weight: number
  /** Greatest score anywhere. */
  readonly bound: number
  /** Documents that contain the term. */
  readonly count: number
  /** Greatest score in the current range; see `enterRange`. */
  rangeBound = 0
  readonly #factors: Float32Array
  readonly #tabled: number
  readonly #scores: Float64Array
  readonly #documents: Uint32Array = new Uint32Array(BLOCK)
  readonly #frequencies: Uint32Array = new Uint32Array(BLOCK)
  readonly #lastBlock: number
  #rangeBlock: number // first block that can reach into the range
  #block: number // the decoded block, or the one before the first
  #size = 0
  #at = 0

  constructor(index: SearchIndex, term: number, weight: number, factors: Float32Array) {
    this.index = index
    this.term = term
    this.weight = weight
    this.count = index.termCounts[term]!
    const first = term === 0 ? 0 : index.blockEnds[term - 1]!
    this.#lastBlock = index.blockEnds[term]! - 1
    this.#rangeBlock = first
    this.#block = first - 1
    this.#factors = factors
    let greatest = 0
    for (let block = first; block <= this.#lastBlock; block++) greatest = Math.max(greatest, index.strengths[block]!)
    this.bound = termScore(weight, greatest)
    this.#tabled = this.count < WORTH_A_TABLE ? 0 : TABLED
    this.#scores = this.#tabled === 0 ? noScores : scoreTable(weight, factors)
  }

  /** Sets `rangeBound` for documents from `from` to below `to`. Ranges must ascend. */
  enterRange(from: number, to: number): void {
    const { lastDocuments, strengths } = this.index
    let block = this.#rangeBlock
    while (block <= this.#lastBlock && lastDocuments[block]! < from) block++
    this.#rangeBlock = block
    let greatest = 0
    for (; block <= this.#lastBlock; block++) {
      if (strengths[block]! > greatest) greatest = strengths[block]!
      if (lastDocuments[block]! >= to - 1) break
      // the next block begins after this one's last document
    }
    this.rangeBound = greatest === 0 ? 0 : termScore(this.weight, greatest)
  }

  /** Adds the scores of all documents in the range to `sums[document - from]`. */
  addRange(from: number, to: number, sums: Float64Array): void {
    if (!this.#seek(from)) return
    const { lengths } = this.index
    const documents = this.#documents
    const frequencies = this.#frequencies
    const scores = this.#scores
    const tabled = this.#tabled
    for (;;) {
      let at = this.#at
      const size = this.#size
      for (; at < size; at++) {
        const document = documents[at]!
        if (document >= to) break
        const frequency = frequencies[at]!
        const byte = lengths[document]!
        sums[document - from]! +=
          frequency <= tabled ? scores[(frequency - 1) * 256 + byte]! : this.#score(frequency, byte)
      }
      this.#at = at
      if (at < size || this.#block >= this.#lastBlock) return
      this.#load(this.#block + 1)
    }
  }

  /** Score of one document, 0 if the term is not in it. Documents must ascend. */
  scoreOf(document: number): number {
    if (!this.#seek(document)) return 0
    if (this.#documents[this.#at] !== document) return 0
    return this.#score(this.#frequencies[this.#at]!, this.index.lengths[document]!)
  }

  #score(frequency: number, byte: number): number {
    if (frequency <= this.#tabled) return this.#scores[(frequency - 1) * 256 + byte]!
    return termScore(this.weight, Math.fround(frequency * this.#factors[byte]!))
  }

  /** Moves to the first posting at or after `document`; false if there is none. */
  #seek(document: number): boolean {
    const { lastDocuments } = this.index
    let block = Math.max(this.#block, this.#rangeBlock)
    while (block <= this.#lastBlock && lastDocuments[block]! < document) block++
    if (block > this.#lastBlock) return false
    if (block !== this.#block) this.#load(block)
    let at = this.#at
    while (at < this.#size && this.#documents[at]! < document) at++
    this.#at = at
    return at < this.#size
  }

  #load(block: number): void {
    this.#block = block
    this.#size = decodeBlock(this.index, this.term, block, this.#documents, this.#frequencies, 0)
    this.#at = 0
  }
}

function scoreTable(weight: number, factors: Float32Array): Float64Array {
  const scores = new Float64Array(256 * TABLED)
  for (let frequency = 1; frequency <= TABLED; frequency++) {
    for (let byte = 0; byte < 256; byte++) {
      scores[(frequency - 1) * 256 + byte] = termScore(weight, Math.fround(frequency * factors[byte]!))
    }
  }
  return scores
}
