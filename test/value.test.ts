// What an agent is worth and where its project stands, by the command line on a run that was really trained; and the same
// numbers from the functions that the studio's pages call.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RoadmapStatus } from '@gigpo/studio/roadmap'
import { findPreset, measuredSuccess, presetInputs, type ValueReport, valueReport } from '@gigpo/studio/value'
import { type EvaluationReport, wilsonInterval } from '@gigpo/trainer'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, temporaryDirectory } from './support/cli.ts'
import { trainToyRun } from './support/toy-run.ts'

const cwd = temporaryDirectory()
const cli = (...args: string[]) => runCli(args, { cwd })

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as T
}

async function refused(args: readonly string[], code: number, ...texts: readonly string[]): Promise<void> {
  const result = await cli(...args)
  expect(result.code, result.stdout).toBe(code)
  for (const text of texts) expect(result.stderr).toContain(text)
}

beforeAll(() => trainToyRun(cwd), 120_000)

describe('gigpo value', { timeout: 240_000 }, () => {
  const evaluation = (iteration: number) =>
    JSON.parse(readFileSync(join(cwd, `runs/toy/eval/${iteration}.json`), 'utf8')) as EvaluationReport

  it('takes the success from the run and says which', async () => {
    const { measured } = await json<ValueReport>('value', 'runs/toy')
    const panel = evaluation(1).panels.find((result) => result.panel === 'unseen' && result.temperature === 1)!
    expect(measured).toMatchObject({ panel: 'unseen', temperature: 1, iteration: 1, tasks: 30, tuning: false })
    expect(measured.success).toBe(panel.success)
    expect(measured.interval).toEqual(wilsonInterval(Math.round(30 * panel.success), 30))
    const other = await json<ValueReport>('value', 'runs/toy', '--temperature', '0.4', '--iteration', '0')
    expect(other.measured.success).toBe(evaluation(0).panels.find((result) => result.temperature === 0.4)!.success)
  })

  it('gives the numbers that a page calculates from the same evaluations', async () => {
    const printed = await json<ValueReport>('value', 'runs/toy', '--preset', 'invoices', '--set', 'tasksPerMonth=900')
    const panels = [0, 1].flatMap((iteration) =>
      evaluation(iteration).panels.map(({ tasks, ...facts }) => ({ ...facts, iteration, tasks: tasks.length })),
    )
    const measured = measuredSuccess({ run: 'toy', panels, selectBest: 'tuning' })
    const preset = findPreset('invoices')
    const inputs = { ...presetInputs(preset), tasksPerMonth: 900 }
    const { result, low, high, breakEvenSuccess, sensitivity } = valueReport(measured, inputs, preset)
    const numbers = { result, low, high, breakEvenSuccess, sensitivity }
    const flat = (value: unknown): number[] =>
      [...JSON.stringify(value).matchAll(/:(-?[\d.e+-]+)/g)].map(([, n]) => Number(n))
    const [ours, theirs] = [flat(numbers), flat({ ...numbers, ...pick(printed, Object.keys(numbers)) })]
    expect(ours.length).toBeGreaterThan(60)
    for (const [index, value] of ours.entries()) expect(Math.abs(theirs[index]! - value)).toBeLessThanOrEqual(1e-9)
  })

  it('prints a report with a verdict, a tornado and the inputs', async () => {
    const { code, stdout } = await cli('value', 'runs/toy', '--panel', 'tuning')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^(The agent|Not decided)/)
    expect(stdout).toMatch(/Success rate .*=*\|=*/)
    expect(stdout).toMatch(/personCostPerHour +\$29\.20/)
    expect(stdout).toContain('chose the checkpoint')
    expect((await cli('value', 'runs/toy', '--sources')).stdout).toContain('U.S. Bureau of Labor Statistics (2025)')
  })

  it('says plainly when the agent does not pay', async () => {
    const { verdict, result } = await json<ValueReport>('value', 'runs/toy', '--set', 'reviewMinutesPerTask=60')
    expect(verdict).toMatchObject({ kind: 'does-not-pay', headline: expect.stringContaining('does not pay') })
    expect(result.paybackMonths).toBeNull()
  })

  it('refuses a typed success rate, and says how one is measured', async () => {
    const config = readFileSync(join(cwd, 'runs/toy/config.yaml'), 'utf8')
    mkdirSync(join(cwd, 'elsewhere/bare'), { recursive: true })
    writeFileSync(join(cwd, 'elsewhere/bare/config.yaml'), config)
    await Promise.all([
      refused(['value'], 2, 'measured on a panel', 'gigpo value runs/NAME'),
      refused(['value', 'runs/toy', '--set', 'success=0.9'], 2, 'measured, not typed'),
      refused(['value', 'runs/toy', '--set', 'shareToAgnt=1'], 2, 'shareToAgent?'),
      refused(['value', 'runs/toy', '--panel', 'other'], 2, 'tuning, unseen'),
      refused(['value', 'runs/none'], 1, 'no run in this directory'),
      refused(['value', 'elsewhere/bare'], 1, 'no evaluation', 'evaluation.panels'),
    ])
  })
})

describe('gigpo roadmap', { timeout: 240_000 }, () => {
  const states = ({ phases }: RoadmapStatus) =>
    Object.fromEntries(phases.flatMap(({ gates }) => gates).map(({ id, state }) => [id, state]))

  it('finds the gates that the run’s files meet', async () => {
    const status = await json<RoadmapStatus>('roadmap')
    expect(status).toMatchObject({ run: 'toy', target: 0.9, total: 13 })
    expect(states(status)).toMatchObject({
      'task-set': 'met',
      'held-out': 'met',
      baseline: 'met',
      'above-target': 'open',
      seeds: 'open',
      monitoring: 'met',
      retraining: 'open',
      'failure-review': 'open',
    })
    expect(readdirSync(join(cwd, 'runs'))).toEqual(['toy'])
  })

  it('keeps the target and the signatures, and takes them back', async () => {
    const note = 'Read all; most ran out of steps.'
    await json('roadmap', '--target', '0', '--sign', 'failure-review', '--by', 'Ada', '--note', note)
    const kept = await json<RoadmapStatus>('roadmap')
    expect(kept.target).toBe(0)
    expect(states(kept)).toMatchObject({ 'failure-review': 'signed' })
    const { code, stdout } = await cli('roadmap', '--markdown', '-')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /- \[x\] \*\*Failures are reviewed\*\*.*\n {2}- Signed by Ada on \d{4}-\d\d-\d\d: Read all; most ran/,
    )
    expect(states(await json('roadmap', '--unsign', 'failure-review'))).toMatchObject({ 'failure-review': 'open' })
    expect(readdirSync(join(cwd, 'runs')).sort()).toEqual(['roadmap.json', 'toy'])
  })

  it('names what is wrong, and changes nothing then', async () => {
    const before = readFileSync(join(cwd, 'runs/roadmap.json'), 'utf8')
    writeFileSync(join(cwd, 'elsewhere/roadmap.json'), '{"version": 2}')
    await Promise.all([
      refused(['roadmap', '--sign', 'failure-reviw', '--by', 'A', '--note', 'b'], 2, 'failure-review?'),
      refused(['roadmap', '--sign', 'handover'], 2, '--by'),
      refused(['roadmap', '--run', 'toi'], 1, 'toy?'),
      refused(['roadmap', '--target', '90'], 2, 'from 0 to 1'),
      refused(['roadmap', 'nowhere'], 1, 'no such folder'),
      refused(['roadmap', 'elsewhere'], 1, 'elsewhere/roadmap.json', 'version'),
    ])
    expect(readFileSync(join(cwd, 'runs/roadmap.json'), 'utf8')).toBe(before)
  })
})

function pick(value: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)))
}
