import { describe, expect, it } from 'vitest'
import { alignColumns, resample } from './series.ts'

describe('lines', () => {
  it('fall on the union of their x, with points that are not there told from gaps', () => {
    const { x, columns } = alignColumns([
      { x: [1, 3], y: [10, null] },
      { x: [2, 3], y: [5, 6] },
    ])
    expect(x).toEqual([1, 2, 3])
    expect(columns).toEqual([
      [10, undefined, null],
      [undefined, 5, 6],
    ])
  })

  it('are straight between points, also over a gap, and nothing outside', () => {
    const line = { x: [0, 1, 2], y: [0, null, 4] }
    expect(resample(line, [-1, 0, 0.5, 1, 2, 3])).toEqual([null, 0, 1, 2, 4, null])
  })
})
