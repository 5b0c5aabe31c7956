// Every way to train that needs no critic learns the toy grid from start to end: each estimator under its own name, and each
// published composition as a recipe would name it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { algorithmNames, algorithmNeeds, type CreditOptions, presets } from '@gigpo/algorithms'
import { GigpoError } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { checkAlgorithm } from '../batch/check-algorithm.ts'
import { resolveConfig } from '../config/index.ts'
import { createRun, readMetrics } from '../run-directory/index.ts'
import { train } from './train.ts'
import { TOY_RECIPE, toyTraining } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-algorithms-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const SHORT = [
  'iterations=20',
  'optimizer.learningRate=0.15',
  'evaluation={panels: [], selectBest: null}',
  'checkpoint={every: 20, keep: 1}',
]
let runs = 0

/** Success of the 144 episodes of the last four iterations less that of the first four, and all metrics. */
async function learn(overrides: readonly string[]) {
  const run = createRun(
    join(scratch, String(runs++)),
    resolveConfig(TOY_RECIPE, { overrides: [...SHORT, ...overrides] }),
  )
  await train(toyTraining(run)).finally(() => run.close())
  const metrics = readMetrics(run.directory)
  const rollout = metrics.map((line) => line['success/rate']!)
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return { metrics, gain: mean(rollout.slice(-4)) - mean(rollout.slice(0, 4)) }
}

const critics = algorithmNames.filter((name) =>
  algorithmNeeds({ name } as CreditOptions).some((need) => need !== 'greedyReturns'),
)

describe('training on the toy grid', () => {
  it.each(algorithmNames.filter((name) => !critics.includes(name)))('%s improves the policy', async (name) => {
    expect((await learn([`algorithm={name: ${name}}`])).gain).toBeGreaterThan(0.15)
  })

  it.each(Object.keys(presets))('preset %s improves the policy', async (preset) => {
    expect((await learn([`preset=${preset}`])).gain).toBeGreaterThan(0.15)
  })

  it('gigpo improves the policy by its automatic choices, and reports them', async () => {
    const { gain, metrics } = await learn(['algorithm={name: gigpo, norm: mean, omega: auto, fallback: episode}'])
    expect(gain).toBeGreaterThan(0.15)
    for (const line of metrics) {
      expect(line['adv/omega']).toBeGreaterThanOrEqual(0.25)
      expect(line['adv/omega']).toBeLessThanOrEqual(4)
      expect(line['adv/frac_fallback']).toBeGreaterThan(0)
    }
    expect(new Set(metrics.map((line) => line['adv/omega'])).size).toBeGreaterThan(5)
  })

  it('remax counts the steps and episodes of its greedy play', async () => {
    const { metrics } = await learn(['algorithm={name: remax}', 'iterations=2'])
    const sampled = await learn(['algorithm={name: reinforce}', 'iterations=2'])
    const [first] = metrics
    expect(first!['success/rate']).toBe(sampled.metrics[0]!['success/rate'])
    expect(first!['total/episodes']).toBe(sampled.metrics[0]!['total/episodes']! + 6)
    expect(first!['total/environment_steps']).toBeGreaterThan(sampled.metrics[0]!['total/environment_steps']!)
    expect(first!['greedy/return_mean']).toBeGreaterThanOrEqual(0)
  })
})

describe('checkAlgorithm', () => {
  const failure = (text: string): GigpoError => {
    try {
      checkAlgorithm(resolveConfig(text))
    } catch (error) {
      if (GigpoError.isInstance(error)) return error
    }
    throw new Error(`accepted: ${text}`)
  }

  it.each(critics)('refuses %s, which needs a critic', (name) => {
    expect(failure(`algorithm: { name: ${name} }`)).toMatchObject({ code: 'config' })
    expect(failure(`algorithm: { name: ${name} }`).message).toContain('critic')
  })

  it('refuses wrong options, and says how to write a preset', () => {
    expect(failure('algorithm: { name: grpo, gama: 1 }').message).toContain('gama')
    expect(failure('algorithm: { name: gigpo-stable }').remedy).toContain('preset: gigpo-stable')
    expect(() => checkAlgorithm(resolveConfig('algorithm: { name: gagpo }'))).not.toThrow()
  })
})
