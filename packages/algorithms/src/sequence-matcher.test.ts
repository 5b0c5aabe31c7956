// The ratios were produced by CPython's difflib.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codePoints, matchesAtLeast, sequenceMatcherRatio } from './sequence-matcher.ts'

test('T7: ratios of short texts', () => {
  const north = 'You are at the red door, facing north.'
  expect(sequenceMatcherRatio(north, 'You are at the red door, facing south.')).toBeCloseTo(0.947368, 6)
  expect(sequenceMatcherRatio('abcdefghij', 'abcdefghiX')).toBe(0.9)
  expect(sequenceMatcherRatio('', '')).toBe(1)
  expect(sequenceMatcherRatio('', 'a')).toBe(0)
})

test('T18: autojunk makes the ratio of 400 characters depend on which text comes first', () => {
  const phrase = 'You are in the kitchen. On the table you see an apple, a knife and a plate. '
  const text = phrase.repeat(6).slice(0, 400)
  const changed = `X${text.slice(1)}`
  expect(sequenceMatcherRatio(text, changed)).toBe(0.81)
  expect(sequenceMatcherRatio(changed, text)).toBe(0.9975)
  expect(sequenceMatcherRatio(text, changed, { autojunk: false })).toBe(0.9975)
})

test('elements are code points, as in Python', () => {
  // Both emoji share a first UTF-16 unit; by units the ratio would be 0.5.
  expect(sequenceMatcherRatio('😀', '😁')).toBe(0)
})

test('the threshold question agrees with the ratio', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 30 })
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 20 }), fc.boolean(), (a, b, twentieths, autojunk) => {
      const threshold = twentieths / 20
      const ratio = sequenceMatcherRatio(a, b, { autojunk })
      const reaches = (least: number): boolean => matchesAtLeast(codePoints(a), codePoints(b), least, { autojunk })
      expect(reaches(threshold)).toBe(ratio >= threshold)
      expect(reaches(ratio === 0 ? 1e-9 : ratio)).toBe(ratio > 0)
    }),
    { numRuns: 500 },
  )
})
