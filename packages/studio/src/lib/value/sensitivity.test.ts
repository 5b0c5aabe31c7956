import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputNames } from './input-fields.ts'
import { presetInputs, presets } from './presets.ts'
import { rangeOf, tornado, tornadoScale } from './sensitivity.ts'
import { anyInputs, measured } from './value.test-support.ts'
import { computeValue } from './value-model.ts'

const preset = presets[0]!

describe('tornado', () => {
  it('has every input and the success once, the largest swing first', () => {
    const swings = tornado(presetInputs(preset), measured, preset)
    expect(swings.map(({ input }) => input).sort()).toEqual([...inputNames, 'success'].sort())
    const sizes = swings.map(({ swing }) => swing)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  it('varies success over the measured interval and an input over its stated range', () => {
    const inputs = presetInputs(preset)
    const swings = tornado(inputs, measured, preset)
    const success = swings.find(({ input }) => input === 'success')!
    expect([success.low, success.high]).toEqual(measured.interval)
    expect(success.netAtLow).toBe(computeValue(inputs, 0.72).netFirstYear)
    const cost = swings.find(({ input }) => input === 'trainingCost')!
    expect([cost.low, cost.high, cost.swing]).toEqual([8000, 30_000, 22_000])
  })

  it('brackets the result: no input moves it to one side only', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const net = computeValue(inputs, measured.success).netFirstYear
        for (const { netAtLow, netAtHigh } of tornado(inputs, measured, preset)) {
          const slack = 1e-9 * (1 + Math.abs(netAtLow) + Math.abs(netAtHigh))
          expect(Math.min(netAtLow, netAtHigh)).toBeLessThanOrEqual(net + slack)
          expect(Math.max(netAtLow, netAtHigh)).toBeGreaterThanOrEqual(net - slack)
        }
      }),
    )
  })
})

describe('rangeOf', () => {
  it('moves with the value, and a share stays a share', () => {
    expect(rangeOf('trainingCost', 30_000, preset)).toEqual([16_000, 60_000])
    expect(rangeOf('shareToAgent', 0.9, preset)[1]).toBe(1)
    expect(rangeOf('failureCost', 0, preset)).toEqual([0, 0])
  })
})

describe('tornadoScale', () => {
  it('puts all bars between 0 and 1, and the result inside each', () => {
    const inputs = presetInputs(preset)
    const swings = tornado(inputs, measured, preset)
    const { base, place } = tornadoScale(swings, computeValue(inputs, measured.success).netFirstYear)
    const ends = swings.map(({ netAtLow, netAtHigh }) => [place(netAtLow), place(netAtHigh)].sort((a, b) => a - b))
    expect([Math.min(...ends.flat()), Math.max(...ends.flat())]).toEqual([0, 1])
    for (const [from, to] of ends) expect(base >= from! && base <= to!).toBe(true)
  })
})
