// The whole loop on the toy grid with the toy engine: it learns, it is deterministic, and a run that stopped anywhere goes
// on to the same bits.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError, RandomStream, rootKey } from '@gigpo/core'
import { createToyEngine } from '@gigpo/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import {
  createRun,
  findCheckpoint,
  openRun,
  type Run,
  readEvaluations,
  readEvents,
  readMetrics,
} from '../run-directory/index.ts'
import type { TrainOptions } from './options.ts'
import { record } from './run-record.test-support.ts'
import { train } from './train.ts'
import { finish, TOY_RECIPE, TOY_SUPERVISED, toyTraining } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-train-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function start(name: string, overrides: readonly string[] = []): Run {
  return createRun(join(scratch, name), resolveConfig(TOY_RECIPE, { overrides }))
}

/** Aborts just before the nth event of a kind, wherever that is. */
function stopAt(kind: string, count: number): Partial<TrainOptions> {
  const controller = new AbortController()
  let seen = 0
  return {
    signal: controller.signal,
    progress: (event) => {
      const name = event.kind === 'phase' ? event.phase : event.kind
      if (name === kind && ++seen === count) controller.abort()
    },
  }
}

/** Trains in a process that is killed some time after it has opened the run; whether it came to its end. */
function runProcess(directory: string, killAfterMs: number): Promise<boolean> {
  const script = fileURLToPath(new URL('./train-toy.test-support.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=gigpo-source', script, directory])
  const errors: string[] = []
  child.stderr.on('data', (text: Buffer) => errors.push(String(text)))
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfterMs))
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(false)
      else if (code === 0) resolve(true)
      else reject(new Error(errors.join('')))
    })
  })
}

describe('train', () => {
  it('learns the grid', async () => {
    const run = start('learns', ['iterations=30', 'evaluation.every=10', 'checkpoint.every=10'])
    const report = await finish(run)
    const success = readEvaluations(run.directory).map(({ panels }) => panels[0]!.success)
    const metrics = readMetrics(run.directory)
    expect(metrics).toHaveLength(30)
    const mean = (lines: typeof metrics): number =>
      lines.reduce((sum, line) => sum + line['success/rate']!, 0) / lines.length
    expect(mean(metrics.slice(0, 5))).toBeLessThan(0.5)
    expect(mean(metrics.slice(-5))).toBeGreaterThan(0.8)
    expect(success.at(-1)!).toBeGreaterThan(success[0]! + 0.3)
    expect(report.best!.success).toBe(Math.max(...success))
    expect(findCheckpoint(run.directory, 'best')).toContain(`/${report.best!.iteration}`)
    expect(report.environmentSteps).toBe(metrics.at(-1)!['total/environment_steps'])
    for (const line of metrics) expect(line['drift/logprob_abs_diff_max']!).toBeLessThan(1e-12)
  })

  it('gives equal bytes twice, and other bytes under another seed', async () => {
    const runs = [
      start('one', TOY_SUPERVISED),
      start('two', TOY_SUPERVISED),
      start('three', [...TOY_SUPERVISED, 'seed=4']),
    ]
    for (const run of runs) await finish(run)
    const [one, two, three] = runs.map((run) => record(run.directory))
    expect(two).toEqual(one)
    expect(three!.metrics).not.toEqual(one!.metrics)
    expect(readMetrics(runs[0]!.directory, 'supervised.jsonl').at(-1)!['loss/validation']).toBeGreaterThan(0)
  })

  it('resumes from every checkpoint to the same bytes', async () => {
    const whole = start('whole', TOY_SUPERVISED)
    await finish(whole)
    const expected = record(whole.directory)
    const directory = join(scratch, 'again')
    await finish(start('again', TOY_SUPERVISED))
    for (let iteration = 0; iteration <= 6; iteration++) {
      const run = openRun(directory)
      run.rollbackTo(iteration)
      // A wrong seed: weights, optimiser and everything else must come from the checkpoint.
      await finish(run, {
        engine: createToyEngine({ seed: 1234, rows: 512 }),
        demonstrations: () => expect.unreachable(),
      })
      expect(record(directory)).toEqual(expected)
    }
  })

  it('stops on a signal at a safe point and goes on to the same bytes', async () => {
    const whole = start('uninterrupted', TOY_SUPERVISED)
    await finish(whole)
    const expected = record(whole.directory)
    const stops = [
      ['supervised', 7],
      ['evaluation', 1],
      ['rollout', 3],
      ['rollout', 25],
      ['update', 3],
      ['evaluation', 12],
      ['iteration-end', 6],
    ] as const
    for (const [kind, count] of stops) {
      const run = start(`stopped-${kind}-${count}`, TOY_SUPERVISED)
      const stopped = await finish(run, stopAt(kind, count)).catch((error: unknown) => error)
      expect(GigpoError.isInstance(stopped) && stopped.code, `${kind} ${count}`).toBe('interrupted')
      expect((stopped as GigpoError).remedy).toContain('--resume')
      await finish(openRun(run.directory))
      const resumed = record(run.directory)
      for (const name of Object.keys(expected)) {
        // A checkpoint written on the way out says it was not evaluated yet; all else is equal.
        if (!name.endsWith('state.json')) expect(resumed[name], `${kind} ${count}: ${name}`).toEqual(expected[name])
      }
    }
  })

  it('survives being killed at any moment', async () => {
    const whole = start('never-killed', TOY_SUPERVISED)
    await finish(whole)
    const directory = join(scratch, 'killed')
    const random = new RandomStream(rootKey(6))
    let kills = 0
    // The first process is killed as soon as it has opened the run, whatever the machine's speed; each later one lives a
    // little longer than the last, so that the run comes to its end. The measure is a process that is left alone.
    const began = performance.now()
    expect(await runProcess(join(scratch, 'left-alone'), 60_000)).toBe(true)
    const life = performance.now() - began
    const share = (): number => (kills === 0 ? 0 : (0.1 + 0.25 * random.uniform()) * (1 + kills / 4))
    while (!(await runProcess(directory, life * share()))) kills++
    expect(kills).toBeGreaterThan(0)
    expect(record(directory)).toEqual(record(whole.directory))
  }, 180_000)

  it('goes on with more iterations', async () => {
    const run = start('more', ['iterations=2'])
    await finish(run)
    const again = openRun(run.directory, { overrides: ['iterations=3'] })
    expect((await finish(again)).iterations).toBe(3)
    expect(readMetrics(run.directory)).toHaveLength(3)
  })

  it('keeps close to the reference with KL in the loss or in the reward', async () => {
    const final = async (name: string, overrides: readonly string[]) => {
      const run = start(name, ['iterations=8', 'evaluation.panels=[]', 'evaluation.selectBest=null', ...overrides])
      await finish(run)
      return readMetrics(run.directory)
    }
    const free = await final('kl-small', ['loss.kl={coefficient: 0.000001}'])
    const loss = await final('kl-loss', ['loss.kl={coefficient: 5}'])
    const reward = await final('kl-reward', ['loss.kl={coefficient: 50, kind: k1, placement: reward}'])
    expect(free[0]!['policy/kl_reference']!).toBeLessThan(0.05)
    expect(loss.at(-1)!['policy/kl_reference']!).toBeLessThan(0.5 * free.at(-1)!['policy/kl_reference']!)
    expect(reward.at(-1)!['policy/entropy']!).toBeGreaterThan(free.at(-1)!['policy/entropy']!)
  })

  it('records a loss that is not finite and says how to go on', async () => {
    const run = start('non-finite')
    const engine = createToyEngine()
    const failing = new Proxy(engine, {
      get(target, name) {
        if (name !== 'optimStep') return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name)
        return async () => {
          throw new GigpoError('non-finite', 'the gradient norm is NaN')
        }
      },
    })
    const error = await finish(run, { engine: failing }).catch((thrown: unknown) => thrown)
    expect((error as GigpoError).code).toBe('non-finite')
    expect((error as GigpoError).message).toContain('iteration 1')
    expect((error as GigpoError).remedy).toContain('learningRate')
    expect(readEvents(run.directory).map((event) => event.kind)).toContain('non-finite')
  })

  it('refuses what it was not given', async () => {
    const noReference = start('no-reference', ['loss.kl={}'])
    const given = toyTraining(noReference)
    const { reference: _, ...without } = given
    await expect(train(without)).rejects.toMatchObject({ code: 'usage' })
    noReference.close()
    const noPanel = start('no-panel')
    await expect(finish(noPanel, { panels: [] })).rejects.toMatchObject({ code: 'config' })
  })
})
