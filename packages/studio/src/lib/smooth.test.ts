import { describe, expect, it } from 'vitest'
import { smooth, smoothLine } from './smooth.ts'

describe('smooth', () => {
  it('weight 0 changes nothing', () => {
    expect(smooth([1, null, 3], 0)).toEqual([1, null, 3])
  })

  it('a constant stays as it is from its first value on, across gaps', () => {
    for (const value of smooth([5, 5, null, 5], 0.9)) expect(value ?? 5).toBeCloseTo(5, 12)
  })

  it('is the weighted mean of what came before', () => {
    const [, second, third] = smooth([0, 1, 1], 0.5)
    expect(second).toBeCloseTo(2 / 3, 12)
    expect(third).toBeCloseTo(6 / 7, 12)
  })

  it('keeps what a line was', () => {
    const line = { label: 'a', x: [1, 2], y: [0, 1], low: [0, 0], high: [1, 1] }
    expect(smoothLine(line, 0)).toBe(line)
    expect(smoothLine(line, 0.5)).toMatchObject({ y: [0, expect.closeTo(2 / 3, 12)], raw: [0, 1], high: [1, 1] })
  })
})
