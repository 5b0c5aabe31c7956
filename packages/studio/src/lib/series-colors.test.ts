import { describe, expect, it } from 'vitest'
import { seriesColor } from './series-colors.ts'

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

describe.each([
  ['light', '#ffffff'],
  ['dark', '#181c21'],
] as const)('on a %s panel', (theme, panel) => {
  const colors = Array.from({ length: 8 }, (_, index) => seriesColor(index, theme))

  it('every line is seen: contrast of 3 : 1 or more', () => {
    for (const color of colors) {
      const [low, high] = [luminance(color), luminance(panel)].sort((a, b) => a - b)
      expect((high! + 0.05) / (low! + 0.05), color).toBeGreaterThan(3)
    }
  })

  it('eight are different, and then they come round', () => {
    expect(new Set(colors).size).toBe(8)
    expect(seriesColor(9, theme)).toBe(colors[1])
  })
})
