import { rootKey, stream } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bootstrapInterval,
  interquartileMean,
  mean,
  pairedDifference,
  percentile,
  standardDeviation,
  stratifiedInterval,
  wilsonInterval,
} from './index.ts'

const filled = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('wilsonInterval', () => {
  // The values for n = 10 are the tabulated ones.
  it.each([
    [5, 10, 0.2366, 0.7634],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [120, 134, 0.8324, 0.9371],
  ])('of %i in %i', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials)
    expect(interval[0]).toBeCloseTo(low, 3)
    expect(interval[1]).toBeCloseTo(high, 3)
  })

  it('contains the rate, stays in [0, 1] and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
        const successes = Math.round(part * trials)
        const [low, high] = wilsonInterval(successes, trials)
        const mirrored = wilsonInterval(trials - successes, trials)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(successes / trials)
        expect(high).toBeGreaterThanOrEqual(successes / trials)
        expect(mirrored[0]).toBeCloseTo(1 - high, 10)
      }),
    )
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError)
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError)
  })
})

describe('summaries', () => {
  it('agree with known values', () => {
    expect(mean([1, 2, 6])).toBe(3)
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
    expect(standardDeviation([3])).toBe(0)
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(percentile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12)
    expect(interquartileMean([1, 2, 3, 4, 5, 6, 7, 800])).toBe(4.5)
    expect(interquartileMean([0, 10, 20])).toBeCloseTo((0.25 * 0 + 10 + 0.25 * 20) / 1.5, 12)
    for (const summary of [mean, standardDeviation, interquartileMean]) expect(() => summary([])).toThrow(RangeError)
    expect(() => percentile([1], 1.1)).toThrow(RangeError)
  })

  it('stay between the extremes and ignore order', () => {
    fc.assert(
      fc.property(filled, (values) => {
        const reversed = values.toReversed()
        for (const summary of [mean, interquartileMean, (list: readonly number[]) => percentile(list, 0.3)]) {
          expect(summary(values)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6)
          expect(summary(values)).toBeLessThanOrEqual(Math.max(...values) + 1e-6)
          expect(summary(reversed)).toBeCloseTo(summary(values), 5)
        }
      }),
    )
  })
})

describe('bootstrap intervals', () => {
  const key = rootKey(3)
  const normals = (count: number, seed: number): number[] => {
    const random = stream(rootKey(seed), 'sample')
    return Array.from({ length: count }, () => random.normal())
  }

  it('repeat under one key and cover the true mean about as often as they say', () => {
    expect(bootstrapInterval([1, 2, 3], mean, { key })).toEqual(bootstrapInterval([1, 2, 3], mean, { key }))
    let covered = 0
    for (let seed = 0; seed < 200; seed++) {
      const [low, high] = bootstrapInterval(normals(40, seed), mean, { key, samples: 400 })
      if (low <= 0 && high >= 0) covered++
    }
    expect(covered / 200).toBeGreaterThan(0.89)
    expect(covered / 200).toBeLessThan(0.99)
  })

  it('keep strata apart', () => {
    // All variation lies between the strata, so resampling within them moves nothing.
    const table = { scores: [[0, 0, 1, 1, 1]], strata: ['a', 'a', 'b', 'b', 'b'] }
    expect(stratifiedInterval(table, mean, { key })).toEqual([0.6, 0.6])
    const mixed = { scores: [[0, 1, 0, 1, 1]], strata: ['a', 'a', 'b', 'b', 'b'] }
    const [low, high] = stratifiedInterval(mixed, mean, { key })
    expect(low).toBeLessThan(0.6)
    expect(high).toBeGreaterThan(0.6)
    expect(() => stratifiedInterval({ scores: [[1]], strata: [] }, mean, { key })).toThrow(RangeError)
  })

  it('are narrower for pairs than for what the pairs share', () => {
    const strata = Array.from({ length: 50 }, () => 'x')
    const base = [0, 1, 2, 3].map((seed) => normals(50, seed))
    const a = { scores: base, strata }
    const b = { scores: base.map((row) => row.map((score) => score + 0.5)), strata }
    const paired = pairedDifference(a, b, { key })
    expect(paired.difference).toBeCloseTo(0.5, 10)
    expect(paired.interval[0]).toBeCloseTo(0.5, 10)
    expect(paired.interval[1]).toBeCloseTo(0.5, 10)
    expect(paired.seeds).toBe(4)
    expect(() => pairedDifference(a, { scores: base.slice(1), strata }, { key })).toThrow(RangeError)
  })
})
