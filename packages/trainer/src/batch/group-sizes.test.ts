import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupSizeShares } from './group-sizes.ts'

const statistics = (sizes: readonly (readonly [size: number, groups: number])[]) => ({
  groups: 1,
  meanSize: 1,
  fracSingleton: 0,
  fracZeroStd: 0,
  sizes: sizes.map(([size, groups]) => ({ size, groups })),
})

it('counts rows, not groups', () => {
  // 4 + 10 + 6 + 80 rows.
  expect(
    groupSizeShares(
      statistics([
        [1, 4],
        [5, 2],
        [6, 1],
        [80, 1],
      ]),
    ),
  ).toEqual({
    'anchor/rows_from_1': 0.04,
    'anchor/rows_from_2': 0.1,
    'anchor/rows_from_6': 0.06,
    'anchor/rows_from_10': 0,
    'anchor/rows_from_50': 0.8,
  })
  expect(groupSizeShares(statistics([]))).toEqual({})
})

it('sums to one', () => {
  const count = fc.integer({ min: 1, max: 200 })
  fc.assert(
    fc.property(fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 20 }), (sizes) => {
      const shares = Object.values(groupSizeShares(statistics(sizes)))
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10)
    }),
  )
})
