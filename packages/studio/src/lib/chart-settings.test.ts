import { describe, expect, it } from 'vitest'
import { chartSettings, zoomQuery } from './chart-settings.ts'

const parse = (query: string) => chartSettings(new URLSearchParams(query))

describe('settings of charts', () => {
  it('are plain where the address says nothing or nonsense', () => {
    const plain = { axis: 'iteration', smoothing: 0, log: false, zoom: null }
    expect(parse('')).toEqual(plain)
    expect(chartSettings(new URLSearchParams('smooth=0'), { axis: 'steps', smoothing: 0.6 })).toEqual({
      ...plain,
      axis: 'steps',
    })
    expect(parse('x=y&smooth=much&log=yes&from=5&to=2')).toEqual(plain)
  })

  it('come from the address', () => {
    expect(parse('x=tokens&smooth=2&log=1&from=0&to=1.5')).toEqual({
      ...{ axis: 'tokens', smoothing: 0.99, log: true, zoom: [0, 1.5] },
    })
  })

  it('a zoom comes back close to what it was', () => {
    for (const zoom of [
      [1.23456, 2.34567],
      [1000.4, 60_000.7],
      [0.00012345, 0.0002],
    ] as const) {
      const { from, to } = zoomQuery(zoom)
      const back = parse(`from=${from}&to=${to}`).zoom!
      expect(Math.abs(back[0] - zoom[0])).toBeLessThan(0.01 * (zoom[1] - zoom[0]))
      expect(Math.abs(back[1] - zoom[1])).toBeLessThan(0.01 * (zoom[1] - zoom[0]))
    }
    expect(zoomQuery([1000.4, 60_000.7])).toEqual({ from: '1000', to: '60001' })
    expect(zoomQuery(null)).toEqual({ from: null, to: null })
  })
})
