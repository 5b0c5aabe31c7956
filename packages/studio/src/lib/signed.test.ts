import { expect, it } from 'vitest'
import { signed } from './signed.ts'

it('always says which way', () => {
  expect([1.005, -2, 0, -0, 0.0001, -0.0001, Number.NaN].map((value) => signed(value))).toEqual([
    ...['+1.00', '−2.00', '0', '0', '+0.00', '−0.00', 'NaN'],
  ])
  expect(signed(-1.23456, 4)).toBe('−1.2346')
})
