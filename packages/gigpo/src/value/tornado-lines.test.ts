import type { Swing } from '@gigpo/studio/value'
import { describe, expect, it } from 'vitest'
import { tornadoLines } from './tornado-lines.ts'

const swing = (input: Swing['input'], netAtLow: number, netAtHigh: number): Swing => {
  return { input, low: 1, high: 2, netAtLow, netAtHigh, swing: Math.abs(netAtHigh - netAtLow) }
}

describe('tornadoLines', () => {
  it('draws all bars on one scale around the result', () => {
    expect(tornadoLines([swing('tasksPerMonth', 0, 100), swing('failureCost', 70, 40)], 60, 11)).toEqual([
      '  Tasks a month      1 to 2    ======|====  $0 to $100',
      '  Cost of a failure  $1 to $2      ==|=     $70 to $40',
    ])
  })

  it('draws nothing but the mark where nothing moves', () => {
    expect(tornadoLines([swing('tasksPerMonth', 5, 5)], 5, 11)).toEqual([
      '  Tasks a month  1 to 2  |            $5.00 to $5.00',
    ])
  })
})
