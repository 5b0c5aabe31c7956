// A block of postings as bytes: for each document the gap to the one before, doubled, odd where the frequency is above 1 and
// follows; numbers in groups of seven bits, lowest first. Typical retail text takes about 1.5 bytes a posting.
import { BLOCK, type SearchIndex } from './search-index.ts'

/** Bytes that grow. */
export class ByteWriter {
  bytes: Uint8Array = new Uint8Array(1 << 12)
  length = 0

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }

  number(value: number): void {
    let rest = value
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.bytes[this.length++] = rest
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }
}

/** Appends `count` ≤ 128 postings; `previous` is the document before them, -1 at the start of a term. */
export function encodeBlock(
  writer: ByteWriter,
  documents: Uint32Array,
  frequencies: Uint32Array,
  from: number,
  count: number,
  previous: number,
): void {
  writer.reserve(10 * count)
  let last = previous
  for (let i = from; i < from + count; i++) {
    const document = documents[i]!
    const frequency = frequencies[i]!
    const gap = (document - last - 1) * 2
    if (frequency === 1) writer.number(gap)
    else {
      writer.number(gap + 1)
      writer.number(frequency - 2)
    }
    last = document
  }
}

/** Reads a block's postings to `documents` and `frequencies` at `at`; returns how many. */
export function decodeBlock(
  index: SearchIndex,
  term: number,
  block: number,
  documents: Uint32Array,
  frequencies: Uint32Array,
  at: number,
): number {
  const { postings, blockEnds, postingEnds } = index
  const first = term === 0 ? 0 : blockEnds[term - 1]!
  const count = Math.min(BLOCK, index.termCounts[term]! - (block - first) * BLOCK)
  let byte = block === 0 ? 0 : postingEnds[block - 1]!
  let document = block === first ? -1 : index.lastDocuments[block - 1]!
  for (let i = at; i < at + count; i++) {
    let value = postings[byte++]!
    if (value > 0x7f) {
      value &= 0x7f
      for (let shift = 7; ; shift += 7) {
        const next = postings[byte++]!
        value |= (next & 0x7f) << shift
        if (!(next > 0x7f) || shift > 24) break
      }
    }
    document += (value >>> 1) + 1
    documents[i] = document
    if ((value & 1) === 0) {
      frequencies[i] = 1
      continue
    }
    value = postings[byte++]!
    if (value > 0x7f) {
      value &= 0x7f
      for (let shift = 7; ; shift += 7) {
        const next = postings[byte++]!
        value |= (next & 0x7f) << shift
        if (!(next > 0x7f) || shift > 24) break
      }
    }
    frequencies[i] = value + 2
  }
  return Math.max(count, 0)
}
