import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricColumns } from './metric-columns.ts'
import { createMetricLines } from './metric-lines.ts'

function linesOf(values: readonly (number | null)[]) {
  const lines = createMetricLines()
  for (const [i, value] of values.entries()) {
    expect(lines.line({ iteration: i + 1, ...(value === null ? {} : { x: value }) })).toBeUndefined()
  }
  return lines
}

describe('columns of metrics', () => {
  it('are the lines where there is room for them', () => {
    const columns = metricColumns(linesOf([1, null, 3]), ['x', 'y', 'x'], 3)
    expect(columns).toEqual({
      iteration: [1, 2, 3],
      environmentSteps: [null, null, null],
      tokens: [null, null, null],
      seconds: [null, null, null],
      values: { x: [1, null, 3] },
      lines: 3,
    })
  })

  it('keep means and extremes where lines are thinned out', () => {
    const { iteration, values, low, high } = metricColumns(linesOf([1, 5, null, -9, 2, null, null]), undefined, 3)
    expect(iteration).toEqual([2, 4, 7])
    expect([values.x, low!.x, high!.x]).toEqual([
      [3, -9, 2],
      [1, -9, 2],
      [5, -9, 2],
    ])
  })

  it('lose no peak, however they are thinned out', () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 70 }), (list, points) => {
        const { iteration, values, low = values, high = values } = metricColumns(linesOf(list), undefined, points)
        expect(iteration.length).toBe(Math.min(points, list.length))
        expect(iteration.at(-1)).toBe(list.length)
        const known = list.filter((entry) => entry !== null)
        if (known.length === 0) return
        const numbers = (column: readonly (number | null)[]): number[] => column.filter((entry) => entry !== null)
        expect(Math.min(...numbers(low.x!))).toBe(Math.min(...known))
        expect(Math.max(...numbers(high.x!))).toBe(Math.max(...known))
      }),
    )
  })

  it('say what a line of metrics is', () => {
    const lines = createMetricLines()
    expect(lines.line({ iteration: 1.5 })).toContain('iteration')
    expect(lines.line([])).toContain('no line')
    expect(lines.line(JSON.parse('{"iteration":1,"__proto__":2,"a":"b","c":3}'))).toBe('a is not a number')
    expect(Object.keys(metricColumns(lines, undefined, 9).values)).toEqual(['__proto__', 'c'])
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`name${i}`, i]))
    expect(lines.line({ iteration: 2, ...many })).toBe('more than 2000 names')
  })
})
