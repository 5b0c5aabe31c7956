// BM25 in Lucene's arithmetic (BM25Similarity, k1 = .9, b = .4): every value a 32-bit float, document lengths through
// SmallFloat.intToByte4, no factor (k1 + 1). The score of a document is the sum of its terms' scores, added in double
// precision and rounded once. Such a sum of floats is exact, so it does not depend on the order of the terms.

const { fround } = Math
const K1 = fround(0.9)
const B = fround(0.4)

/** One byte for a length: exact up to 39, then three bits of mantissa. */
export function lengthToByte(length: number): number {
  if (length < 24) return length
  const rest = length - 24
  const bits = 32 - Math.clz32(rest)
  return bits < 4 ? 24 + rest : 24 + (((rest >>> (bits - 4)) & 7) | ((bits - 3) << 3))
}

/** The length a byte stands for: the largest not above the lengths it was made from. */
export function byteToLength(byte: number): number {
  if (byte < 24) return byte
  const rest = byte - 24
  const shift = (rest >>> 3) - 1
  return 24 + (shift < 0 ? rest & 7 : ((rest & 7) | 8) * 2 ** shift)
}

/** Lucene's `normInverse` of each length byte: 1 / (k1·(1 − b + b·dl/avgdl)). `tokens` and `documents` are of the whole index. */
export function lengthFactors(tokens: number, documents: number): Float32Array {
  const average = fround(tokens / Math.max(documents, 1))
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const relative = fround(fround(B * fround(byteToLength(byte))) / average)
    return fround(1 / fround(K1 * fround(fround(1 - B) + relative)))
  })
}

/** Weight of a query term that `count` of `documents` documents contain and the query repeats `repeats` times. */
export function termWeight(repeats: number, count: number, documents: number): number {
  return fround(repeats * fround(Math.log(1 + (documents - count + 0.5) / (count + 0.5))))
}

/** Score of a term with `strength` = frequency × length factor (a float): it never falls as the strength grows. */
export function termScore(weight: number, strength: number): number {
  return fround(weight - fround(weight / fround(1 + strength)))
}
