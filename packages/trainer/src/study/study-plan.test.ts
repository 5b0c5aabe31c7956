import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { configDigest } from '../config/index.ts'
import { createRun, openRun } from '../run-directory/index.ts'
import { lockStudy, parseStudy, planStudy, runStatus } from './index.ts'
import { STUDY, smallPlan, writeRun } from './study-runs.test-support.ts'

const root = mkdtempSync(join(tmpdir(), 'gigpo-study-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const won = [1, 1, 1, 1] as const

describe('parseStudy', () => {
  it('reads seeds as a number or a list, and takes the first variant for the baseline', () => {
    expect(parseStudy(STUDY, 'x')).toMatchObject({ name: 'small', seeds: [1, 2, 3], baseline: 'grpo' })
    const study = parseStudy(STUDY.replace('seeds: 3', 'seeds: [5, 7]').replace('baseline: grpo\n', ''), 'x')
    expect(study.seeds).toEqual([5, 7])
    expect(study.variants[0]).toEqual({ name: 'grpo', overrides: ['algorithm={"name":"grpo"}'] })
    expect(study.baseline).toBe('grpo')
    expect(
      parseStudy('{ name: a, recipe: b, budget: { environmentSteps: 1 }, seeds: 1, variants: { a: } }', 'x').variants,
    ).toEqual([{ name: 'a', overrides: [] }])
  })

  it.each([
    ['varaints: {}', 'varaints: unknown key; did you mean variants?'],
    ['seeds: 0', 'seeds: '],
    ['seeds: [1, 1]', 'seeds: expected different seeds, received 1, 1'],
    ['budget: { environmentSteps: -4 }', 'budget.environmentSteps: '],
    ['baseline: gigop', 'no variant is named "gigop"'],
    ['variants: {}', 'at least one variant'],
    ['variants: { a/b: {} }', 'variants'],
    ['variants: { grpo: { seed: 3 } }', 'variants.grpo.seed: the study decides this'],
    ['set: { iterations: 3 }', 'set.iterations: the study decides this'],
    ['set: { budget.environmentSteps: 3 }', 'set.budget.environmentSteps: the study decides this'],
  ])('refuses %s', (line, message) => {
    const key = line.split(':')[0]!
    const rest =
      key === 'variants'
        ? STUDY.split('variants:')[0]!
        : STUDY.split('\n')
            .filter((each) => !each.startsWith(`${key}:`))
            .join('\n')
    expect(() => parseStudy(`${rest}\n${line}\n`, 'x.yaml')).toThrow(message)
  })

  it('meets any text with a study or a GigpoError', () => {
    const pieces = [
      'name: a\n',
      'seeds: 2\n',
      'recipe: r\n',
      'budget: { environmentSteps: 5 }\n',
      'variants: { x: {} }\n',
      '- 1\n',
      '{',
      ': ',
      '&a *a\n',
      'set: { a.b: [1] }\n',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        try {
          expect(parseStudy(parts.join(''), 'x').variants.length).toBeGreaterThan(0)
        } catch (error) {
          expect(GigpoError.isInstance(error), String(error)).toBe(true)
        }
      }),
    )
  })
})

describe('planStudy', () => {
  it('plans every variant under every seed, whole seeds first', () => {
    const { runs, directory } = smallPlan('runs')
    expect(directory).toBe(join('runs', 'small'))
    expect(runs.map((run) => run.name)).toEqual([
      'grpo-seed1',
      'gigpo-seed1',
      'grpo-seed2',
      'gigpo-seed2',
      'grpo-seed3',
      'gigpo-seed3',
    ])
    expect(runs[1]).toMatchObject({
      directory: join('runs', 'small', 'gigpo-seed1'),
      config: { seed: 1, name: 'gigpo-seed1', budget: { environmentSteps: 1000, evaluations: 2 } },
    })
    const without = runs.map(({ config }) => configDigest(config, ['seed']))
    expect(new Set(without).size).toBe(2)
    expect(without[0]).toBe(without[2])
  })

  it('lets variants overrule what all have, and refuses twins and wrong options', () => {
    const recipe = { text: '', where: 'r' }
    const plan = (variants: string, set = '{ rollout.tasks: 4 }') =>
      planStudy(parseStudy(`${STUDY.split('variants:')[0]}\nset: ${set}\nvariants: ${variants}`, 'x'), recipe, 'runs')
    const { runs } = plan('{ grpo: { algorithm: { name: grpo } }, wide: { rollout: { tasks: 8 } } }')
    expect(runs.slice(0, 2).map(({ config }) => config.rollout.tasks)).toEqual([4, 8])
    expect(() => plan('{ grpo: {}, same: { rollout.tasks: 4 } }')).toThrow('variants grpo and same are the same')
    expect(() => plan('{ grpo: {}, b: { algorithm.omgea: 1 } }')).toThrow('omgea')
    expect(() => plan('{ grpo: {}, b: { rollouts.tasks: 1 } }')).toThrow('rollouts')
  })
})

describe('runStatus', () => {
  it('tells missing, cut and complete apart', async () => {
    const [missing, cut, complete, unsaved] = smallPlan(join(root, 'status')).runs
    await writeRun(cut!, { games: [won, won, won], iterations: 7 })
    await writeRun(complete!, { games: [won, won, won] })
    expect(runStatus(missing!)).toEqual({ state: 'missing', environmentSteps: 0 })
    expect(runStatus(cut!)).toEqual({ state: 'cut', environmentSteps: 700 })
    expect(runStatus(complete!)).toEqual({ state: 'complete', environmentSteps: 1000 })
    // All steps taken, but killed before the last evaluation.
    await writeRun(unsaved!, { games: [won, won, won] })
    rmSync(join(unsaved!.directory, 'eval', '10.json'))
    expect(runStatus(unsaved!).state).toBe('cut')
    openRun(cut!.directory).close()
    expect(runStatus(cut!).state).toBe('cut')
  })

  it('refuses a run of another configuration, and says what differs', () => {
    const [planned] = smallPlan(join(root, 'other')).runs
    createRun(planned!.directory, { ...planned!.config, iterations: 61 }).close()
    expect(() => runStatus(planned!)).toThrow('iterations is 61 there and 60 in the study')
  })
})

it('one process works on a study at a time', () => {
  const lock = lockStudy(join(root, 'locked'))
  expect(() => lockStudy(join(root, 'locked'))).toThrow('is working in this directory')
  lock.release()
  lockStudy(join(root, 'locked')).release()
})
