// A study by the real command line: killed in the middle, interrupted, and run again, it ends in the same report as one that
// was left alone; starts are trained once a seed; what is complete is not run again, and what does not fit is refused.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: lake
environment: { name: frozen-lake, source: generated, split: train, maxSteps: 12, options: { side: 4, slip: 0.1 } }
model: { layers: 1, hidden: 32, heads: 2, kvHeads: 1, ffn: 32, contextLength: 64 }
engine: { workers: 1 }
supervised: { source: generated, split: train, demonstrations: 200, steps: 200, batch: 32, optimizer: { learningRate: 5e-3 }, validation: null }
rollout: { tasks: 4, members: 4, maxTokens: 4 }
evaluation:
  panels:
    - { name: tune, source: generated, split: valid_seen, games: 20, temperature: [1] }
    - { name: unseen, source: generated, split: valid_unseen, games: 20, temperature: [1] }
  selectBest: tune
checkpoint: { every: 2, keep: 1 }
`
const study = `
name: lakes
recipe: lake.yaml
budget: { environmentSteps: 1000, evaluations: 2 }
seeds: 2
variants:
  grpo: { algorithm: { name: grpo } }
  gigpo: {}
`
const COMPARE = ['compare', 'lakes.yaml'] as const

function folder(): string {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'lake.yaml'), recipe)
  writeFileSync(join(directory, 'lakes.yaml'), study)
  return directory
}

interface Report {
  readonly runs: readonly { readonly name: string; readonly state: string; readonly environmentSteps: number }[]
  readonly cost: Readonly<Record<string, { readonly creditSeconds: number; readonly memoryMb: number }>>
}

const read = (cwd: string, file: string): string => readFileSync(join(cwd, 'runs', 'lakes', file), 'utf8')
const reportOf = (cwd: string): Report => JSON.parse(read(cwd, 'report.json')) as Report

/** What must repeat: everything but wall clock and memory. */
function lasting(cwd: string): { readonly report: unknown; readonly curves: string; readonly text: string } {
  const { cost: _cost, ...report } = reportOf(cwd)
  return {
    report,
    curves: read(cwd, 'learning-curves.svg'),
    text: read(cwd, 'report.md').replace(/## Cost.*?\n## /s, ''),
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3000 && !condition(); tries++) await wait(20)
  expect(condition()).toBe(true)
}

describe('gigpo compare STUDY.yaml', { timeout: 300_000 }, () => {
  const whole = folder()

  beforeAll(async () => {
    const { code, stdout, stderr } = await runCli([...COMPARE, '--jobs', '2'], { cwd: whole })
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('runs/lakes/report.md')
    expect(stderr).toMatch(/environment steps \d+\/4000 {2}\d\/4 runs/)
  }, 300_000)

  it('runs every variant under every seed to the budget, with one start a seed', () => {
    const { runs, cost } = reportOf(whole)
    expect(runs.map((run) => [run.name, run.state])).toEqual(
      ['grpo-seed1', 'gigpo-seed1', 'grpo-seed2', 'gigpo-seed2'].map((name) => [name, 'complete']),
    )
    for (const { environmentSteps } of runs) expect(environmentSteps).toBeGreaterThanOrEqual(1000)
    for (const { creditSeconds, memoryMb } of Object.values(cost)) {
      expect(creditSeconds).toBeGreaterThan(0)
      expect(memoryMb).toBeGreaterThan(50)
    }
    for (const seed of [1, 2]) {
      const adopted = ['grpo', 'gigpo'].filter((name) =>
        read(whole, `${name}-seed${seed}/events.jsonl`).includes('start-adopted'),
      )
      expect(adopted).toHaveLength(1)
      const [a, b] = ['grpo', 'gigpo'].map((name) => read(whole, `${name}-seed${seed}/checkpoints/0/model.safetensors`))
      expect(a).toBe(b)
    }
  })

  it('leaves alone what is complete, and reports again from the directories', async () => {
    const before = read(whole, 'report.json')
    const again = await runCli([...COMPARE, '--json'], { cwd: whole })
    expect(again.code, again.stderr).toBe(0)
    expect(again.stdout).toBe(before)
    const only = await runCli([...COMPARE, '--report-only'], { cwd: whole })
    expect(only.code, only.stderr).toBe(0)
    expect(read(whole, 'report.json')).toBe(before)
    const plan = await runCli([...COMPARE, '--dry-run'], { cwd: whole })
    expect(plan.stdout.match(/complete/g)).toHaveLength(4)
  })

  it('killed and interrupted, it goes on to the same report', async () => {
    const cwd = folder()
    const directory = (name: string): string => join(cwd, 'runs', 'lakes', name)
    const killed = startCli(COMPARE, { cwd })
    const first = outcome(killed)
    await until(() => existsSync(join(directory('grpo-seed1'), 'metrics.jsonl')))
    killed.kill('SIGKILL')
    expect((await first).signal).toBe('SIGKILL')

    const interrupted = startCli(COMPARE, { cwd })
    const second = outcome(interrupted)
    await until(() => existsSync(join(directory('gigpo-seed1'), 'metrics.jsonl')))
    const other = await runCli(COMPARE, { cwd })
    expect(other.code).toBe(1)
    expect(other.stderr).toContain('is working in this directory')
    interrupted.kill('SIGINT')
    const { code, stderr } = await second
    if (code !== 0) {
      expect(code).toBe(130)
      expect(stderr).toMatch(/stopped on request: \d of 4 runs are complete/)
      const partial = await runCli([...COMPARE, '--report-only'], { cwd })
      expect(partial.code, partial.stderr).toBe(0)
      expect(partial.stdout).toContain('Not complete')
    }
    const last = await runCli(COMPARE, { cwd })
    expect(last.code, last.stderr).toBe(0)
    expect(lasting(cwd)).toEqual(lasting(whole))
    expect(readdirSync(join(cwd, 'runs', 'lakes')).filter((name) => name === 'lock')).toEqual([])
  })

  it('refuses runs of another configuration, and studies that cannot run', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'lakes.yaml'), study.replace('environmentSteps: 1000', 'environmentSteps: 900'))
    const changed = await runCli([...COMPARE, '--runs-dir', join(whole, 'runs')], { cwd })
    expect(changed.code).toBe(1)
    expect(changed.stderr).toContain('budget.environmentSteps is 1000 there and 900 in the study')
    writeFileSync(join(cwd, 'lakes.yaml'), study.replace('gigpo: {}', 'gigpo: { algorithm.omgea: 1 }'))
    const wrong = await runCli(COMPARE, { cwd })
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('omgea')])
    writeFileSync(join(cwd, 'lakes.yaml'), study.replace('gigpo: {}', 'gigpo: { environment.source: nowhere }'))
    const missing = await runCli(COMPARE, { cwd })
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no source "nowhere"')])
    expect(readdirSync(join(cwd, 'runs', 'lakes'))).toEqual([])
    const unknown = await runCli(['compare', 'nothing.yaml'], { cwd })
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('there is no study "nothing.yaml"')])
  })
})
