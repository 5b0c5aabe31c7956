// A run that trains an adapter, from the real command line: checkpoints hold the adapter and not the base, the run resumes
// after SIGKILL to the same bits, the reference policy of the KL term shares the base, `eval` plays a checkpoint and `model merge`
// makes a whole model of it. Tokens are decoded with a base of 8 bits, and the metrics say what that costs.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sha256 } from '@gigpo/core'
import { isWallClockMetric } from '@gigpo/trainer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { outcome, root, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: lora
environment: { name: frozen-lake, source: generated, games: 4, maxSteps: 4 }
model: { path: base, lora: { rank: 2, alpha: 8, targetModules: [q_proj, v_proj, down_proj] } }
engine: { workers: 1, options: { samplingPrecision: int8 } }
rollout: { tasks: 1, members: 4, maxTokens: 6 }
loss: { kl: { coefficient: 0.01 }, skipZeroAdvantage: false }
optimizer: { learningRate: 1e-3, updatesPerIteration: 2, warmupSteps: 0 }
iterations: 2
evaluation: { first: false, last: false }
checkpoint: { every: 1, keep: 2 }
`

const cwd = temporaryDirectory()
const directory = (name: string): string => join(cwd, 'runs', name)
beforeAll(() => {
  cpSync(join(root, 'packages/engine/fixtures/qwen2-tiny'), join(cwd, 'base'), { recursive: true })
  writeFileSync(join(cwd, 'recipe.yaml'), recipe)
})
afterAll(() => rmSync(cwd, { recursive: true }))

/** What a run left that must repeat: checkpoint files by hash, metrics without the clock's. */
function remains(name: string): Record<string, string> {
  const checkpoints = join(directory(name), 'checkpoints')
  const latest = join(checkpoints, readFileSync(join(checkpoints, 'latest'), 'utf8').trim())
  const files = Object.fromEntries(readdirSync(latest).map((file) => [file, sha256(readFileSync(join(latest, file)))]))
  for (const line of readFileSync(join(directory(name), 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')) {
    const metrics = Object.entries(JSON.parse(line) as Record<string, unknown>)
    files[`metrics ${Object.keys(files).length}`] = JSON.stringify(metrics.filter(([key]) => !isWallClockMetric(key)))
  }
  return files
}

it('trains, and resumes after a kill to the same bits', { timeout: 240_000 }, async () => {
  const whole = await runCli(['train', 'recipe.yaml', '--run', 'whole'], { cwd, home: join(cwd, 'home') })
  expect(whole.code, whole.stderr).toBe(0)
  const expected = remains('whole')
  expect(Object.keys(expected).slice(0, 5).sort()).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
    'engine.json',
    'optimizer.safetensors',
    'state.json',
  ])
  const metrics = JSON.parse(readFileSync(join(directory('whole'), 'metrics.jsonl'), 'utf8').split('\n')[1]!)
  expect(metrics['policy/grad_norm']).toBeGreaterThan(0)
  expect(metrics['drift/logprob_abs_diff_mean']).toBeGreaterThan(1e-5)
  expect(metrics['drift/logprob_abs_diff_mean']).toBeLessThan(0.05)

  const child = startCli(['train', 'recipe.yaml', '--run', 'killed'], { cwd, home: join(cwd, 'home') })
  const ended = outcome(child)
  while (!existsSync(join(directory('killed'), 'checkpoints', '1', 'state.json')) && child.exitCode === null)
    await wait(5)
  child.kill('SIGKILL')
  expect((await ended).signal).toBe('SIGKILL')
  const resumed = await runCli(['train', '--run', 'killed', '--resume'], { cwd, home: join(cwd, 'home') })
  expect(resumed.code, resumed.stderr).toBe(0)
  expect(remains('killed')).toEqual(expected)

  const played = await runCli(
    [
      'eval',
      join('runs', 'whole'),
      '--checkpoint',
      'latest',
      '--split',
      'test',
      '--games',
      '2',
      '--temperature',
      '1',
      '--json',
    ],
    { cwd, home: join(cwd, 'home') },
  )
  expect(played.code, played.stderr).toBe(0)

  const merged = await runCli(['model', 'merge', join('runs', 'whole'), '--out', 'merged'], {
    cwd,
    home: join(cwd, 'home'),
  })
  expect(merged.code, merged.stderr).toBe(0)
  const shown = await runCli(['model', 'show', 'merged', '--json'], { cwd, home: join(cwd, 'home') })
  expect(shown.code, shown.stderr).toBe(0)
})
