// Expected bytes are Lucene's SmallFloat; scores are worked by hand in exact arithmetic.
import { describe, expect, it } from 'vitest'
import { byteToLength, lengthFactors, lengthToByte, termScore, termWeight } from './bm25.ts'

describe('lengths', () => {
  it('are exact up to 39 and lose less than an eighth above', () => {
    for (let length = 0; length < 40; length++) expect(byteToLength(lengthToByte(length))).toBe(length)
    for (let length = 40; length < 100_000; length++) {
      const kept = byteToLength(lengthToByte(length))
      expect(kept <= length && kept > length * 0.875).toBe(true)
    }
    expect([lengthToByte(40), lengthToByte(41), lengthToByte(42), lengthToByte(2 ** 31 - 1)]).toEqual([40, 40, 41, 255])
  })

  it('have one byte each', () => {
    for (let byte = 0; byte < 256; byte++) expect(lengthToByte(byteToLength(byte))).toBe(byte)
  })
})

describe('scores', () => {
  it('follow the formula of BM25 without the factor k1 + 1', () => {
    const factors = lengthFactors(1000, 10)
    const idf = Math.log(1 + (10 - 2 + 0.5) / 2.5)
    expect(termWeight(3, 2, 10)).toBeCloseTo(3 * idf, 5)
    const byte = lengthToByte(30)
    const expected = (idf * 2) / (2 + 0.9 * (0.6 + (0.4 * 30) / 100))
    expect(termScore(termWeight(1, 2, 10), Math.fround(2 * factors[byte]!))).toBeCloseTo(expected, 5)
  })

  it('are floats, never fall as the strength grows and stay below the weight', () => {
    let last = 0
    for (let strength = 0.01; strength < 50; strength *= 1.01) {
      const score = termScore(Math.fround(1.7), Math.fround(strength))
      expect(score).toBe(Math.fround(score))
      expect(score).toBeGreaterThanOrEqual(last)
      expect(score).toBeLessThan(1.7)
      last = score
    }
  })
})
