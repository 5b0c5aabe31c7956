// The real command line, killed by SIGKILL at twenty random moments and resumed each time, ends with the same metrics
// (wall clock aside), episodes, evaluations and weights, bit for bit, as the run that was never killed. Also: a run is
// locked while it works, and Ctrl-C stops it at a safe point that says how to go on.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { rootKey, sha256, stream } from '@gigpo/core'
import { isWallClockMetric } from '@gigpo/trainer'
import { beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: kill
environment: { source: generated, games: 8, maxSteps: 6 }
model: { path: builtin:alfworld-start, contextLength: 112 }
engine: { workers: 1 }
rollout: { tasks: 2, members: 4 }
optimizer: { updatesPerIteration: 2 }
iterations: 24
evaluation: { every: 3, panels: [{ name: held_out, source: generated, split: valid_seen, games: 6, temperature: [1] }] }
checkpoint: { every: 2, keep: 1 }
`

/** Everything a run left that must repeat: file → content, checkpoints by hash. */
function remains(directory: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const folder of ['episodes', 'eval']) {
    for (const name of readdirSync(join(directory, folder))) {
      files[`${folder}/${name}`] = sha256(readFileSync(join(directory, folder, name)))
    }
  }
  const latest = readFileSync(join(directory, 'checkpoints', 'latest'), 'utf8').trim()
  for (const name of readdirSync(join(directory, 'checkpoints', latest))) {
    files[`latest/${name}`] = sha256(readFileSync(join(directory, 'checkpoints', latest, name)))
  }
  const lines = readFileSync(join(directory, 'metrics.jsonl'), 'utf8').trim().split('\n')
  for (const [i, line] of lines.entries()) {
    const entries = Object.entries(JSON.parse(line) as Record<string, unknown>)
    files[`metrics/${i + 1}`] = JSON.stringify(entries.filter(([name]) => !isWallClockMetric(name)))
  }
  return files
}

describe('a training process', () => {
  const cwd = temporaryDirectory()
  const recipeFile = join(cwd, 'recipe.yaml')
  const directory = (name: string): string => join(cwd, 'runs', name)
  const start = (name: string) =>
    startCli(
      existsSync(join(directory(name), 'config.yaml'))
        ? ['train', '--run', name, '--resume']
        : ['train', recipeFile, '--run', name],
      { cwd },
    )
  let expected: Record<string, string>

  beforeAll(async () => {
    writeFileSync(recipeFile, recipe)
    const { code, stderr } = await outcome(start('whole'))
    expect(code, stderr).toBe(0)
    expected = remains(directory('whole'))
    expect(Object.keys(expected).filter((name) => name.startsWith('metrics/'))).toHaveLength(24)
  }, 300_000)

  it('killed twenty times and resumed leaves the same bits', { timeout: 600_000 }, async () => {
    const random = stream(rootKey(20), 'kill')
    let round = 0
    let finished = 0
    for (let kills = 0; kills < 20; ) {
      const child = start(`killed-${round}`)
      const ended = outcome(child)
      const delay = 700 + random.integer(2600)
      const killer = new AbortController()
      const timer = wait(delay, undefined, { signal: killer.signal }).then(
        () => child.kill('SIGKILL'),
        () => false,
      )
      const { code, signal, stderr } = await ended
      killer.abort()
      await timer
      if (signal === 'SIGKILL') kills++
      else {
        expect(code, stderr).toBe(0)
        expect(remains(directory(`killed-${round}`))).toEqual(expected)
        finished++
        round++
      }
    }
    const { code, stderr } = await outcome(start(`killed-${round}`))
    expect(code, stderr).toBe(0)
    expect(remains(directory(`killed-${round}`))).toEqual(expected)
    expect(finished).toBeLessThan(20)
  })

  it('locks its run directory, and stops at a safe point on Ctrl-C', { timeout: 120_000 }, async () => {
    const first = start('interrupted')
    const ended = outcome(first)
    const metrics = join(directory('interrupted'), 'metrics.jsonl')
    while (!existsSync(metrics)) await wait(20)
    const second = await runCli(['train', '--run', 'interrupted', '--resume'], { cwd })
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/another|lock/i)
    first.kill('SIGINT')
    const { code, stderr } = await ended
    if (code !== 0) {
      expect(code).toBe(130)
      expect(stderr).toContain('--resume')
    }
    const resumed = await outcome(start('interrupted'))
    expect(resumed.code, resumed.stderr).toBe(0)
    const left = remains(directory('interrupted'))
    // What was kept on the way out may hold another best checkpoint's bookkeeping; the run itself is the same.
    expect(left).toEqual(expected)
  })
})
