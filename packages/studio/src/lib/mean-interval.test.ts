import { describe, expect, it } from 'vitest'
import { meanInterval } from './mean-interval.ts'

describe('meanInterval', () => {
  it('of nothing is nothing, of one value has no spread', () => {
    expect(meanInterval([])).toBeUndefined()
    expect(meanInterval([3])).toEqual({ mean: 3, interval: null, deviation: null, count: 1 })
  })

  it('is Student’s', () => {
    // Three values of deviation 1: 4.303 / √3 on either side.
    const { mean, interval, deviation } = meanInterval([1, 2, 3])!
    expect([mean, deviation]).toEqual([2, 1])
    expect(interval![0]).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 9)
    expect(interval![1]).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 9)
  })

  it('comes near the normal one for many values', () => {
    const values = Array.from({ length: 2_000 }, (_, index) => index % 2)
    const { interval } = meanInterval(values)!
    expect(interval![1] - 0.5).toBeCloseTo((1.96 * 0.5) / Math.sqrt(2_000), 4)
  })
})
