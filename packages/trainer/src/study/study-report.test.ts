// Reports of studies whose outcomes are chosen: the numbers are worked out by hand.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatReport, type StudyPlan, type StudyReport, studyReport, writeReport } from './index.ts'
import { type Games, STUDY, smallPlan, writeRun } from './study-runs.test-support.ts'

const root = mkdtempSync(join(tmpdir(), 'gigpo-study-report-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const none: Games = [0, 0, 0, 0]
const start: Games = [1, 0, 0, 0]

/** Ends: GRPO wins 2, 2, 1 of 4 games, GiGPO 3, 3, 4. */
const ends: Record<string, Games> = {
  'grpo-seed1': [1, 1, 0, 0],
  'grpo-seed2': [1, 0, 1, 0],
  'grpo-seed3': [1, 0, 0, 0],
  'gigpo-seed1': [1, 1, 1, 0],
  'gigpo-seed2': [1, 1, 1, 0],
  'gigpo-seed3': [1, 1, 1, 1],
}

let plan: StudyPlan
let report: StudyReport
beforeAll(async () => {
  plan = smallPlan(root)
  for (const run of plan.runs) {
    const isGigpo = run.variant === 'gigpo'
    await writeRun(run, {
      games: [start, isGigpo ? [1, 1, 1, 1] : none, ends[run.name]!],
      success: (iteration) => (isGigpo ? 0.5 + 0.1 * run.seed : 0.3) + (iteration > 5 ? 0.1 : 0),
    })
  }
  report = studyReport(plan)
})

describe('studyReport', () => {
  it('keeps start, end and best apart', () => {
    const { variants, isTuning, games } = report.panels.find(({ key }) => key === 'test T1')!
    expect([games, isTuning, report.panels[0]!.isTuning]).toEqual([4, false, true])
    const { grpo, gigpo } = variants
    expect(grpo!.start!.mean.value).toBe(0.25)
    expect(grpo!.final.values).toEqual([0.5, 0.5, 0.25])
    expect(gigpo!.final.values).toEqual([0.75, 0.75, 1])
    expect(gigpo!.final.mean.value).toBeCloseTo(2.5 / 3, 12)
    // By the tuning panel GRPO is best at the end but for seed 3, whose start is as good and earlier; GiGPO half-way.
    expect(grpo!.best!.values).toEqual([0.5, 0.5, 0.25])
    expect(gigpo!.best!.values).toEqual([1, 1, 1])
    // Types by run: GiGPO easy 1 1 1, hard ½ ½ 1: the middle three of the six scores.
    expect(gigpo!.final.interquartile.value).toBeCloseTo((0.5 * 0.5 + 2.5 * 1) / 3, 12)
  })

  it('pairs seeds and games, and counts pairs of runs', () => {
    const { grpo, gigpo } = report.panels.find(({ key }) => key === 'test T1')!.variants
    expect(grpo!.final.difference).toBeNull()
    expect(grpo!.final.improvement).toBeNull()
    expect(gigpo!.final.difference).toMatchObject({ seeds: 3 })
    expect(gigpo!.final.difference!.difference).toBeCloseTo((0.25 + 0.25 + 0.75) / 3, 12)
    expect(gigpo!.final.improvement!.value).toBe(1)
    expect(gigpo!.types.easy).toMatchObject({ games: 2, mean: { value: 1 } })
    expect(gigpo!.types.hard!.mean.value).toBeCloseTo(2 / 3, 12)
    expect(gigpo!.types.hard!.difference!.difference).toBeCloseTo(2 / 3 - 1 / 6, 12)
  })

  it('draws curves over the shares of the budget, with Student’s bands', () => {
    const { curve } = report.panels.find(({ key }) => key === 'test T1')!.variants.gigpo!
    expect(curve.map((point) => point.environmentSteps)).toEqual([0, 500, 1000])
    expect(curve.map((point) => point.mean)).toEqual([0.25, 1, expect.closeTo(2.5 / 3, 12)])
    // Deviation of ¾, ¾, 1 is √(1/48); 4.303 · √(1/48/3).
    expect(curve[2]!.interval![0]).toBeCloseTo(2.5 / 3 - 4.303 * Math.sqrt(1 / 144), 10)
    expect(curve[2]!.interval![1]).toBe(1)
    const training = report.variants[1]!.training!
    expect(training.curve).toHaveLength(20)
    expect(training.curve[0]!.values).toEqual([0.6, 0.7, 0.8].map((value) => expect.closeTo(value, 10)))
    // 0.6, 0.7, 0.8 over the first 500 steps, then a rise over 100 steps to 0.1 more.
    expect(training.area.values).toEqual([0.645, 0.745, 0.845].map((value) => expect.closeTo(value, 10)))
    expect(training.areaDifference!.mean).toBeCloseTo(0.4, 10)
    expect(report.variants[0]!.training!.areaDifference).toBeNull()
  })

  it('averages signal, step groups, alarms and cost', () => {
    const [grpo, gigpo] = report.variants
    expect(gigpo!.phases.map((phase) => phase.signalRows)).toEqual([
      expect.closeTo(0.8, 12),
      expect.closeTo(0.8, 12),
      expect.closeTo(0.4, 12),
      expect.closeTo(0.4, 12),
    ])
    // Iterations 1–2, 3–5, 6–7 and 8–10.
    expect(gigpo!.phases.map((phase) => phase.meanGroupSize)).toEqual([1.5, 4, 6.5, 9])
    expect(gigpo!.phases[0]!.rowsByGroupSize).toEqual({ 1: 0.25, 2: 0.75 })
    expect(grpo!.phases[0]).toMatchObject({ meanGroupSize: null, rowsByGroupSize: null, entropy: null })
    expect(grpo!.alarms).toEqual({ 'entropy-collapsed': 3 })
    expect(report.cost.gigpo).toEqual({
      iterationSeconds: 2,
      rolloutSeconds: null,
      trainSeconds: null,
      creditSeconds: expect.closeTo(0.01, 12),
      criticSeconds: null,
      criticMb: null,
      creditShare: expect.closeTo(0.005, 12),
      runSeconds: 20,
      memoryMb: 103,
    })
    expect(gigpo).toMatchObject({
      seeds: [1, 2, 3],
      iterations: { mean: 10 },
      environmentSteps: { mean: 1000 },
      differences: [
        { path: 'algorithm.name', a: 'grpo', b: 'gigpo' },
        { path: 'algorithm.norm', b: 'mean' },
      ],
    })
  })

  it('tells task scores apart from success, where there are any', async () => {
    expect(report.panels[0]!.variants.grpo!.final.taskScore).toBeNull()
    const graded = smallPlan(join(root, 'graded'), STUDY.replace('seeds: 3', 'seeds: 1'))
    for (const run of graded.runs) await writeRun(run, { games: [start, none, ends[run.name]!], graded: true })
    const { grpo, gigpo } = studyReport(graded).panels[0]!.variants
    expect(grpo!.final.taskScore).toMatchObject({ mean: { value: 0.7 }, difference: null })
    expect(gigpo!.final.taskScore!.mean.value).toBeCloseTo(0.85, 12)
    expect(gigpo!.final.taskScore!.difference!.difference).toBeCloseTo(0.15, 12)
    expect(formatReport(studyReport(graded))).toContain('task score')
  })

  it('is plain JSON and repeats', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(studyReport(smallPlan(root))).toEqual(report)
  })
})

it('says where runs ended well beyond the budget', async () => {
  const long = smallPlan(join(root, 'long'), STUDY.replace('environmentSteps: 1000', 'environmentSteps: 900'))
  for (const run of long.runs.slice(0, 2)) await writeRun(run, { games: [start, none, start] })
  expect(formatReport(studyReport(long))).toContain('Unequal steps')
  expect(formatReport(report)).not.toContain('Unequal steps')
})

describe('an unfinished study', () => {
  it('reports only what is complete, over the seeds both have, and says what is left', async () => {
    const unfinished = smallPlan(join(root, 'unfinished'))
    for (const run of unfinished.runs.slice(0, 4)) {
      if (run.name === 'grpo-seed2') await writeRun(run, { games: [start, none, none], iterations: 6 })
      else await writeRun(run, { games: [start, none, ends[run.name]!] })
    }
    const partial = studyReport(unfinished)
    expect(partial.variants.map((variant) => variant.seeds)).toEqual([[1], [1, 2]])
    const { grpo, gigpo } = partial.panels[1]!.variants
    expect(gigpo!.final.difference).toMatchObject({ seeds: 1, difference: 0.25 })
    expect(grpo!.curve[0]!.interval).toBeNull()
    const text = formatReport(partial)
    expect(text).toContain('Not complete: 3 of 6 runs are done')
    expect(text).toContain('grpo-seed2 (cut at 600 steps), grpo-seed3, gigpo-seed3')
    expect(text).toContain('at least 1 of each variant')
  })

  it('has a report before its first run', () => {
    const nothing = studyReport(smallPlan(join(root, 'nothing')))
    expect(formatReport(nothing)).toContain('Not complete: 0 of 6')
    const [markdown] = writeReport(join(root, 'nothing', 'small'), nothing)
    expect(readFileSync(markdown!, 'utf8')).toContain('## How to read this')
  })

  it('does not pair panels of other games, and refuses them inside a variant', async () => {
    const other = smallPlan(join(root, 'digests'), STUDY.replace('seeds: 3', 'seeds: 2'))
    for (const run of other.runs.slice(0, 3)) {
      const digest = run.name === 'grpo-seed1' ? 'panel' : 'others'
      if (run.seed === 1) await writeRun(run, { games: [start, none, start], digest })
    }
    expect(studyReport(other).panels[0]!.variants.gigpo!.final.difference).toBeNull()
    await writeRun(other.runs[2]!, { games: [start, none, start], digest: 'others' })
    expect(() => studyReport(other)).toThrow('panel tune T1 holds other games')
  })
})

describe('writeReport', () => {
  it('writes Markdown, JSON and a picture that say the same', () => {
    const files = writeReport(plan.directory, report)
    const [markdown, json, svg] = files.map((file) => readFileSync(file, 'utf8'))
    expect(JSON.parse(json!)).toEqual(report)
    expect(markdown).toContain('| gigpo | 3 | 25.0 | 83.3 [')
    expect(markdown).toContain('![Learning curves of small](learning-curves.svg)')
    expect(markdown).toContain('**Few seeds**: 3 of each variant')
    expect(markdown).toContain('Question: Which is better?')
    for (const line of markdown!.split('\n').filter((each) => each.startsWith('|')))
      expect(line).not.toMatch(/NaN|undefined|null/)
    // Three charts with two variants each.
    expect(svg!.match(/<polyline/g)).toHaveLength(6)
    expect(svg!.match(/<polygon/g)).toHaveLength(6)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    expect(svg!.match(/<g[ >]/g)!.length).toBe(svg!.match(/<\/g>/g)!.length)
    expect(svg).toContain('prefers-color-scheme: dark')
  })
})
