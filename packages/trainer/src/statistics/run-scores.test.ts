import { rootKey, stream } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { improvementProbability, interquartileScore, mean, type ScoreTable, studentInterval } from './index.ts'
import { studentQuantile } from './student-interval.ts'

const key = rootKey(5)
const outcome = fc.integer({ min: 0, max: 1 })
const table: fc.Arbitrary<ScoreTable> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 }))
  .chain(([runs, strata]) =>
    fc
      .array(fc.array(outcome, { minLength: strata.length, maxLength: strata.length }), {
        minLength: runs,
        maxLength: runs,
      })
      .map((scores) => ({ scores, strata })),
  )

describe('interquartileScore', () => {
  it('is the mean of the middle half of runs × types', () => {
    // Scores of types by run: 0, 1/2 | 1/2, 1. The middle half of (0, 1/2, 1/2, 1) is (1/2, 1/2).
    const scores = [
      [0, 0, 0, 1],
      [0, 1, 1, 1],
    ]
    expect(interquartileScore({ scores, strata: ['a', 'a', 'b', 'b'] }, { key }).value).toBe(0.5)
    // One type: means 1/4 and 3/4 of two runs, of which the halves nearest the middle count.
    expect(interquartileScore({ scores, strata: ['a', 'a', 'a', 'a'] }, { key }).value).toBe(0.5)
    // Types 0, 1, 1, 1, 1, 1, 1, 0 by run and type: the two zeros and two ones fall away.
    const wide = [[0, 1, 1, 1, 1, 1, 1, 0]]
    expect(interquartileScore({ scores: wide, strata: [...'abcdefgh'] }, { key }).value).toBe(1)
  })

  it('moves with the seeds only, where all games of a type are alike', () => {
    const one = { scores: [[0, 0, 1, 1]], strata: ['a', 'a', 'b', 'b'] }
    expect(interquartileScore(one, { key }).interval).toEqual([0.5, 0.5])
    const two = { scores: [...one.scores, [1, 1, 1, 1]], strata: one.strata }
    // Draws of two runs: (1,1) has the scores 0 1 0 1, mean of the middle half 1/2; the others 3/4 or more of ones.
    expect(interquartileScore(two, { key }).interval).toEqual([0.5, 1])
  })

  it('keeps the types of a run together', () => {
    // Both runs win exactly one of the two types, so no draw of whole runs moves the mean of the middle half.
    const scores = [
      [0, 0, 1, 1],
      [1, 1, 0, 0],
    ]
    expect(interquartileScore({ scores, strata: ['a', 'a', 'b', 'b'] }, { key }).interval).toEqual([0.5, 0.5])
  })

  it('stays between the extremes, and repeats', () => {
    fc.assert(
      fc.property(table, (scores) => {
        const { value, interval } = interquartileScore(scores, { key, samples: 40 })
        for (const each of [value, ...interval]) {
          expect(each).toBeGreaterThanOrEqual(-1e-12)
          expect(each).toBeLessThanOrEqual(1 + 1e-12)
        }
        expect(interquartileScore(scores, { key, samples: 40 })).toEqual({ value, interval })
      }),
      { numRuns: 60 },
    )
    expect(() => interquartileScore({ scores: [], strata: ['a'] }, { key })).toThrow(RangeError)
  })
})

describe('improvementProbability', () => {
  it('counts pairs of runs, ties by half', () => {
    const strata = ['a', 'a', 'a', 'a']
    const a = {
      scores: [
        [0, 0, 0, 1],
        [0, 0, 1, 1],
      ],
      strata,
    }
    const b = {
      scores: [
        [0, 0, 1, 1],
        [1, 1, 1, 1],
        [0, 0, 0, 0],
      ],
      strata,
    }
    // Means 1/4, 1/2 against 1/2, 1, 0: (1 + 1/2 + 1 + 1 + 0 + 0) / 6.
    expect(improvementProbability(a, b, { key }).value).toBeCloseTo(3.5 / 6, 12)
    expect(() => improvementProbability(a, { scores: b.scores, strata: ['a', 'a', 'a', 'b'] }, { key })).toThrow(
      RangeError,
    )
  })

  it('is a half against itself, mirrors, and is certain where every run is better', () => {
    fc.assert(
      fc.property(table, ({ scores, strata }) => {
        const self = { scores, strata }
        const better = { scores: scores.map((row) => row.map((score) => score + 2)), strata }
        expect(improvementProbability(self, self, { key, samples: 20 }).value).toBeCloseTo(0.5, 12)
        expect(improvementProbability(self, better, { key, samples: 20 })).toEqual({ value: 1, interval: [1, 1] })
        expect(improvementProbability(better, self, { key, samples: 20 })).toEqual({ value: 0, interval: [0, 0] })
      }),
      { numRuns: 60 },
    )
  })
})

describe('studentInterval', () => {
  it('agrees with tables', () => {
    // Mean 3, deviation √2.5, five values: 3 ± 2.776 · √(2.5/5).
    const [low, high] = studentInterval([1, 2, 3, 4, 5])!
    expect(low).toBeCloseTo(3 - 2.776 * Math.sqrt(0.5), 10)
    expect(high).toBeCloseTo(3 + 2.776 * Math.sqrt(0.5), 10)
    for (const [degrees, quantile] of [
      [1, 12.706],
      [4, 2.776],
      [30, 2.042],
      [40, 2.021],
      [120, 1.98],
      [100_000, 1.96],
    ] as const) {
      expect(studentQuantile(degrees)).toBeCloseTo(quantile, 2)
    }
    expect(studentInterval([0.4])).toBeNull()
    expect(studentInterval([2, 2])).toEqual([2, 2])
    expect(() => studentInterval([])).toThrow(RangeError)
  })

  it('covers the true mean of five normal values as often as it says', () => {
    let covered = 0
    for (let trial = 0; trial < 1000; trial++) {
      const random = stream(rootKey(trial), 'normal')
      const [low, high] = studentInterval(Array.from({ length: 5 }, () => random.normal()))!
      if (low <= 0 && high >= 0) covered++
    }
    expect(Math.abs(covered / 1000 - 0.95)).toBeLessThan(0.02)
    expect(mean([1])).toBe(1)
  })
})
