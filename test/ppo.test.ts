// PPO by the real command line: policy and critic are killed together, go on together, and end with the bits of a run that
// was left alone.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sha256 } from '@gigpo/core'
import { isWallClockMetric, readMetrics, readRunConfig } from '@gigpo/trainer'
import { describe, expect, it } from 'vitest'
import { outcome, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: ppo
environment: { source: generated, games: 8, maxSteps: 6 }
model: { path: builtin:alfworld-start, contextLength: 112 }
engine: { workers: 2 }
algorithm: { name: ppo, lambda: 0.95 }
critic: { warmupIterations: 1, updates: 2, epochs: 2 }
rollout: { tasks: 2, members: 4 }
optimizer: { updatesPerIteration: 2 }
iterations: 6
evaluation: { every: 3, panels: [{ name: held_out, source: generated, split: valid_seen, games: 6, temperature: [1] }] }
checkpoint: { every: 2, keep: 1 }
`

/** Everything a run left that must repeat. */
function remains(directory: string): Record<string, string> {
  const files: Record<string, string> = {}
  const latest = join(directory, 'checkpoints', readFileSync(join(directory, 'checkpoints', 'latest'), 'utf8').trim())
  for (const folder of [latest, join(latest, 'critic'), join(directory, 'episodes')]) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isFile()) files[path.slice(directory.length)] = sha256(readFileSync(path))
    }
  }
  const steady = readMetrics(directory).map((line) => Object.entries(line).filter(([name]) => !isWallClockMetric(name)))
  return { ...files, metrics: JSON.stringify(steady) }
}

describe('gigpo train with a critic', { timeout: 300_000 }, () => {
  const cwd = temporaryDirectory()
  writeFileSync(join(cwd, 'ppo.yaml'), recipe)
  const directory = (name: string): string => join(cwd, 'runs', name)
  const start = (name: string, resume: boolean) =>
    startCli(resume ? ['train', '--run', name, '--resume'] : ['train', 'ppo.yaml', '--run', name], { cwd })

  it('killed and resumed leaves the same bits', async () => {
    const { code, stderr } = await outcome(start('whole', false))
    expect(code, stderr).toBe(0)
    const expected = remains(directory('whole'))
    expect(Object.keys(expected)).toContain('/checkpoints/6/critic/optimizer.safetensors')
    for (const [round, iterations] of [1, 4].entries()) {
      const child = start('killed', round > 0)
      const ended = outcome(child)
      const metrics = join(directory('killed'), 'metrics.jsonl')
      while (!existsSync(metrics) || readMetrics(directory('killed')).length < iterations) await wait(10)
      child.kill('SIGKILL')
      expect((await ended).signal).toBe('SIGKILL')
    }
    const resumed = await outcome(start('killed', true))
    expect(resumed.code, resumed.stderr).toBe(0)
    expect(remains(directory('killed'))).toEqual(expected)

    const { parameters, bytes } = readRunConfig(directory('whole')).facts.critic as Record<string, number>
    expect(parameters).toBeGreaterThan(100_000)
    // Two workers: weights, moments, what a step is taken back to, and each worker's gradients and copy.
    expect(bytes).toBe(4 * parameters! * 10)
  })
})
