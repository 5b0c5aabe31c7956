import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pythonFloat, pythonRepr, pythonStrip } from './python-text.ts'

describe('pythonFloat', () => {
  it.each([
    [64, '64.0'],
    [17.4, '17.4'],
    [0, '0.0'],
    [-0, '-0.0'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e22, '1.5e+22'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%d is %s', (value, text) => {
    expect(pythonFloat(value)).toBe(text)
  })

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => Object.is(Number(pythonFloat(x)), x)),
    )
  })
})

describe('pythonStrip', () => {
  it('strips what Python strips', () => {
    expect(pythonStrip('\x1c\x85\xa0 \t a b \u3000\n')).toBe('a b')
    expect(pythonStrip('\ufeffa\u200b')).toBe('\ufeffa\u200b')
    expect(pythonStrip('..a.b.', '.')).toBe('a.b')
    expect(pythonStrip('  ')).toBe('')
  })
})

describe('pythonRepr', () => {
  it('escapes what Python does not print', () => {
    expect(pythonRepr('7" o\'neill é Ω 😀')).toBe('7" o\'neill é Ω 😀')
    expect(pythonRepr('a\\b\n\xa0\x7f\u200b\u{e0001}')).toBe('a\\\\b\\n\\xa0\\x7f\\u200b\\U000e0001')
  })
})
