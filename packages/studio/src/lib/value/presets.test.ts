import { describe, expect, it } from 'vitest'
import { inputFields } from './input-fields.ts'
import { findPreset, presets } from './presets.ts'
import { describeSource } from './sources.ts'

describe.each(presets)('preset $name', (preset) => {
  it.each(inputFields)('states a range around $name, within bounds, and where it comes from', ({ name, max }) => {
    const { value, low, high, sources } = preset.numbers[name]
    expect(low).toBeGreaterThanOrEqual(0)
    expect(low).toBeLessThanOrEqual(value)
    expect(high).toBeGreaterThanOrEqual(value)
    expect(high).toBeLessThanOrEqual(max)
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) {
      expect(describeSource(source)).toMatch(source.kind === 'assumed' ? /^Assumption: / : /\((\d{4}|undated)\), /)
      if (source.kind === 'published') expect(new URL(source.url).hostname).toMatch(/\./)
    }
  })
})

describe('the cost of an hour', () => {
  it('is the wage over the share of wages in compensation', () => {
    expect(findPreset('invoices').numbers.personCostPerHour.value).toBe(32.4) // 22.81 / 0.705 = 32.35
    expect(findPreset('service-desk').numbers.personCostPerHour.value).toBe(41.1) // 60,340 / 2080 / 0.705 = 41.15
  })
})

describe('findPreset', () => {
  it('names the nearest of a name that is none', () => {
    expect(() => findPreset('invoice')).toThrow(/invoices/)
  })
})
