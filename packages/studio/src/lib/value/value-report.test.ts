import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presets } from './presets.ts'
import { anyInputs, inputs, measured, rate } from './value.test-support.ts'
import { valueReport } from './value-report.ts'

const preset = presets[0]!
const report = (changed: Partial<typeof inputs>, success: Partial<typeof measured> = {}) =>
  valueReport({ ...measured, ...success }, { ...inputs, ...changed }, preset)

describe('valueReport', () => {
  it('keeps the order of the interval: low, measured, high', () => {
    fc.assert(
      fc.property(anyInputs, fc.tuple(rate, rate, rate), (given, rates) => {
        const [low, success, high] = [...rates].sort((a, b) => a - b) as [number, number, number]
        const made = valueReport({ ...measured, success, interval: [low, high] }, given, preset)
        const slack = 1e-9 * (1 + Math.abs(made.low.netPerMonth) + Math.abs(made.high.netPerMonth))
        expect(made.low.netPerMonth).toBeLessThanOrEqual(made.result.netPerMonth + slack)
        expect(made.result.netPerMonth).toBeLessThanOrEqual(made.high.netPerMonth + slack)
      }),
    )
  })

  it('says that it pays only if the low end of the interval does', () => {
    // Net is 8·(100·success) − 360, so the break-even is 0.45.
    expect(report({}).breakEvenSuccess).toBeCloseTo(0.45, 12)
    expect(report({}).verdict.kind).toBe('pays')
    expect(report({}, { success: 0.5, interval: [0.4, 0.6] }).verdict.kind).toBe('uncertain')
    expect(report({}, { success: 0.3, interval: [0.2, 0.44] }).verdict.kind).toBe('does-not-pay')
  })

  it('says plainly why it does not pay', () => {
    const costly = report({ reviewMinutesPerTask: 7 }).verdict
    expect(costly.headline).toMatch(/^The agent does not pay/)
    expect(costly.remarks.join(' ')).toMatch(/No success rate would make it pay.*Reviewing takes longer/)
    expect(report({ shareToAgent: 0 }).verdict.headline).toContain('no task is handed to it')
  })

  it('warns of a slow payback, of the tuning panel and of a small one', () => {
    expect(report({ trainingCost: 5000 }).verdict.remarks.join(' ')).toContain('not back within the first year')
    const remarks = report({}, { tuning: true, tasks: 12 }).verdict.remarks.join(' ')
    expect(remarks).toMatch(/chose the checkpoint.*only 12 tasks/)
  })
})
