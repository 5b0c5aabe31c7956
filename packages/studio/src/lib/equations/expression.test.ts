import { expect, it } from 'vitest'
import { difference, evaluate, formatNumber, number, power, product, quotient, root, sum, write } from './expression.ts'

it('computes what it writes', () => {
  const score = quotient(difference(10, 3.75), sum(4.6, 1e-6))
  expect(write(score)).toBe('\\frac{10 − 3.75}{4.6 + 10^{−6}}')
  expect(evaluate(score)).toBeCloseTo(1.358695, 5)
  const discounted = sum(1, product(power(0.95, 3), 10))
  expect(write(discounted)).toBe('1 + 0.95^{3} · 10')
  expect(evaluate(discounted)).toBeCloseTo(9.57375)
  expect([write(root(sum(4, 5))), evaluate(root(sum(4, 5)))]).toEqual(['\\sqrt{4 + 5}', 3])
  expect([write(sum()), evaluate(sum())]).toEqual(['0', 0])
})

it('puts brackets where they are needed', () => {
  expect(write(difference(1, -2))).toBe('1 − (−2)')
  expect(write(difference(1, sum(2, 3)))).toBe('1 − (2 + 3)')
  expect(write(product(2, difference(5, 1)))).toBe('2 · (5 − 1)')
  expect(write(power(-0.5, 2))).toBe('(−0.5)^{2}')
})

it('leaves out the middle of a long sum, and says how much', () => {
  const long = sum(...Array.from({ length: 10 }, (_, i) => i))
  expect(write(long)).toBe('0 + 1 + 2 + 3 + (5 more) + 9')
  expect(evaluate(long)).toBe(45)
})

it.each([
  [0, '0'],
  [-0, '0'],
  [2.5, '2.5'],
  [-1.23456, '−1.2346'],
  [1e-6, '10^{−6}'],
  [-0.00005, '−5·10^{−5}'],
  [12345678, '1.23·10^{7}'],
  [-0.99999, '−1'],
])('writes %d as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
  expect(evaluate(number(value))).toBe(value)
})
