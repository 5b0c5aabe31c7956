import { describe, expect, it } from 'vitest'
import { plotColumns, valueAt } from './plot-columns.ts'

const roles = (plot: ReturnType<typeof plotColumns>): string[] =>
  plot.columns.map(({ line, role }) => `${line} ${role}`)

describe('plotColumns', () => {
  const line = { label: 'a', x: [1, 2], y: [1, 3], low: [0, 2], high: [2, 4] }

  it('draws the band, then the line', () => {
    const plot = plotColumns([line, { label: 'b', x: [2, 3], y: [5, 6] }])
    expect(roles(plot)).toEqual(['0 low', '0 high', '0 main', '1 main'])
    expect(plot.x).toEqual([1, 2, 3])
    expect(plot.data[3]).toEqual([undefined, 5, 6])
  })

  it('draws what a line was before smoothing beneath it', () => {
    const plot = plotColumns([{ ...line, raw: [1, 9] }])
    expect(roles(plot)).toEqual(['0 low', '0 high', '0 raw', '0 main'])
    expect(plot.data[2]).toEqual([1, 9])
  })

  it('has no place for zero on a logarithmic axis', () => {
    expect(plotColumns([{ label: 'a', x: [1, 2, 3], y: [0, -1, 10] }], { log: true }).data).toEqual([[null, null, 10]])
  })

  it('piles lines up', () => {
    const plot = plotColumns(
      [
        { label: 'a', x: [1, 2], y: [1, null] },
        { label: 'b', x: [1, 2], y: [2, 3] },
      ],
      { stacked: true },
    )
    expect(roles(plot)).toEqual(['0 low', '0 main', '1 low', '1 main'])
    expect(plot.data).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [3, 3],
    ])
  })
})

it('a value is the last one at or before a place', () => {
  const column = [undefined, 1, undefined, null, 5]
  expect([0, 1, 3, 4, 99].map((place) => valueAt(column, place))).toEqual([null, 1, 1, 5, 5])
})
