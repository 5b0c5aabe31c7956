import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootKey, stream } from '@gigpo/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { createRun, summarizePanel } from '../run-directory/index.ts'
import { compareRuns, formatComparison, textTable } from './index.ts'
import { curveArea } from './run-record.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gigpo-compare-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Recipe {
  readonly algorithm: string
  readonly seed: number
  /** Success of each iteration, in training and on the panel. */
  readonly rates: readonly number[]
  readonly stepsAnIteration?: number
  readonly digest?: string
  readonly overrides?: readonly string[]
}

/** A run written as training writes it: 200 games of two types, won below the iteration's rate. */
function writeRun(name: string, recipe: Recipe): string {
  const { algorithm, seed, rates, stepsAnIteration = 1000, digest = 'panel' } = recipe
  const panels = '[{ name: tune, temperature: [1] }, { name: test, temperature: [1] }]'
  const overrides = [
    `seed=${seed}`,
    `algorithm.name=${algorithm}`,
    `iterations=${rates.length}`,
    `evaluation.panels=${panels}`,
    'evaluation.selectBest=tune',
    ...(recipe.overrides ?? []),
  ]
  const directory = join(root, name)
  const run = createRun(directory, resolveConfig('', { overrides }))
  for (const [index, rate] of rates.entries()) {
    const iteration = index + 1
    const environmentSteps = iteration * stepsAnIteration
    run.appendMetrics({ iteration, 'success/rate': rate, 'total/environment_steps': environmentSteps, 'time/step': 2 })
    const random = stream(rootKey(seed), 'games')
    const tasks = Array.from({ length: 200 }, (_, game) => {
      const success = random.uniform() < rate
      return {
        id: `g${game}`,
        type: game % 4 === 0 ? 'a' : 'b',
        success,
        return: 0,
        steps: 1,
        stop: 'truncated' as const,
      }
    })
    const facts = { temperature: 1, source: 'generated', split: 'x', digest, tasks }
    run.writeEvaluation({
      iteration,
      environmentSteps,
      panels: [summarizePanel({ panel: 'tune', ...facts }), summarizePanel({ panel: 'test', ...facts })],
    })
  }
  run.close()
  return directory
}

describe('compareRuns', () => {
  it('shows each run with its last and best evaluation', () => {
    const directory = writeRun('single', { algorithm: 'gigpo', seed: 1, rates: [0.2, 0.7, 0.5] })
    const { runs, groups, budget } = compareRuns([directory])
    expect(budget).toBe(3000)
    expect(runs[0]).toMatchObject({
      name: 'single',
      group: 'A',
      algorithm: 'gigpo',
      seed: 1,
      iterations: 3,
      wallTime: 6,
    })
    const { last, best } = runs[0]!.panels['test T1']!
    expect(last.iteration).toBe(3)
    expect(best?.iteration).toBe(2)
    expect(best!.success).toBeGreaterThan(last.success)
    expect(last.interval[0]).toBeLessThan(last.success)
    expect(groups[0]!.panels['test T1']).toMatchObject({ seeds: [1], games: 200, difference: null })
  })

  it('lets settings differ inside a group, and compares last evaluations, where asked', () => {
    const start = (seed: number) => ({
      algorithm: 'gigpo',
      seed,
      rates: [0.2, 0.4],
      overrides: [`model.path=start-${seed}`],
    })
    const runs = [writeRun('start-1', start(1)), writeRun('start-2', { ...start(2), stepsAnIteration: 3000 })]
    expect(compareRuns(runs).groups).toHaveLength(2)
    const merged = compareRuns(runs, { ignore: ['model.path'] })
    expect(merged.groups).toHaveLength(1)
    // At 2,000 steps the second run has no evaluation yet.
    expect(merged.groups[0]!.panels['test T1']!.seeds).toEqual([1])
    const last = compareRuns(runs, { ignore: ['model.path'], at: 'last' })
    expect(last.groups[0]!.panels['test T1']!.seeds).toEqual([1, 2])
  })

  it('groups seeds, compares groups in pairs and finds the better method', () => {
    const seeds = [1, 2, 3, 4]
    const grpo = seeds.map((seed) => writeRun(`grpo-${seed}`, { algorithm: 'grpo', seed, rates: [0.3, 0.5] }))
    const gigpo = seeds.map((seed) => writeRun(`gigpo-${seed}`, { algorithm: 'gigpo', seed, rates: [0.4, 0.65] }))
    const comparison = compareRuns([...grpo, ...gigpo])
    expect(comparison.groups.map(({ group, algorithm, runs }) => [group, algorithm, runs.length])).toEqual([
      ['A', 'grpo', 4],
      ['B', 'gigpo', 4],
    ])
    expect(comparison.groups[1]!.differences).toEqual([{ path: 'algorithm.name', a: 'grpo', b: 'gigpo' }])
    const score = comparison.groups[1]!.panels['test T1']!
    expect(score.seeds).toEqual(seeds)
    expect(score.difference!.seeds).toBe(4)
    // The same draws decide both methods' games, so the difference is exactly the share of draws between the two rates.
    expect(score.difference!.difference).toBeCloseTo(score.mean - comparison.groups[0]!.panels['test T1']!.mean, 12)
    expect(score.difference!.difference).toBeGreaterThan(0.1)
    expect(score.difference!.interval[0]).toBeGreaterThan(0.05)
    expect(score.meanInterval[0]).toBeLessThan(score.mean)
    expect(comparison).toEqual(compareRuns([...grpo, ...gigpo]))
    const text = formatComparison(comparison)
    expect(text).toContain('algorithm.name: "grpo" -> "gigpo"')
    expect(text).toContain('By configuration, at 2,000 environment steps each:')
    expect(text.split('\n').filter((line) => line.startsWith('gigpo-'))).toHaveLength(12)
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison)
  })

  it('compares at equal environment steps', () => {
    const short = writeRun('short', { algorithm: 'x', seed: 1, rates: [0.2, 0.4] })
    const long = writeRun('long', { algorithm: 'y', seed: 1, rates: [0.2, 0.4, 0.8, 0.9] })
    const near = writeRun('near', { algorithm: 'z', seed: 1, rates: [0.2, 0.4], stepsAnIteration: 1040 })
    const { groups, budget, runs } = compareRuns([short, long, near])
    expect(budget).toBe(2000)
    const rates = groups.map((group) => group.panels['test T1']!.mean)
    expect(rates[1]).toBe(rates[0])
    expect(rates[2]).toBe(rates[0])
    expect(runs[1]!.panels['test T1']!.last.success).toBeGreaterThan(0.8)
    expect(runs[0]!.curveArea).toBeCloseTo(runs[1]!.curveArea!, 12)
  })

  it('does not pair panels of different games, and leaves out a second run of a seed', () => {
    const one = writeRun('one', { algorithm: 'x', seed: 1, rates: [0.5] })
    const other = writeRun('other', { algorithm: 'y', seed: 1, rates: [0.5], digest: 'others' })
    const again = writeRun('again', { algorithm: 'x', seed: 1, rates: [0.9] })
    const { groups } = compareRuns([one, other, again])
    expect(groups[1]!.panels['test T1']!.difference).toBeNull()
    expect(groups[0]!.runs).toEqual(['one', 'again'])
    expect(groups[0]!.panels['test T1']!.seeds).toEqual([1])
  })

  it('accepts runs without metrics or evaluations, and refuses what is no run', () => {
    createRun(join(root, 'fresh'), resolveConfig('')).close()
    const comparison = compareRuns([join(root, 'fresh')])
    expect(comparison.runs[0]).toMatchObject({ iterations: 0, wallTime: null, curveArea: null, panels: {} })
    expect(formatComparison(comparison)).toContain('fresh')
    expect(() => compareRuns([join(root, 'nothing')])).toThrow('there is no run')
    expect(compareRuns([])).toEqual({ budget: 0, runs: [], groups: [] })
  })
})

describe('curveArea', () => {
  const curve = [
    { environmentSteps: 10, success: 0 },
    { environmentSteps: 20, success: 1 },
  ]
  it.each([
    [10, 0],
    [15, 1.25 / 15],
    [20, 0.25],
    [40, 25 / 40],
  ])('over %i steps is %f', (budget, area) => {
    expect(curveArea(curve, budget)).toBeCloseTo(area, 12)
  })
  it('is null without a curve', () => {
    expect(curveArea([], 10)).toBeNull()
    expect(curveArea(curve, 0)).toBeNull()
  })
})

it('aligns tables', () => {
  expect(
    textTable(
      ['run', 'rate'],
      [
        ['a', '5.0'],
        ['long name', '100.0'],
      ],
    ),
  ).toBe('run         rate\n---------  -----\na            5.0\nlong name  100.0')
})
