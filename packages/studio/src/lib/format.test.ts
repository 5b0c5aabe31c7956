import { describe, expect, it } from 'vitest'
import { formatClock, formatDuration, formatNumber, formatShare } from './format.ts'

describe('formatting', () => {
  it.each([
    [null, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
    [0, '0'],
    [-0.00004, '−4.00e−5'],
    [0.123456, '0.1235'],
    [2.5, '2.5'],
    [-12.3456, '−12.35'],
    [1234.5, '1,235'],
    [54078.72, '54,079'],
    [123456789, '1.23e8'],
    [0.99996, '1'],
  ])('number %s is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it('shares are per cent', () => {
    expect([formatShare(0.9851), formatShare(-0.02), formatShare(undefined)]).toEqual(['98.5 %', '−2.0 %', '–'])
  })

  it('durations are hours, minutes and seconds', () => {
    expect([65, 0.4, 7384, null].map(formatDuration)).toEqual(['1:05', '0:00', '2:03:04', '–'])
  })

  it('a clock names the day where it is another', () => {
    const noon = new Date(2026, 4, 2, 12, 3, 4).getTime()
    expect(formatClock(noon, noon + 1000)).toBe('12:03:04')
    expect(formatClock(noon, noon + 86_400_000)).toBe('2026-05-02 12:03:04')
  })
})
