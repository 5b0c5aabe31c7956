// The commands a user trains with, end to end on generated games: supervised start, training, evaluation, re-scoring and
// comparison, each by the real command line in a process of its own.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outcome, root, runCli, startSource, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: small
environment: { source: generated, games: 40, maxSteps: 8 }
model: { layers: 1, hidden: 32, heads: 2, kvHeads: 1, ffn: 32, contextLength: 112 }
engine: { workers: 2 }
supervised: { source: generated, games: 40, demonstrations: 60, steps: 30, batch: 32, validation: { episodes: 8, every: 10 } }
rollout: { tasks: 4, members: 4 }
iterations: 2
evaluation: { every: 2, panels: [{ name: unseen, source: generated, split: valid_unseen, games: 12, temperature: [1, 0] }] }
`

describe('the commands of training', { timeout: 240_000 }, () => {
  const cwd = temporaryDirectory()
  writeFileSync(join(cwd, 'small.yaml'), recipe)
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await runCli([...args, '--json'], { cwd })
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as Record<string, unknown>
  }

  it('train writes a run, and the same seed gives the same bits', async () => {
    const first = await json('train', 'small.yaml', '--run', 'a')
    expect(first).toMatchObject({ run: 'runs/a', evaluations: [{ iteration: 0 }, { iteration: 2 }] })
    await json('train', 'small.yaml', '--run', 'b')
    for (const file of ['eval/2.json', 'episodes/2.jsonl', 'checkpoints/2/model.safetensors']) {
      expect(readFileSync(join(cwd, 'runs/b', file)).equals(readFileSync(join(cwd, 'runs/a', file))), file).toBe(true)
    }
    const config = readFileSync(join(cwd, 'runs/a/config.yaml'), 'utf8')
    expect(config).toContain('maxSteps: 8')
    expect(config).toContain('alfworld/generated')
  })

  it('progress goes to standard error, with the time left', async () => {
    const { code, stdout, stderr } = await runCli(['train', 'small.yaml', '--run', 'c', '--set', 'seed=2'], { cwd })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/iteration \d+\/2/)
    expect(stdout).toContain('gigpo compare')
  })

  it('sft writes a model folder that eval plays and train starts from', async () => {
    const start = await json('sft', 'small.yaml', '--out', 'start')
    expect(start).toMatchObject({ steps: 30, stoppedEarly: false })
    const played = await json(
      'eval',
      'start',
      '--source',
      'generated',
      '--split',
      'valid_seen',
      '--games',
      '10',
      '--temperature',
      '1',
    )
    expect(played.panels).toMatchObject([{ panel: 'valid_seen', temperature: 1, tasks: { length: 10 } }])
    const trained = [
      'train',
      'small.yaml',
      '--run',
      'd',
      '--set',
      'model.path=start',
      'supervised=null',
      'iterations=1',
    ]
    expect(await json(...trained)).toMatchObject({ run: 'runs/d' })
    // The supervised start inside `train` is the same as `sft` alone.
    const weights = (path: string) => readFileSync(join(cwd, path, 'model.safetensors'))
    expect(weights('runs/a/checkpoints/0').equals(weights('start'))).toBe(true)
  })

  it('eval, credit and compare read what a run left', async () => {
    const played = await runCli(['eval', 'runs/a', '--split', 'valid_unseen', '--games', '10', '--temperature', '0'], {
      cwd,
    })
    expect(played.stdout).toMatch(/all +\d+\.\d %/)
    const scored = await runCli(['credit', 'runs/a/episodes/2.jsonl', '--json'], { cwd })
    const lines = scored.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { total: number; stored: number })
    expect(lines.length).toBeGreaterThan(16)
    for (const { total, stored } of lines) expect(total).toBe(stored)
    const other = await runCli(['credit', 'runs/a/episodes/2.jsonl', '--algorithm', 'grpo'], { cwd })
    expect(other.stdout).toContain('stored')
    const compared = await json('compare', 'runs/a', 'runs/c')
    expect(compared).toMatchObject({ runs: { length: 2 }, groups: { length: 1 } })
  })
})

describe('recipes/gigpo-loop.ts', { timeout: 240_000 }, () => {
  it('is at most 250 lines, and runs', async () => {
    const path = 'recipes/gigpo-loop.ts'
    expect(readFileSync(join(root, path), 'utf8').split('\n').length).toBeLessThanOrEqual(250)
    const { code, stdout, stderr } = await outcome(startSource(path, ['1']))
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/before: [\d.]+ of 100.*iteration 1: success [\d.]+ of 128.*after: [\d.]+/s)
  })
})
