import { describe, expect, it } from 'vitest'
import { meanInterval } from './mean-interval.ts'
import { seedBand } from './seed-band.ts'

const lines = [
  { label: 'seed 1', x: [0, 2, 4], y: [0, 2, 4] },
  { label: 'seed 2', x: [0, 1, 2], y: [2, 3, 4] },
]

describe('seedBand', () => {
  it('is the mean at equal x, as far as all seeds go', () => {
    const band = seedBand('both', lines, 'range')
    expect(band.x).toEqual([0, 1, 2])
    expect(band.y).toEqual([1, 2, 3])
    expect([band.low, band.high]).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ])
  })

  it('has the interval of the mean', () => {
    const band = seedBand('both', lines, 'interval')
    expect([band.low![0], band.high![0]]).toEqual(meanInterval([0, 2])!.interval)
  })

  it('of one run is that run, without a band', () => {
    expect(seedBand('one', [lines[0]!], 'interval')).toEqual({ label: 'one', x: [0, 2, 4], y: [0, 2, 4], seeds: 1 })
    expect(seedBand('both', lines, 'range').raw).toBeUndefined()
  })

  it('keeps the mean of what the lines were before smoothing', () => {
    const smoothed = lines.map((line) => ({ ...line, raw: line.y, y: line.y.map(() => 1) }))
    const band = seedBand('both', smoothed, 'interval')
    expect([band.y, band.raw]).toEqual([
      [1, 1, 1],
      [1, 2, 3],
    ])
  })
})
