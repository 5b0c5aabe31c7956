// Budgets: the rules by themselves, and a run on the toy grid that is stopped, resumed, and ends where the whole one does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { configDigest, resolveConfig } from '../config/index.ts'
import { createRun, openRun, type Run, readEvaluations, readMetrics } from '../run-directory/index.ts'
import { isEvaluationDue, isFinished, totalUpdates } from './budget.ts'
import { initialState } from './state.ts'
import { train } from './train.ts'
import { finish, TOY_RECIPE, toyTraining } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-budget-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const BUDGET = 'budget={ environmentSteps: 1000, evaluations: 4 }'
const config = resolveConfig(TOY_RECIPE, { overrides: [BUDGET] })
const at = (environmentSteps: number, evaluatedAt?: number) => ({
  ...initialState,
  iteration: 3,
  updates: 6,
  environmentSteps,
  evaluated: 2,
  ...(evaluatedAt === undefined ? {} : { evaluatedAt }),
})

describe('the rules', () => {
  it('a budget ends a run at its steps, whatever its iterations', () => {
    expect(isFinished(config, at(999))).toBe(false)
    expect(isFinished(config, at(1000))).toBe(true)
    expect(isFinished(resolveConfig('iterations: 3'), at(0))).toBe(true)
    expect(isFinished(resolveConfig('iterations: 4'), at(1e9))).toBe(false)
  })

  it.each([
    [249, undefined, false],
    [250, undefined, true],
    [499, 260, false],
    [500, 260, true],
    [990, 260, true],
    [990, 750, false],
    [1030, 760, true],
    [1900, 1030, false],
  ])('at %i steps, last evaluated at %s: %s', (steps, evaluatedAt, due) => {
    expect(isEvaluationDue(config, at(steps, evaluatedAt))).toBe(due)
  })

  it('a schedule counts on the pace so far', () => {
    expect(totalUpdates(config, { ...initialState })).toBe(Number.POSITIVE_INFINITY)
    expect(totalUpdates(config, at(250))).toBe(24)
    expect(totalUpdates(resolveConfig(TOY_RECIPE), at(250))).toBe(12)
  })

  it('recipes without a budget keep their digest, and have none', () => {
    expect('budget' in resolveConfig('')).toBe(false)
    expect(configDigest(config)).not.toBe(configDigest(resolveConfig(TOY_RECIPE)))
    expect(config.budget).toEqual({ environmentSteps: 1000, evaluations: 4 })
  })
})

describe('a run with a budget', () => {
  const overrides = ['budget={ environmentSteps: 900, evaluations: 3 }', 'checkpoint.every=100']
  const start = (name: string): Run => createRun(join(scratch, name), resolveConfig(TOY_RECIPE, { overrides }))

  it('ends at the first iteration that reaches it, evaluated at equal shares', async () => {
    const run = start('whole')
    await finish(run)
    const steps = readMetrics(run.directory).map((line) => line['total/environment_steps']!)
    expect(steps.at(-1)).toBeGreaterThanOrEqual(900)
    expect(steps.at(-2)).toBeLessThan(900)
    const first = (share: number): number => steps.find((value) => value >= share)!
    expect(readEvaluations(run.directory).map((report) => report.environmentSteps)).toEqual([
      0,
      ...new Set([first(300), first(600), first(900)]),
    ])
  })

  it('stopped in an evaluation and resumed, it evaluates at the same places', async () => {
    const run = start('stopped')
    const controller = new AbortController()
    let evaluations = 0
    const stopped = train({
      ...toyTraining(run),
      signal: controller.signal,
      progress: (event) => {
        if (event.kind === 'iteration-end' && event.metrics['total/environment_steps']! >= 300 && evaluations++ === 0) {
          controller.abort()
        }
      },
    })
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
    run.close()
    await finish(openRun(run.directory))
    const places = (name: string) => readEvaluations(join(scratch, name))
    expect(places('stopped')).toEqual(places('whole'))
  })
})
