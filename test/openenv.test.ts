// OpenEnv by the real command line: an environment is served, an agent trains on it over the network, is killed, and goes on
// to the same bits.
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readMetrics } from '@gigpo/trainer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = (url: string, valid: string): string => `
name: served
environment: { openenv: "${url}", games: 40, maxSteps: 6 }
agent: { name: frozen-lake/compact }
model: { layers: 1, hidden: 32, heads: 2, kvHeads: 1, ffn: 32, contextLength: 64 }
engine: { workers: 1 }
supervised: { games: 40, demonstrations: 40, keepFailures: true, randomActions: 1, steps: 60, batch: 16, optimizer: { learningRate: 5.0e-3 }, validation: null }
rollout: { tasks: 4, members: 4, maxTokens: 3 }
optimizer: { updatesPerIteration: 2 }
iterations: 3
evaluation: { every: 3, panels: [{ name: valid, source: "${valid}", split: valid, games: 8, temperature: [1] }] }
checkpoint: { every: 1 }
`

/** Starts a server by the command line; its address. */
async function serve(children: ChildProcess[], ...flags: string[]): Promise<string> {
  const child = startCli(['env', 'serve', 'frozen-lake', '--port', '0', '--json', '--max-steps', '6', ...flags])
  children.push(child)
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (text: Buffer) => resolve(String(text)))
    child.stderr!.once('data', (text: Buffer) => reject(new Error(String(text))))
  })
  return (JSON.parse(line) as { url: string }).url
}

describe('gigpo env serve', { timeout: 180_000 }, () => {
  const children: ChildProcess[] = []
  const cwd = temporaryDirectory()
  const run = (name: string): string => join(cwd, 'runs', name)
  beforeAll(async () => {
    const [train, valid] = await Promise.all([serve(children, '--split', 'train'), serve(children, '--split', 'valid')])
    writeFileSync(join(cwd, 'served.yaml'), recipe(train, valid))
  }, 60_000)
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
  })

  it('is trained on, killed, and resumed to the same bits', async () => {
    const whole = await runCli(['train', 'served.yaml', '--run', 'whole'], { cwd })
    expect(whole.code, whole.stderr).toBe(0)
    const metrics = readMetrics(run('whole'))
    expect(metrics.map((line) => line['group/trained'])).toEqual([4, 4, 4])
    expect(metrics[0]!['action/valid_rate']).toBeGreaterThan(0.5)
    expect(metrics[0]!['anchor/mean_size']).toBeGreaterThan(1)

    const dying = startCli(['train', 'served.yaml', '--run', 'killed'], { cwd })
    const ended = outcome(dying)
    while (!existsSync(join(run('killed'), 'checkpoints', '1', 'state.json'))) await wait(20)
    dying.kill('SIGKILL')
    await ended
    const resumed = await runCli(['train', '--run', 'killed', '--resume'], { cwd })
    expect(resumed.code, resumed.stderr).toBe(0)
    for (const file of ['episodes/3.jsonl', 'eval/3.json', 'checkpoints/3/model.safetensors']) {
      expect(readFileSync(join(run('killed'), file)).equals(readFileSync(join(run('whole'), file))), file).toBe(true)
    }
  })

  it('says so when the server is not there', async () => {
    const set = ['--set', 'environment.openenv=http://127.0.0.1:1']
    const { code, stderr } = await runCli(['train', 'served.yaml', '--run', 'nobody', ...set], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('cannot be reached')
  })
})
