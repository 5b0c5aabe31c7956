// The studio beside a real training run, both from the command line: what the trainer writes is seen without a restart, a
// trainer that is killed is called stale within ten seconds, and a run that goes on goes on being shown. The trainer's own
// readers say what the studio must have seen.
import type { ChildProcess } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type EpisodeDetail, type EpisodePage, type RunSummary, type StudioChange, serveStudio } from '@gigpo/studio'
import { findCheckpoint, readEpisodes, readEvaluations, readMetrics } from '@gigpo/trainer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'

const recipe = `
name: live
environment: { source: generated, games: 8, maxSteps: 6 }
model: { path: builtin:alfworld-start, contextLength: 112 }
engine: { workers: 1 }
rollout: { tasks: 2, members: 4 }
optimizer: { updatesPerIteration: 2 }
iterations: 500
evaluation: { every: 3, panels: [{ name: held_out, source: generated, split: valid_seen, games: 6, temperature: [1] }] }
checkpoint: { every: 2, keep: 1 }
`

const cwd = temporaryDirectory()
const pages = temporaryDirectory()
const run = join(cwd, 'runs', 'live')
const children: ChildProcess[] = []
const start = (args: readonly string[]): ChildProcess => {
  const child = startCli(args, { cwd })
  children.push(child)
  return child
}
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

async function until<T>(what: string, seconds: number, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 1000 * seconds
  while (performance.now() < end) {
    const found = await look()
    if (found !== undefined) return found
    await wait(100)
  }
  throw new Error(`no ${what} within ${seconds} seconds`)
}

describe('a live run in the studio', () => {
  let trainer: ChildProcess
  let base: string
  const headers: Record<string, string> = {}
  const changes: StudioChange[] = []
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${base}/api/${path}`, { headers })
    expect(response.status, path).toBe(200)
    return (await response.json()) as T
  }
  const summary = async (): Promise<RunSummary> => (await get<RunSummary[]>('runs'))[0]!

  beforeAll(async () => {
    writeFileSync(join(cwd, 'recipe.yaml'), recipe)
    writeFileSync(join(pages, 'index.html'), '<!doctype html>')
    trainer = start(['train', 'recipe.yaml', '--run', 'live'])
    await until('run', 60, () => existsSync(join(run, 'config.yaml')) || undefined)
    const studio = start(['studio', '--json', '--pages', pages])
    const printed = await new Promise<string>((resolve) => studio.stdout!.once('data', (data) => resolve(String(data))))
    const { url } = JSON.parse(printed) as { url: string }
    base = url.replace(/\/\?.*/, '')
    headers.cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')!.split(';')[0]!
    void listen()
  }, 120_000)

  async function listen(): Promise<void> {
    const { body } = await fetch(`${base}/api/changes`, { headers })
    let text = ''
    try {
      for await (const piece of body!.pipeThrough(new TextDecoderStream())) {
        text += piece
        const events = text.split('\n\n')
        text = events.pop()!
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)
          if (data !== null) changes.push(JSON.parse(data[1]!) as StudioChange)
        }
      }
    } catch {
      // The studio was stopped.
    }
  }

  it('shows what the trainer writes, as it writes it', { timeout: 120_000 }, async () => {
    const first = await until('iteration', 60, async () => {
      const now = await summary()
      return now.iteration > 0 ? now : undefined
    })
    expect(first).toMatchObject({ id: 'live', status: 'running', algorithm: 'gigpo', iterations: 500, damage: 0 })
    expect(first.panels).toMatchObject([{ panel: 'held_out', tasks: 6 }])
    const before = changes.length
    await until('further iteration', 60, async () =>
      (await summary()).iteration > first.iteration + 3 ? true : undefined,
    )
    // The stream may trail the answers of the routes.
    const told = (): Set<string> => new Set(changes.slice(before).flatMap(({ parts }) => parts))
    for (const part of ['summary', 'metrics', 'episodes', 'evaluations']) {
      await until(`word of ${part}`, 30, () => told().has(part) || undefined)
    }
    expect((await summary()).timeLeft).toBeGreaterThan(0)
  })

  it('says within ten seconds that a killed trainer is gone', { timeout: 60_000 }, async () => {
    await until('checkpoint', 30, () => findCheckpoint(run) ?? undefined)
    const ended = outcome(trainer)
    trainer.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    const killed = performance.now()
    const before = changes.length
    await until('change', 10, () => changes.slice(before).some(({ parts }) => parts.includes('summary')) || undefined)
    await until('stale state', 10, async () => ((await summary()).status === 'stale' ? true : undefined))
    expect(performance.now() - killed).toBeLessThan(10_000)
  })

  it('goes on when the run goes on, and agrees with the trainer’s readers', { timeout: 120_000 }, async () => {
    const planned = (await summary()).iteration + 4
    const resumed = await runCli(['train', '--run', 'live', '--resume', '--set', `iterations=${planned}`], { cwd })
    expect(resumed.code, resumed.stderr).toBe(0)
    const done = await until('end', 10, async () => {
      const now = await summary()
      return now.status === 'done' ? now : undefined
    })
    const metrics = readMetrics(run)
    const last = metrics.at(-1)!
    expect(done).toMatchObject({
      iteration: planned,
      iterations: planned,
      environmentSteps: last['total/environment_steps'],
    })
    expect(done.panels[0]!.success).toBe(readEvaluations(run).at(-1)!.panels[0]!.success)
    const columns = await get<{ values: Record<string, number[]> }>('runs/live/metrics?names=reward/mean')
    expect(columns.values['reward/mean']).toEqual(metrics.map((line) => line['reward/mean']))
    const stored = readEpisodes(join(run, 'episodes', `${planned}.jsonl`))
    const page = await get<EpisodePage>(`runs/live/episodes?iteration=${planned}`)
    expect(page.rows.map(({ task, success, steps }) => [task, success, steps])).toEqual(
      stored.map(({ task, success, steps }) => [task, success, steps.length]),
    )
    for (const [index, { steps, ...facts }] of stored.entries()) {
      const { steps: shown, tokens, ...episode } = await get<EpisodeDetail>(`runs/live/episodes/${planned}/${index}`)
      expect(episode).toEqual({ ...facts, iteration: planned, index, decoded: true })
      for (const [t, { prompt, completion, logprobs, policyVersion, ...step }] of steps.entries()) {
        expect(shown[t]).toEqual({ ...step, tokens: completion.length })
        expect(tokens[t]).toMatchObject({ t, policyVersion, promptTokens: prompt.length })
        expect(tokens[t]!.completion.map(({ id, logprob }) => [id, logprob])).toEqual(
          completion.map((id, i) => [id, logprobs[i]]),
        )
        // This agent's completion is its action, in tokens of its own vocabulary.
        expect(tokens[t]!.completion.at(-1)!.text).toBe(' <eos>')
      }
    }
  })

  it('stops on Ctrl-C, and exports what it showed', { timeout: 60_000 }, async () => {
    const studio = children[1]!
    const ended = outcome(studio)
    studio.kill('SIGINT')
    expect((await ended).code).toBe(0)
    const { code, stdout } = await runCli(['studio', 'export', run, '--out', 'site', '--pages', pages, '--json'], {
      cwd,
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ episodes: 40, iterations: expect.any(Array) })
    expect(existsSync(join(cwd, 'site', 'data', 'runs.js'))).toBe(true)
  })
})

describe('gigpo studio', () => {
  it('shares its port with nobody and says what is wrong with its folder', async () => {
    const other = await serveStudio({ directory: temporaryDirectory(), clientDirectory: pages })
    const refused: [string[], number, string][] = [
      [['studio', pages, '--pages', pages, '--port', String(other.port)], 2, 'is taken'],
      [['studio', pages, '--pages', pages], 1, 'gigpo train writes runs/NAME'],
      [['studio', 'export', pages, '--pages', pages, '--iterations', '3-1'], 2, '"3-1"'],
    ]
    for (const [args, code, text] of refused) {
      const result = await runCli(args)
      expect([result.code, args]).toEqual([code, args])
      expect(result.stderr).toContain(text)
    }
    await other.close()
  }, 120_000)

  it('notes what is to be remembered', async () => {
    const folder = temporaryDirectory()
    writeFileSync(join(folder, 'config.yaml'), 'name: a\n')
    const { stdout, code } = await runCli(['note', folder, '--tag', 'a', 'b', '--text', 'good', '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([0, { tags: ['a', 'b'], note: 'good' }])
  })
})
