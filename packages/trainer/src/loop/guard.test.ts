// The guard's verdicts as a function of state and metrics, and runs that go back: at once, after a kill, and after a number
// that is not finite.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GigpoError, sha256 } from '@gigpo/core'
import { createToyEngine } from '@gigpo/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { type GuardConfig, resolveConfig } from '../config/index.ts'
import {
  createRun,
  isWallClockMetric,
  type Metrics,
  openRun,
  type Run,
  readEvents,
  readMetrics,
} from '../run-directory/index.ts'
import { raiseAlarms, ringing } from './alarms.ts'
import { type GuardState, initialGuard, judge } from './guard.ts'
import { guardSigns } from './guard-signs.ts'
import type { TrainOptions } from './options.ts'
import { finish, TOY_RECIPE } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-guard-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const healthy: Metrics = {
  iteration: 1,
  'action/valid_rate': 0.9,
  'action/repeat_rate': 0.1,
  'episode/completion_tokens_mean': 20,
  'episode/turns_mean': 5,
  'policy/entropy': 0.7,
  'policy/kl': 0.01,
  'policy/clip_frac_low': 0.1,
  'policy/clip_frac_high': 0.1,
  'policy/grad_norm': 1,
}
const config = (text: string): GuardConfig => resolveConfig(`guard: ${text}`).guard!
const withRollback = config('{ rollback: { patience: 2, learningRateFactor: 0.5, most: 2 } }')
const signs = guardSigns(withRollback, 12)

describe('guardSigns', () => {
  it('says which sign appeared, in numbers, and only once', () => {
    const ill: Readonly<Record<string, Partial<Metrics>>> = {
      'actions-invalid': { 'action/valid_rate': 0.4 },
      'responses-long': { 'episode/completion_tokens_mean': 58 },
      'entropy-collapsed': { 'policy/entropy': 0.01 },
      'policy-jumped': { 'policy/kl': 0.5 },
      'updates-clipped': { 'policy/clip_frac_low': 0.45 },
      'actions-repeat': { 'action/repeat_rate': 0.9 },
      'gradient-large': { 'policy/grad_norm': 100 },
    }
    expect(raiseAlarms(undefined, healthy, signs)).toEqual([])
    for (const [kind, change] of Object.entries(ill)) {
      const now = { ...healthy, ...change, iteration: 2 } as Metrics
      const [alarm, ...others] = raiseAlarms(healthy, now, signs)
      expect(alarm).toMatchObject({ kind, severity: 'warning', iteration: 2 })
      expect(alarm!.message).toMatch(/: [\d.]+ is (above|below) [\d.]+$/)
      expect(others).toEqual([])
      expect(raiseAlarms(now, { ...now, iteration: 3 }, signs)).toEqual([])
    }
  })

  it('watches what the recipe asks for, and nothing without a guard', () => {
    const none = guardSigns(config('{ entropy: null, kl: 0.005 }'), 12)
    expect(ringing(none, { ...healthy, 'policy/entropy': 0 }).map(({ kind }) => kind)).toEqual(['policy-jumped'])
    expect(ringing(signs, { iteration: 1 })).toEqual([])
    expect(guardSigns(undefined, 12)).toEqual([])
  })
})

describe('judge', () => {
  const sick: Metrics = { ...healthy, 'policy/kl': 1 }
  const after = (guard: GuardState, metrics: Metrics, iteration: number) =>
    judge(withRollback, guard, { ...metrics, iteration }, signs)

  it('calls a checkpoint good once the iteration after it was', () => {
    const noted = { ...initialGuard, candidate: 4 }
    expect(after(noted, healthy, 5).guard.good).toBe(4)
    expect(after(noted, sick, 5).guard.good).toBe(0)
    const { guard } = after(noted, sick, 5)
    expect(after(guard, healthy, 6).guard).toMatchObject({ good: 0, ill: 0 })
  })

  it('goes back after patience, at most so often, and cuts the learning rate each time', () => {
    let guard: GuardState = { ...initialGuard, good: 3, candidate: 4 }
    const reasons: boolean[] = []
    for (let iteration = 5; iteration < 12; iteration++) {
      const verdict = after(guard, sick, iteration)
      guard = verdict.guard
      reasons.push(verdict.reason !== undefined)
    }
    expect(reasons).toEqual([false, true, false, true, false, false, false])
    expect(guard).toMatchObject({ good: 3, rollbacks: 2, learningRateFactor: 0.25 })
    const alarmsOnly = config('{}')
    expect(judge(alarmsOnly, { ...initialGuard, ill: 9 }, sick, signs).reason).toBeUndefined()
  })
})

/** Without a clip and at a growing learning rate the toy policy forgets how to speak; the guard sees it. */
const BREAKS = [
  'iterations=14',
  'loss={objective: policy-gradient}',
  'evaluation={every: 3, panels: [{ name: tune, temperature: [1] }], selectBest: null}',
  'checkpoint={every: 2, keep: 1}',
  'optimizer={learningRate: 1.2, warmupSteps: 24, updatesPerIteration: 2, gradientClip: null}',
  'guard={repeatRate: 0.6, rollback: {patience: 2, learningRateFactor: 0.25}}',
]

function start(name: string, overrides: readonly string[] = BREAKS): Run {
  return createRun(join(scratch, name), resolveConfig(TOY_RECIPE, { overrides }))
}

/** Everything a run leaves that depends on no clock: files, events without their time, metrics without wall clock. */
function record(directory: string): Record<string, unknown> {
  const files: Record<string, unknown> = {}
  for (const folder of ['episodes', 'eval', 'checkpoints/0', 'checkpoints/14']) {
    for (const name of readdirSync(join(directory, folder))) {
      files[`${folder}/${name}`] = sha256(readFileSync(join(directory, folder, name)))
    }
  }
  files.metrics = readMetrics(directory).map((line) =>
    Object.fromEntries(Object.entries(line).filter(([name]) => !isWallClockMetric(name))),
  )
  files.events = readEvents(directory).map(({ time: _time, ...event }) => event)
  return files
}

describe('a run with a guard', () => {
  it('goes back, learns more slowly from there, and stays the same run when it is killed and resumed', async () => {
    const whole = start('whole')
    const told: string[] = []
    await finish(whole, {
      progress: (event) => {
        if (event.kind === 'alarm') told.push(event.event.message)
      },
    })
    expect(told).toEqual(readEvents(whole.directory).map((event) => event.message))
    const back = readEvents(whole.directory).filter((event) => event.kind === 'rolled-back')
    expect(back.length).toBeGreaterThan(0)
    const [first] = back
    expect(first!.to).toBeGreaterThan(0)
    expect(first!.message).toContain('the agent repeats itself')
    const metrics = readMetrics(whole.directory)
    expect(metrics).toHaveLength(14)
    const [before, next] = [metrics[first!.iteration! - 1]!, metrics[first!.iteration!]!]
    expect(before['guard/rollbacks']).toBe(0)
    expect(next).toMatchObject({ 'guard/rollbacks': 1, 'guard/learning_rate_factor': 0.25, 'guard/good': first!.to })
    expect(next['policy/lr']!).toBeLessThan(0.5 * before['policy/lr']!)
    expect(next['action/repeat_rate']!).toBeLessThan(before['action/repeat_rate']!)

    const expected = record(whole.directory)
    for (const stop of [1, first!.iteration! - 1, first!.iteration!, first!.iteration! + 1, 13]) {
      const directory = join(scratch, `killed-${stop}`)
      const dying = start(`killed-${stop}`)
      const killed = new Error('killed')
      const progress: TrainOptions['progress'] = (event) => {
        if (event.kind === 'iteration-end' && event.metrics.iteration === stop) throw killed
      }
      await expect(finish(dying, { progress })).rejects.toBe(killed)
      const engine = createToyEngine({ seed: 1234, rows: 512 })
      await finish(openRun(directory), { engine })
      expect(record(directory), `killed after iteration ${stop}`).toEqual(expected)
    }
  }, 120_000)

  it('stays the same run when it is interrupted, which writes checkpoints of its own', async () => {
    const expected = record(join(scratch, 'whole'))
    const directory = join(scratch, 'interrupted')
    start('interrupted').close()
    for (let stop = 1; stop <= 14; stop++) {
      const controller = new AbortController()
      const progress: TrainOptions['progress'] = (event) => {
        if (event.kind === 'iteration-end' && event.metrics.iteration === stop) controller.abort()
      }
      await finish(openRun(directory), { signal: controller.signal, progress }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'interrupted' })
      })
    }
    await finish(openRun(directory))
    // The trainer's own state says when the last evaluation was, and that comes after such a checkpoint.
    const withoutState = ({ 'checkpoints/14/state.json': _, ...rest }: ReturnType<typeof record>) => rest
    expect(withoutState(record(directory))).toEqual(withoutState(expected))
  }, 120_000)

  it('does an iteration again whose numbers were not finite, and gives up in the end', async () => {
    const failAt = (calls: ReadonlySet<number>) => {
      let call = 0
      return new Proxy(createToyEngine({ seed: 3, fluent: true, rows: 512 }), {
        get(target, name) {
          const own: unknown = Reflect.get(target, name)
          if (name !== 'optimStep') return typeof own === 'function' ? own.bind(target) : own
          return async (step: Parameters<typeof target.optimStep>[0]) => {
            if (calls.has(++call)) throw new GigpoError('non-finite', 'the gradient norm is NaN')
            return target.optimStep(step)
          }
        },
      })
    }
    const quiet = ['iterations=4', 'evaluation={panels: [], selectBest: null}', 'guard={rollback: {most: 2}}']
    const once = start('non-finite', quiet)
    await finish(once, { engine: failAt(new Set([6])) })
    const metrics = readMetrics(once.directory)
    expect(metrics.map((line) => line['guard/rollbacks'])).toEqual([0, 0, 1, 1])
    const [event] = readEvents(once.directory).filter(({ kind }) => kind === 'rolled-back')
    expect(event).toMatchObject({ iteration: 2, to: 1, learningRateFactor: 0.5 })
    expect(event!.message).toContain('iteration 3: the gradient norm is NaN')

    const often = start('non-finite-often', quiet)
    await expect(finish(often, { engine: failAt(new Set([1, 2, 3])) })).rejects.toMatchObject({ code: 'non-finite' })
    expect(readEvents(often.directory).filter(({ kind }) => kind === 'rolled-back')).toHaveLength(2)
  })

  it('leaves a run without one as it was', async () => {
    const plain = start('plain', ['iterations=2'])
    await finish(plain)
    expect(Object.keys(readMetrics(plain.directory)[0]!).filter((name) => name.startsWith('guard/'))).toEqual([])
    expect(readFileSync(join(plain.directory, 'checkpoints', '2', 'state.json'), 'utf8')).not.toContain('guard')
  })
})
