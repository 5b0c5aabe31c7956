import { describe, expect, it } from 'vitest'
import { contrast, divergingColor, inkOn, symmetricLimit, type Theme } from './diverging-scale.ts'

const themes: readonly Theme[] = ['light', 'dark']
const steps = Array.from({ length: 201 }, (_, i) => (i - 100) / 100)

function rgb(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
}

/** What a dichromat sees: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const blindness = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}
function seen(color: string, matrix: readonly number[]): number[] {
  const linear = rgb(color).map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
  return [0, 3, 6].map((row) => linear.reduce((sum, x, i) => sum + x * matrix[row + i]!, 0))
}

describe.each(themes)('the scale in the %s', (theme) => {
  it('has an ink with contrast 4.5 on every colour', () => {
    for (const value of steps) {
      const color = divergingColor(value, 1, theme)
      expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('grows away from the middle, step by step, on both sides', () => {
    const middle = divergingColor(0, 1, theme)
    for (const sign of [1, -1]) {
      let last = 1
      for (let amount = 0.1; amount <= 1.0001; amount += 0.1) {
        const own = contrast(divergingColor(sign * amount, 1, theme), middle)
        expect(own).toBeGreaterThan(last)
        last = own
      }
      expect(last).toBeGreaterThan(3)
    }
  })

  it.each(Object.entries(blindness))('keeps the two signs apart under %s', (_, matrix) => {
    for (const amount of [0.25, 0.5, 1]) {
      const better = seen(divergingColor(amount, 1, theme), matrix)
      const worse = seen(divergingColor(-amount, 1, theme), matrix)
      expect(Math.hypot(...better.map((x, i) => x - worse[i]!))).toBeGreaterThan(0.05)
    }
  })
})

it('shows the sign of the smallest amount, nothing at 0, and holds what lies beyond the limit', () => {
  expect(divergingColor(1e-9, 1, 'light')).not.toBe(divergingColor(0, 1, 'light'))
  expect(divergingColor(5, 1, 'light')).toBe(divergingColor(1, 1, 'light'))
  expect(divergingColor(-5, 1, 'dark')).toBe('#f29244')
  const middle = divergingColor(0, 1, 'dark')
  expect([divergingColor(1, 0, 'dark'), divergingColor(Number.NaN, 1, 'dark')]).toEqual([middle, middle])
  expect([symmetricLimit([1, -3, Number.NaN]), symmetricLimit([])]).toEqual([3, 0])
})
