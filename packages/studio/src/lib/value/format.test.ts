import { describe, expect, it } from 'vitest'
import { decimal, exactMoney, exactNumber, money, months, percent } from './format.ts'

describe('amounts as text', () => {
  it.each([
    [0, '$0'],
    [-0.001, '$0'],
    [0.05, '$0.05'],
    [9.994, '$9.99'],
    [9.999, '$10'],
    [1234.5, '$1,235'],
    [-20, '−$20'],
  ])('money %d is %s', (value, text) => expect(money(value)).toBe(text))

  it.each([
    [Number.POSITIVE_INFINITY, 'never'],
    [0, 'at once'],
    [0.5, 'less than a month'],
    [1, '1 month'],
    [2.54, '2.5 months'],
  ])('%d months is %s', (value, text) => expect(months(value)).toBe(text))

  it('shows an amount as it was put in', () => {
    expect([0.25, 12_345].map(exactNumber)).toEqual(['0.25', '12,345'])
    expect([29.2, 0.0035, 1500, 0].map(exactMoney)).toEqual(['$29.20', '$0.0035', '$1,500', '$0'])
  })

  it('shows one decimal', () => {
    expect([percent(0.98523), decimal(-1234.56), decimal(-0.01)]).toEqual(['98.5 %', '−1,234.6', '0'])
  })
})
