import type { Swing } from '@gigpo/studio/value'
import { describe, expect, it } from 'vitest'
import { tornadoLines } from './tornado-lines.ts'

const swing = (input: Swing['input'], netAtLow: number, netAtHigh: number): Swing => ({
  input,
  low: 1,
  high: 2,
  netAtLow,
  netAtHigh,
  swing: Math.abs(netAtHigh - netAtLow),
})
const text = {
  label: ({ input }: Swing) => input,
  end: (_: Swing, value: number) => `${value}`,
  money: String,
  width: 11,
}

describe('tornadoLines', () => {
  it('draws all bars on one scale around the result', () => {
    expect(tornadoLines([swing('success', 0, 100), swing('failureCost', 70, 40)], 60, text)).toEqual([
      '  success      1 to 2  ======|====  0 to 100',
      '  failureCost  1 to 2      ==|=     70 to 40',
    ])
  })

  it('draws nothing but the mark where nothing moves', () => {
    expect(tornadoLines([swing('success', 5, 5)], 5, text)).toEqual(['  success  1 to 2  |            5 to 5'])
  })
})
