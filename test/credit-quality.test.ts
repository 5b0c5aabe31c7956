// The benchmark of credit methods, at a size that takes a second: the same seed gives the same numbers, its tables and its
// plot hold every method, and the page it keeps names every registered algorithm.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { algorithmNames } from '@gigpo/algorithms'
import { taskKinds } from '@gigpo/algorithms/testing'
import { describe, expect, it } from 'vitest'
import { measure } from '../bench/credit-quality/measure.ts'
import { methods } from '../bench/credit-quality/methods.ts'
import { plot } from '../bench/credit-quality/plot.ts'
import { mean, ranking, tables, toMarkdown } from '../bench/credit-quality/summary.ts'
import { root } from './support/cli.ts'

const options = { seed: 1, instances: 1, batches: 6, members: [8], gammas: [1, 0.95] }
const measurements = measure(options)
const at = { members: 8, gamma: 1 }

describe('bench/credit-quality', () => {
  it('measures every method on every kind, the same each time', () => {
    expect(measurements.length).toBe(methods.length * taskKinds.length * 2)
    for (const one of measurements)
      for (const value of Object.values(one)) if (typeof value === 'number') expect(value).not.toBeNaN()
    expect(measure(options)).toEqual(measurements)
  })

  it('finds an exact critic better than a noisy one, and step credit better than episode credit in a corridor', () => {
    const cosine = (method: string) => mean(measurements, 'gradientCosine', { ...at, method, kind: 'corridor' })
    expect(cosine('ppo λ 0, exact critic')).toBeGreaterThan(cosine('ppo λ 0, noisy critic'))
    expect(cosine('gagpo')).toBeGreaterThan(cosine('grpo'))
  })

  it('ranks and tabulates all methods', () => {
    const order = ranking(measurements, at)
    expect([...order].sort()).toEqual(methods.map(({ label }) => label).sort())
    const scores = order.map((method) => mean(measurements, 'gradientCosine', { ...at, method }))
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    for (const table of tables(measurements)) {
      expect(table.rows.map(({ label }) => label)).toEqual(order)
      const lines = toMarkdown(table).split('\n')
      expect(new Set(lines.slice(2).map((line) => line.length)).size).toBe(1)
      expect(lines.join()).not.toMatch(/NaN|-0\.00/)
    }
  })

  it('draws a cell for each method and kind, twice, and closes what it opens', () => {
    const svg = plot(measurements)
    const count = (pattern: RegExp): number => svg.match(pattern)?.length ?? 0
    expect(count(/<rect class/g)).toBe(2 * methods.length * (taskKinds.length + 1))
    expect(count(/<text/g)).toBe(count(/<\/text>/g))
    expect(svg).not.toMatch(/NaN|undefined/)
    for (const { label } of methods) expect(svg).toContain(`>${label}</text>`)
  })

  it('its page names every registered algorithm: run it with --write after adding one', () => {
    const page = readFileSync(join(root, 'docs/algorithms/credit-quality.md'), 'utf8')
    for (const name of algorithmNames) expect(page).toMatch(new RegExp(`^\\| ${name.replaceAll('+', '\\+')}[ ,]`, 'm'))
  })
})
