import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, rootKey, stream } from '@gigpo/core'
import { createToyAgent, createToyDemonstrator, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { evaluatePanel } from '../evaluation/evaluate-panel.ts'
import type { Metrics } from '../run-directory/index.ts'
import { collectDemonstrations, type DemonstrationOptions } from './collect-demonstrations.ts'
import { encodeDemonstrations } from './encode-demonstrations.ts'
import { type SuperviseOptions, superviseEngine } from './supervise-engine.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-supervised-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const taskSet = createToyTaskSet()
const collect = (overrides: Partial<DemonstrationOptions> = {}) =>
  collectDemonstrations({
    taskSet,
    createAgent: createToyAgent,
    createDemonstrator: createToyDemonstrator,
    root: rootKey(4),
    demonstrations: 40,
    randomActions: 0,
    detours: 0,
    ...overrides,
  })

let saves = 0
async function supervise(settings: string, overrides: Partial<SuperviseOptions> = {}) {
  const engine: Engine = overrides.engine ?? createToyEngine({ seed: 9 })
  const lines: Metrics[] = []
  const report = await superviseEngine({
    engine,
    demonstrations: await collect(),
    config: resolveConfig('', { overrides: [`supervised=${settings}`] }).supervised!,
    root: rootKey(4),
    bestDirectory: () => join(scratch, String(saves++)),
    onStep: (metrics) => lines.push(metrics),
    ...overrides,
  })
  return { engine, report, lines }
}

describe('collectDemonstrations', () => {
  it('walks to the goal, and again the same way', async () => {
    const demonstrations = await collect()
    expect(demonstrations).toMatchObject({ played: 40, successes: 40 })
    expect(demonstrations.episodes).toHaveLength(40)
    expect(await collect()).toEqual(demonstrations)
    expect(await collect({ root: rootKey(5) })).not.toEqual(demonstrations)
    expect(demonstrations.texts).toContain('left')
    expect(demonstrations.texts.some((text) => text.startsWith('goal '))).toBe(true)
    expect(new Set(demonstrations.texts).size).toBe(demonstrations.texts.length)
  })

  it('keeps random actions in the data and leaves detours out', async () => {
    const rows = (part: Awaited<ReturnType<typeof collect>>): number => part.episodes.flat().length
    const random = await collect({ randomActions: 0.5, keepFailures: true })
    expect(rows(random)).toBe(random.environmentSteps)
    const detours = await collect({ detours: 0.5, keepFailures: true })
    expect(rows(detours)).toBeLessThan(0.7 * detours.environmentSteps)
    const wrong = detours.episodes.flat().filter(({ prompt, completion }) => {
      const view = { step: 0, history: [], observation: { text: (prompt as { text: string }).text } }
      return createToyDemonstrator().act(view, stream(rootKey(0))).action !== completion
    })
    expect(wrong).toEqual([])
  })

  it('keeps successful episodes only unless told otherwise', async () => {
    const noisy = { randomActions: 0.9, taskSet: createToyTaskSet({ maxSteps: 3 }) }
    const kept = await collect(noisy)
    expect(kept.successes).toBeLessThan(40)
    expect(kept.episodes).toHaveLength(kept.successes)
    expect((await collect({ ...noisy, keepFailures: true })).episodes).toHaveLength(40)
  })

  it('names the task whose environment failed, and stops on a signal', async () => {
    const fail = (): never => {
      throw new Error('broken')
    }
    for (const create of [fail, () => ({ reset: fail, step: fail, anchor: fail })]) {
      const error = collect({ taskSet: { ...taskSet, create } })
      await expect(error).rejects.toMatchObject({ code: 'environment', where: expect.stringMatching(/^goal-/) })
    }
    await expect(collect({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'interrupted' })
  })
})

describe('encodeDemonstrations', () => {
  it('ends completions with the stop token and leaves out what is too long', async () => {
    const { tokenizer } = createToyEngine()
    const { episodes } = await collect()
    const { rows, tooLong } = encodeDemonstrations(episodes, tokenizer, 64)
    expect(tooLong).toBe(0)
    expect(rows).toHaveLength(episodes.flat().length)
    for (const row of rows) expect(row.completion.at(-1)).toBe(tokenizer.stop[0])
    expect(encodeDemonstrations(episodes, tokenizer, 6)).toMatchObject({ rows: [], tooLong: rows.length })
  })
})

describe('superviseEngine', () => {
  const settings = '{steps: 60, batch: 32, optimizer: {learningRate: 0.2}, validation: {episodes: 8, every: 10}}'

  it('teaches the task, and the same way twice', async () => {
    const demonstrations = await collect({ demonstrations: 200 })
    const { engine, report, lines } = await supervise(settings, { demonstrations })
    expect(report).toMatchObject({ steps: 60, tooLong: 0, stoppedEarly: false })
    expect(report.loss).toBeLessThan(0.5)
    expect(lines.map((line) => line.iteration)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(lines.filter((line) => 'loss/validation' in line)).toHaveLength(6)
    expect((await supervise(settings, { demonstrations })).lines).toEqual(lines)
    const panel = { name: 'p', source: 's', taskSet, temperature: [0] }
    const played = await evaluatePanel(panel, { engine, createAgent: createToyAgent, maxTokens: 2, root: rootKey(0) })
    expect(played.results[0]!.success).toBeGreaterThan(0.7)
  })

  it('stops early and keeps the best weights', async () => {
    // Random demonstrations have nothing to teach in the long run: the held-out loss turns up.
    const demonstrations = await collect({ demonstrations: 12, randomActions: 1, keepFailures: true })
    const overfit =
      '{steps: 400, batch: 8, optimizer: {learningRate: 0.3, schedule: constant}, validation: {episodes: 4, every: 5, patience: 2}}'
    const { engine, report, lines } = await supervise(overfit, { demonstrations })
    const losses = lines.flatMap((line) => line['loss/validation'] ?? [])
    expect(report.stoppedEarly).toBe(true)
    expect(report.steps).toBe(report.bestStep + 10)
    expect(report.validationLoss).toBe(Math.min(...losses))
    const again = await supervise(overfit.replace('400', String(report.bestStep)), { demonstrations })
    const datum = encodeDemonstrations(demonstrations.episodes, engine.tokenizer, 64).rows.slice(0, 5)
    // The rate is constant, so a run that ends at the best step has the same weights.
    expect(await engine.forward(datum)).toEqual(await again.engine.forward(datum))
  })

  it('runs without validation and writes nothing', async () => {
    const { report } = await supervise('{steps: 3, validation: null}', { bestDirectory: () => join(scratch, 'none') })
    expect(report).toMatchObject({ validationLoss: null, bestStep: 3, heldOutRows: 0 })
    expect(existsSync(join(scratch, 'none'))).toBe(false)
  })

  it('refuses to train on nothing', async () => {
    const engine = createToyEngine({ contextLength: 5 })
    await expect(supervise(settings, { engine })).rejects.toMatchObject({ code: 'data' })
  })
})
