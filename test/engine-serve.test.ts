// One recipe on the local engine and on the same engine behind `gigpo engine serve`, each command a process of its own: equal
// episodes, evaluations, metrics and weights, bit for bit. A server that is killed in the middle of a run and started again
// costs the work since the last checkpoint, and nothing else.
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isWallClockMetric } from '@gigpo/trainer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: served
environment: { source: generated, games: 8, maxSteps: 6 }
model: { path: builtin:alfworld-start, contextLength: 112 }
engine: { workers: 1 }
supervised: { source: generated, games: 4, demonstrations: 8, steps: 4, batch: 8, validation: { episodes: 2, every: 2 } }
rollout: { tasks: 2, members: 4, temperature: 0.9 }
loss: { kl: { kind: k3 }, entropyCoefficient: 0.001 }
optimizer: { updatesPerIteration: 2 }
iterations: 4
evaluation: { every: 2, panels: [{ name: held_out, source: generated, split: valid_seen, games: 4, temperature: [1, 0] }] }
checkpoint: { every: 2, keep: 2 }
`

describe('a recipe on a served engine', { timeout: 240_000 }, () => {
  const cwd = temporaryDirectory()
  const directory = (name: string): string => join(cwd, 'runs', name)
  let server: { readonly process: ChildProcess; readonly url: string }

  async function serve(port = 0): Promise<typeof server> {
    const args = ['--port', String(port), '--workers', '1', '--checkpoints', 'served-checkpoints', '--json']
    const process = startCli(['engine', 'serve', ...args], { cwd })
    const text = await new Promise<string>((resolve, reject) => {
      process.stdout!.once('data', (chunk: Buffer) => resolve(String(chunk)))
      outcome(process).then(({ stderr }) => reject(new Error(stderr)), reject)
    })
    return { process, url: (JSON.parse(text) as { url: string }).url }
  }

  /** What a run left that must be equal: file → content. */
  function remains(name: string): Record<string, string> {
    const files: Record<string, string> = {}
    for (const folder of ['episodes', 'eval']) {
      for (const file of readdirSync(join(directory(name), folder))) {
        files[`${folder}/${file}`] = readFileSync(join(directory(name), folder, file), 'utf8')
      }
    }
    const lines = readFileSync(join(directory(name), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
    for (const [i, line] of lines.entries()) {
      const entries = Object.entries(JSON.parse(line) as Record<string, unknown>)
      files[`metrics/${i + 1}`] = JSON.stringify(entries.filter(([key]) => !isWallClockMetric(key)))
    }
    return files
  }

  /** The weights of a checkpoint: in its folder, or at the server where the folder says. */
  function weights(name: string, iteration: number): Buffer {
    const folder = join(directory(name), 'checkpoints', String(iteration))
    const pointer = join(folder, 'tinker.json')
    if (!existsSync(pointer)) return readFileSync(join(folder, 'model.safetensors'))
    const { path } = JSON.parse(readFileSync(pointer, 'utf8')) as { path: string }
    return readFileSync(join(cwd, 'served-checkpoints', path.replace('tinker://', ''), 'model.safetensors'))
  }

  beforeAll(async () => {
    writeFileSync(join(cwd, 'recipe.yaml'), recipe)
    const [local, served] = await Promise.all([runCli(['train', 'recipe.yaml', '--run', 'local'], { cwd }), serve()])
    expect(local.code, local.stderr).toBe(0)
    server = served
  }, 120_000)
  afterAll(async () => {
    const ended = outcome(server.process)
    server.process.kill('SIGTERM')
    await ended
  })

  it('leaves the bits of the local engine', async () => {
    const set = ['--set', `engine.tinker=${server.url}`]
    const { code, stderr } = await runCli(['train', 'recipe.yaml', '--run', 'served', ...set], { cwd })
    expect(code, stderr).toBe(0)
    expect(remains('served')).toEqual(remains('local'))
    for (const iteration of [0, 2, 4]) {
      expect(weights('served', iteration).equals(weights('local', iteration)), `weights of ${iteration}`).toBe(true)
    }
    const asked = ['--split', 'valid_seen', '--games', '4', '--temperature', '1', '--json']
    const played = await runCli(['eval', 'runs/served', '--checkpoint', 'latest', ...asked], { cwd })
    expect(played.code, played.stderr).toBe(0)
    expect(JSON.parse(played.stdout)).toMatchObject({ panels: [{ panel: 'valid_seen', tasks: { length: 4 } }] })
  })

  it('draws batches ahead as the local engine does, across a resume too', async () => {
    const train = async (...args: string[]): Promise<void> => {
      const { code, stderr } = await runCli(['train', ...args], { cwd })
      expect(code, stderr).toBe(0)
    }
    const set = ['--set', 'rollout.staleness=1']
    const served = `engine.tinker=${server.url}`
    await train('recipe.yaml', '--run', 'ahead-local', ...set)
    await train('recipe.yaml', '--run', 'ahead-served', ...set, served, 'iterations=2')
    await train('--run', 'ahead-served', '--resume', '--set', 'iterations=4')
    expect(remains('ahead-served')).toEqual(remains('ahead-local'))
    expect(remains('ahead-served')).not.toEqual(remains('local'))
    expect(weights('ahead-served', 4).equals(weights('ahead-local', 4))).toBe(true)
    // The server keeps what the run's checkpoint names and nothing else of the weights that were drawn with.
    const { path } = JSON.parse(
      readFileSync(join(directory('ahead-served'), 'checkpoints', '4', 'replicas', '5', 'tinker.json'), 'utf8'),
    ) as { path: string }
    const model = path.replace('tinker://', '').split('/')[0]!
    expect(readdirSync(join(cwd, 'served-checkpoints', model, 'sampler_weights'))).toHaveLength(1)
  })

  it('goes on after the server was killed, to the same bits', async () => {
    const set = ['--set', `engine.tinker=${server.url}`]
    const training = startCli(['train', 'recipe.yaml', '--run', 'killed', ...set], { cwd })
    const ended = outcome(training)
    const metrics = join(directory('killed'), 'metrics.jsonl')
    while (!existsSync(metrics) || readFileSync(metrics, 'utf8').split('\n').length < 4) await wait(5)
    server.process.kill('SIGKILL')
    await outcome(server.process)
    server = await serve(Number(new URL(server.url).port))
    const { code, stderr } = await ended
    expect(code, stderr).toBe(1)
    expect(stderr).toContain('--resume')
    const resumed = await runCli(['train', '--run', 'killed', '--resume'], { cwd })
    expect(resumed.code, resumed.stderr).toBe(0)
    expect(remains('killed')).toEqual(remains('local'))
    expect(weights('killed', 4).equals(weights('local', 4))).toBe(true)
  })

  it('says what a recipe cannot have there', async () => {
    const set = ['--set', `engine.tinker=${server.url}`]
    const critic = await runCli(
      ['train', 'recipe.yaml', '--run', 'critic', ...set, 'algorithm.name=ppo', 'critic={}'],
      { cwd },
    )
    expect(critic.code).toBe(2)
    expect(critic.stderr).toContain('the engine "tinker" has no critic')
    const nowhere = await runCli(['train', 'recipe.yaml', '--run', 'nowhere', '--set', 'engine.name=tinker'], { cwd })
    expect(nowhere.code).toBe(2)
    expect(nowhere.stderr).toContain('gigpo engine serve')
    expect(existsSync(directory('nowhere'))).toBe(false)
    const taken = await runCli(['engine', 'serve', '--port', new URL(server.url).port], { cwd })
    expect(taken.code).toBe(2)
    expect(taken.stderr).toContain('another --port')
  })
})
