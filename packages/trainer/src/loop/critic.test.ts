// PPO with a critic through the whole loop, on the toy grid: it learns, its critic explains returns, a warm-up freezes the
// policy, and checkpoints hold both, bit for bit.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToyCritic, createToyEngine } from '@gigpo/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { checkAlgorithm } from '../batch/check-algorithm.ts'
import { configDigest, resolveConfig } from '../config/index.ts'
import {
  createRun,
  openRun,
  type Run,
  readEpisodes,
  readEvents,
  readMetrics,
  readRunConfig,
} from '../run-directory/index.ts'
import type { TrainOptions } from './options.ts'
import { record } from './run-record.test-support.ts'
import { train } from './train.ts'
import { finish, TOY_RECIPE, TOY_SUPERVISED, toyTraining } from './train-toy.test-support.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-critic-loop-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const PPO = ['algorithm={name: ppo}', 'critic={clip: null, epochs: 4, optimizer: {learningRate: 0.2, beta1: 0.5}}']

function start(name: string, overrides: readonly string[] = []): Run {
  return createRun(join(scratch, name), resolveConfig(TOY_RECIPE, { overrides: [...PPO, ...overrides] }))
}

/** The metrics of the run when it has ended. */
async function metricsOf(run: Run, extra: Partial<TrainOptions> = {}) {
  await finish(run, extra)
  return readMetrics(run.directory)
}

describe('PPO on the toy grid', () => {
  it.each([
    ['token', 1],
    ['turn', 0.95],
    ['bi-level', 0.95],
  ] as const)('learns with credit by %s', async (level, gamma) => {
    const name = `learns-${level}`
    const metrics = await metricsOf(
      start(name, ['iterations=30', `algorithm.level=${level}`, `algorithm.gamma=${gamma}`]),
    )
    const mean = (key: string, lines: typeof metrics): number =>
      lines.reduce((sum, line) => sum + (line[key] ?? Number.NaN), 0) / lines.length
    expect(mean('success/rate', metrics.slice(0, 5))).toBeLessThan(0.6)
    expect(mean('success/rate', metrics.slice(-5))).toBeGreaterThan(0.8)
    // The critic starts at 0 and follows the policy.
    expect(metrics[0]!['critic/explained_variance']).toBe(0)
    expect(mean('critic/value_mean', metrics.slice(-5))).toBeGreaterThan(5)
    expect(mean('critic/loss', metrics.slice(-5))).toBeLessThan(
      0.8 * Math.max(...metrics.map((line) => line['critic/loss']!)),
    )
    for (const key of ['critic/loss', 'critic/grad_norm', 'critic/updates', 'critic/return_mean', 'time/critic'])
      expect(metrics[0]![key], key).toBeGreaterThan(0)
    expect(metrics[0]!['critic/updates']).toBe(16)
  })

  it('asks the critic where an episode was cut, and stores what it said', async () => {
    const cut = ['iterations=3', 'algorithm.bootstrap=truncated', 'algorithm.gamma=0.95', 'algorithm.level=turn']
    const run = start('bootstrap', cut)
    await finish(run)
    const episodes = readEpisodes(join(run.directory, 'episodes', '3.jsonl'))
    const truncated = episodes.filter(({ stop }) => stop === 'truncated')
    expect(truncated.length).toBeGreaterThan(0)
    expect(truncated.some(({ finalValue }) => finalValue! > 0)).toBe(true) // states never learned from are worth 0
    for (const { finalValue, steps } of truncated) {
      // One turn before the end, and λ = 1: the target is the reward and what the critic said of the state after.
      const last = steps.at(-1)!
      expect(last.advantage!.return).toBeCloseTo(last.reward + 0.95 * finalValue!, 9)
    }
    for (const { finalValue } of episodes.filter(({ stop }) => stop === 'terminated')) expect(finalValue).toBe(0)
    expect(episodes[0]).not.toHaveProperty('finalPrompt')
  })

  it('needs no groups: one episode a task', async () => {
    const run = start('single', ['iterations=30', 'rollout={tasks: 36, members: 1, maxTokens: 3}'])
    const success = (await metricsOf(run)).map((line) => line['success/rate']!)
    expect(success.slice(-5).reduce((a, b) => a + b) / 5).toBeGreaterThan(
      success.slice(0, 5).reduce((a, b) => a + b) / 5 + 0.3,
    )
    expect(readEvents(run.directory).map(({ kind }) => kind)).not.toContain('returns-equal')
  })

  it('keeps the policy while the critic warms up', async () => {
    const run = start('warm-up', ['iterations=4', 'critic.warmupIterations=2', 'checkpoint.every=1'])
    const metrics = await metricsOf(run)
    const weights = [0, 2, 3].map((iteration) =>
      readFileSync(join(run.directory, 'checkpoints', String(iteration), 'toy-engine.bin'), 'latin1').slice(24),
    )
    const half = weights[0]!.length / 3
    expect(weights[1]!.slice(0, half)).toBe(weights[0]!.slice(0, half))
    expect(weights[2]!.slice(0, half)).not.toBe(weights[0]!.slice(0, half))
    expect(metrics.map((line) => line['policy/updates'])).toEqual([0, 0, 2, 2])
    expect(metrics.map((line) => line['critic/updates'])).toEqual([16, 16, 16, 16])
  })

  it('the critic explains returns of fresh episodes, as far as states tell them', async () => {
    const frozen = ['iterations=8', 'critic.warmupIterations=8', 'critic.epochs=6', 'critic.optimizer.learningRate=0.1']
    const metrics = await metricsOf(start('explains', ['rollout.tasks=18', 'rollout.members=12', ...frozen]))
    const explained = metrics.map((line) => line['critic/explained_variance']!)
    // The step limit is no part of the state, so most of the variance cannot be explained.
    expect(explained.slice(4).reduce((a, b) => a + b) / 4).toBeGreaterThan(0.03)
    expect(explained[0]).toBe(0)
  })

  it('the clip holds a value to its range', async () => {
    const steps = 'critic.optimizer.learningRate=1'
    const held = await metricsOf(start('clipped', ['iterations=2', 'critic.clip=0.5', steps]))
    const free = await metricsOf(start('free', ['iterations=2', steps]))
    expect(held[0]!['critic/clip_frac']).toBeGreaterThan(0)
    expect(free[0]!['critic/clip_frac']).toBe(0)
    expect(held[1]!['critic/value_mean']).toBeLessThan(0.8 * free[1]!['critic/value_mean']!)
    expect(held[1]!['critic/value_mean']).toBeGreaterThan(0)
  })

  it('resumes from every checkpoint to the same bytes, critic included', async () => {
    const whole = start('whole', TOY_SUPERVISED)
    await finish(whole)
    const expected = record(whole.directory)
    expect(Object.keys(expected)).toContain('/checkpoints/6/critic/toy-critic.bin')
    const directory = join(scratch, 'again')
    await finish(start('again', TOY_SUPERVISED))
    for (const iteration of [0, 1, 4]) {
      const run = openRun(directory)
      run.rollbackTo(iteration)
      // Models that know nothing: everything must come from the checkpoint.
      const untaught = createToyCritic({ rows: 2048 })
      await untaught.forwardBackward([{ prompt: [1], completion: [2], weights: [1], returns: [5] }], { clip: null })
      await untaught.optimStep({ learningRate: 1, beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0 })
      await finish(run, { engine: createToyEngine({ seed: 1234, rows: 512 }), critic: untaught })
      expect(record(directory)).toEqual(expected)
    }
  })

  it('says in the run how large the critic is', async () => {
    const run = start('facts', ['iterations=1'])
    await finish(run)
    expect(readRunConfig(run.directory).facts.critic).toEqual({ critic: 'toy', parameters: 2048, bytes: 65_536 })
  })
})

describe('the critic of a recipe', () => {
  const check = (text: string) => () => checkAlgorithm(resolveConfig(text))

  it('changes no digest where it is absent, and is asked for by name', () => {
    expect(resolveConfig('')).not.toHaveProperty('critic')
    expect(resolveConfig('critic: {}').critic).toMatchObject({ start: 'policy', clip: 0.5, updates: 4, epochs: 1 })
    expect(configDigest(resolveConfig('critic: {}'))).not.toBe(configDigest(resolveConfig('')))
    expect(check('{ algorithm: { name: ppo }, critic: {} }')).not.toThrow()
    expect(check('{ algorithm: { name: gae }, critic: {} }')).not.toThrow()
    expect(check('algorithm: { name: ppo }')).toThrow(
      expect.objectContaining({ remedy: expect.stringMatching(/critic: \{\}/) }),
    )
    expect(check('critic: {}')).toThrow(/gigpo needs no critic/)
    expect(check('{ algorithm: { name: gae, bootstrap: truncated }, critic: {} }')).not.toThrow()
    expect(check('algorithm: { name: gae, bootstrap: truncated }')).toThrow(/finalValues/)
  })

  it('must be given to the loop', async () => {
    const run = start('none')
    const { critic: _, ...without } = toyTraining(run)
    await expect(train(without)).rejects.toMatchObject({ code: 'usage' })
    run.close()
  })
})
