// Batches sampled ahead: the schedule is fixed, runs agree, and a run that stopped anywhere goes on to the same bits.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { createToyEngine } from '@gigpo/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { createRun, openRun, type Run, readEpisodes, readEvents, readMetrics } from '../run-directory/index.ts'
import { record } from './run-record.test-support.ts'
import { finish, TOY_RECIPE } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-ahead-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000)

const UPDATES = 2

function start(name: string, overrides: readonly string[]): Run {
  return createRun(join(scratch, name), resolveConfig(TOY_RECIPE, { overrides }))
}

describe.each([1, 2, 3])('staleness %i', (k) => {
  const overrides = [`rollout.staleness=${k}`]

  it('plays batch i under the weights of k iterations earlier, and says how old they were', async () => {
    const run = start(`schedule-${k}`, overrides)
    await finish(run)
    const metrics = readMetrics(run.directory)
    for (const { iteration, ...values } of metrics) {
      const version = UPDATES * Math.max(0, iteration - 1 - k)
      const episodes = readEpisodes(join(run.directory, 'episodes', `${iteration}.jsonl`))
      const versions = episodes.flatMap(({ steps }) => steps.map((step) => step.policyVersion))
      expect(new Set(versions), `iteration ${iteration}`).toEqual(new Set([version]))
      const age = UPDATES * Math.min(k, iteration - 1)
      expect(values['staleness/mean']).toBe(age)
      expect(values['staleness/max']).toBe(age)
    }
    // Other weights, other episodes: the first k + 1 batches are those of the start.
    const strict = start(`strict-${k}`, ['rollout.staleness=0'])
    await finish(strict)
    const same = metrics.map((line, i) => line['reward/mean'] === readMetrics(strict.directory)[i]!['reward/mean'])
    expect(same[0]).toBe(true)
    expect(same.slice(1)).toContain(false)
  })

  it('two runs agree, and one resumes from its checkpoints to the same bytes', async () => {
    const directory = join(scratch, `again-${k}`)
    await finish(start(`again-${k}`, overrides))
    const expected = record(directory)
    await finish(start(`twin-${k}`, overrides))
    expect(record(join(scratch, `twin-${k}`))).toEqual(expected)
    for (const iteration of [0, 1, k, k + 2, 6]) {
      const run = openRun(directory)
      run.rollbackTo(iteration)
      await finish(run, { engine: createToyEngine({ seed: 1234, rows: 512 }) })
      expect(record(directory)).toEqual(expected)
    }
  })

  it('goes on with more iterations as if they had been asked for at once', async () => {
    const run = start(`more-${k}`, [...overrides, 'iterations=3'])
    await finish(run)
    await finish(openRun(run.directory, { overrides: ['iterations=6'] }))
    await finish(start(`at-once-${k}`, overrides))
    const metrics = (name: string) => record(join(scratch, name)).metrics
    expect(metrics(`more-${k}`)).toBe(metrics(`at-once-${k}`))
  })
})

describe('a run ahead', () => {
  it('stops on a signal and goes on to the same bytes', async () => {
    const overrides = ['rollout.staleness=2']
    await finish(start('whole', overrides))
    const expected = record(join(scratch, 'whole'))
    for (const [kind, count] of [
      ['evaluation', 3],
      ['update', 5],
      ['iteration-end', 3],
    ] as const) {
      const controller = new AbortController()
      let seen = 0
      const run = start(`stopped-${kind}`, overrides)
      const stopped = await finish(run, {
        signal: controller.signal,
        progress: (event) => {
          if ((event.kind === 'phase' ? event.phase : event.kind) === kind && ++seen === count) controller.abort()
        },
      }).catch((error: unknown) => error)
      expect(GigpoError.isInstance(stopped) && stopped.code, kind).toBe('interrupted')
      await finish(openRun(run.directory))
      const resumed = record(run.directory)
      for (const name of Object.keys(expected)) {
        if (!name.endsWith('state.json')) expect(resumed[name], `${kind}: ${name}`).toEqual(expected[name])
      }
    }
  })

  it('plays ahead again after the guard went back', async () => {
    const overrides = [
      'rollout.staleness=2',
      'guard={entropy: null, kl: 0.000001, gradientNorm: null, rollback: {patience: 1, most: 1}}',
    ]
    const run = start('guarded', overrides)
    await finish(run)
    expect(readEvents(run.directory).map(({ kind }) => kind)).toContain('rolled-back')
    const expected = record(run.directory)
    for (const iteration of [1, 3, 5]) {
      const again = openRun(run.directory)
      again.rollbackTo(iteration)
      await finish(again)
      expect(record(run.directory), `from ${iteration}`).toEqual(expected)
    }
    // Back to version 0: the next batch is played under it, not under the weights that were given up.
    const back = readMetrics(run.directory).findIndex((line) => line['guard/rollbacks'] === 1)
    const episodes = readEpisodes(join(run.directory, 'episodes', `${back + 1}.jsonl`))
    expect(new Set(episodes.flatMap(({ steps }) => steps.map((step) => step.policyVersion)))).toEqual(new Set([0]))
  })

  it('works with dynamic sampling, whose batches take as many tasks as they need', async () => {
    const overrides = ['rollout.staleness=2', 'rollout.members=2', 'rollout.dynamicSampling={maxBatches: 4}']
    const run = start('dynamic', overrides)
    await finish(run)
    const expected = record(run.directory)
    const again = openRun(run.directory)
    again.rollbackTo(3)
    await finish(again)
    expect(record(run.directory)).toEqual(expected)
  })

  it('needs an engine that samples while it learns', async () => {
    const engine = new Proxy(createToyEngine({ fluent: true, rows: 512 }), {
      get(target, name) {
        if (name === 'createReplica') return undefined
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const refused = finish(start('no-replica', ['rollout.staleness=1']), { engine })
    await expect(refused).rejects.toMatchObject({ code: 'config', remedy: expect.stringContaining('staleness') })
  })
})
