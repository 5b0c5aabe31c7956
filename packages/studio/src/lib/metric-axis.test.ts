import { describe, expect, it } from 'vitest'
import { axisAt, metricLine, parseAxis } from './metric-axis.ts'

const columns = {
  iteration: [1, 2, 3],
  environmentSteps: [100, null, 300],
  tokens: [10, 20, 30],
  seconds: [1.5, 3, 4.5],
  values: { 'success/rate': [0.1, 0.2, null] },
  low: { 'success/rate': [0, 0.1, null] },
  high: { 'success/rate': [0.2, 0.3, null] },
  lines: 3,
}

describe('axes', () => {
  it('an unknown one is iterations', () => {
    expect([parseAxis('tokens'), parseAxis('x'), parseAxis(null)]).toEqual(['tokens', 'iteration', 'iteration'])
  })

  it('points without a place are left out, in the band too', () => {
    expect(metricLine(columns, 'success/rate', 'steps')).toEqual({
      label: 'success/rate',
      x: [100, 300],
      y: [0.1, null],
      low: [0, null],
      high: [0.2, null],
    })
    expect(metricLine(columns, 'reward/mean', 'steps')).toBeUndefined()
  })

  it('an iteration lies where its metrics say, before the first at the start', () => {
    expect([axisAt(columns, 'seconds', 2), axisAt(columns, 'iteration', 7), axisAt(columns, 'tokens', 0)]).toEqual([
      3, 7, 0,
    ])
    expect(axisAt(columns, 'tokens', 99)).toBe(30)
  })
})
