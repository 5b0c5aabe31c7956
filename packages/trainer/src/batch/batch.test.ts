// From groups to optimiser steps: normalisers, skipping, metrics; with the toy engine as learner.
import { createCredit } from '@gigpo/algorithms'
import { type Datum, fold, type Group, rootKey } from '@gigpo/core'
import { createToyAgent, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { type Aggregation, type LossConfig, resolveConfig } from '../config/index.ts'
import { collectGroups, type Rollout } from '../rollout/collect-groups.ts'
import { createTaskOrder } from '../rollout/task-order.ts'
import { assignCredit } from './assign-credit.ts'
import { type MiniBatchOptions, toMiniBatches } from './mini-batches.ts'
import { lossSpec } from './policy-gradient.ts'
import { referenceLogprobs, stepsOf } from './reference.ts'
import { rolloutMetrics } from './rollout-metrics.ts'
import { updatePolicy } from './update-policy.ts'

const root = rootKey(2)
const credit = createCredit({ name: 'gigpo' })
const LOSS: LossConfig = resolveConfig('').loss
const engine = createToyEngine({ seed: 5, fluent: true })

const rollout: Rollout = await collectGroups({
  taskSet: createToyTaskSet(),
  createAgent: createToyAgent,
  engine,
  rollout: { tasks: 6, members: 6, temperature: 1, topP: 1, maxTokens: 3, dynamicSampling: null },
  root,
  iteration: 1,
  position: 0,
  taskAt: createTaskOrder(createToyTaskSet(), root),
})
const { groups } = rollout
const { advantages, metrics } = assignCredit(groups, { credit, loss: LOSS, maxTokens: 3 })

function split(loss: Partial<LossConfig> = {}, rest: Partial<MiniBatchOptions> = {}) {
  const key = fold(root, 'update', 1)
  return toMiniBatches(groups, advantages.total, { loss: { ...LOSS, ...loss }, updates: 3, maxTokens: 3, key, ...rest })
}

const weightSum = (data: readonly Datum[]): number => data.flatMap((datum) => datum.weights).reduce((a, b) => a + b, 0)
const close = (value: number): unknown => expect.closeTo(value, 9)

describe('toMiniBatches', () => {
  it('puts every step into exactly one part, of even sizes, in an order of its key', () => {
    const batches = split({ skipZeroAdvantage: false })
    const rows = stepsOf(groups).length
    expect(batches.flatMap(({ data }) => data)).toHaveLength(rows)
    for (const { data } of batches) expect(Math.abs(data.length - rows / 3)).toBeLessThan(1)
    const sampled = stepsOf(groups).map((step) => JSON.stringify([step.prompt, step.completion, step.logprobs]))
    const batched = batches.flatMap(({ data }) =>
      data.map((d) => JSON.stringify([d.prompt, d.completion, d.oldLogprobs])),
    )
    expect(batched).not.toEqual(sampled)
    expect(batched.sort()).toEqual(sampled.sort())
    expect(split({ skipZeroAdvantage: false }, { key: fold(root, 'update', 2) })).not.toEqual(batches)
  })

  it('gives each aggregation its normaliser, in each part by itself', () => {
    const batches = (aggregation: Aggregation) =>
      split({ aggregation, skipZeroAdvantage: false }).map(({ data }) => data)
    for (const data of batches('token-mean')) expect(weightSum(data)).toEqual(close(1))
    for (const data of batches('seq-mean-token-mean')) expect(weightSum(data)).toEqual(close(1))
    for (const data of batches('step-mean')) expect(weightSum(data)).toEqual(close(1))
    for (const data of batches('seq-mean-token-sum')) {
      for (const datum of data) expect(datum.weights[0]).toEqual(close(1 / data.length))
    }
    for (const data of batches('seq-mean-token-sum-norm')) {
      for (const datum of data) expect(datum.weights[0]).toEqual(close(1 / 3))
    }
    for (const data of batches('per-rollout-mean')) {
      const trajectories = Math.round(weightSum(data) * data.length)
      expect(weightSum(data) * data.length).toEqual(close(trajectories))
      expect(trajectories).toBeGreaterThan(1)
    }
  })

  it('skips rows without advantage after counting them, and only where nothing else needs them', () => {
    const all = split({ skipZeroAdvantage: false })
    const skipped = split()
    expect(skipped.reduce((sum, batch) => sum + batch.skipped, 0)).toBe(
      Array.from(advantages.total).filter((value) => value === 0).length,
    )
    for (const [i, { data, skipped: count }] of skipped.entries()) {
      expect(count).toBeGreaterThan(0)
      expect(data).toEqual(all[i]!.data.filter((datum) => datum.advantages![0] !== 0))
    }
    const reference = stepsOf(groups).map((step) => step.logprobs)
    for (const kept of [split({ entropyCoefficient: 0.1 }), split({}, { reference })]) {
      expect(kept.map((batch) => batch.skipped)).toEqual([0, 0, 0])
    }
  })

  it('leaves out parts that nothing can be learned from', () => {
    const options = { loss: LOSS, updates: 3, maxTokens: 3, key: root }
    expect(toMiniBatches(groups, new Float64Array(advantages.total.length), options)).toEqual([])
    expect(toMiniBatches([], new Float64Array(0), options)).toEqual([])
  })
})

describe('updatePolicy', () => {
  const adam = { learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 }
  const update = async (loss: Partial<LossConfig>, batches = split(loss)) => {
    const learner = createToyEngine({ seed: 5, fluent: true })
    const report = await updatePolicy(batches, {
      learner,
      loss: { ...LOSS, ...loss },
      temperature: 1,
      adamAt: () => adam,
    })
    const steps = stepsOf(groups)
    const data = steps.map(({ prompt, completion }) => ({ prompt, completion, weights: completion.map(() => 1) }))
    return { report, scored: await learner.forward(data) }
  }

  it('trains the same weights with and without rows of no advantage', async () => {
    const skipped = await update({})
    const all = await update({ skipZeroAdvantage: false })
    expect(skipped.scored).toEqual(all.scored)
    expect(skipped.report['policy/rows_trained']).toBeLessThan(all.report['policy/rows_trained']!)
    const share = skipped.report['policy/frac_tokens_skipped']!
    expect(share).toBeGreaterThan(0.1)
    expect(skipped.report['time/skip_saved']).toBeCloseTo((skipped.report['time/update']! * share) / (1 - share), 9)
    expect(all.report).toMatchObject({ 'policy/frac_tokens_skipped': 0, 'time/skip_saved': 0 })
  })

  it('raises what had advantages above 0 and lowers the rest, under every aggregation', async () => {
    for (const aggregation of [
      'token-mean',
      'seq-mean-token-sum',
      'seq-mean-token-mean',
      'seq-mean-token-sum-norm',
      'step-mean',
      'per-rollout-mean',
    ] as const) {
      const { report, scored } = await update({ aggregation })
      let gain = 0
      for (const [row, step] of stepsOf(groups).entries()) {
        for (const [t, old] of step.logprobs.entries())
          gain += advantages.total[row]! * (scored[row]!.logprobs[t]! - old)
      }
      expect(gain, aggregation).toBeGreaterThan(1)
      expect(report['policy/grad_norm'], aggregation).toBeGreaterThan(0)
    }
  })

  it('reports no drift at the first update, one more drift later, and clipping', async () => {
    const { report } = await update({})
    expect(report['drift/logprob_abs_diff_max']).toBe(0)
    expect(report['policy/ratio_max']).toBeGreaterThan(1)
    expect(report['policy/updates']).toBe(3)
    expect(report['policy/clip_frac_low']! + report['policy/clip_frac_high']!).toBeGreaterThan(0)
    expect(report['policy/entropy']).toBeGreaterThan(1)
    expect(await update({}, []).then((empty) => empty.report)).toEqual({
      'policy/updates': 0,
      'policy/rows_trained': 0,
      'policy/rows_skipped': 0,
    })
  })
})

describe('KL', () => {
  it('in the reward lowers the steps that left the reference, in the loss it travels with the data', async () => {
    const reference = await referenceLogprobs(groups, createToyEngine({ seed: 6, fluent: true }), 1)
    const kl = { kind: 'k2', coefficient: 1, placement: 'reward' } as const
    const shaped = assignCredit(groups, { credit, loss: { kl }, maxTokens: 3, reference })
    expect(shaped.advantages.total).not.toEqual(advantages.total)
    const none = assignCredit(groups, {
      ...{ credit, maxTokens: 3, reference },
      loss: { kl: { ...kl, coefficient: 0 } },
    })
    expect(none.advantages.total).toEqual(advantages.total)
    expect(lossSpec({ ...LOSS, kl }, 1).kl).toBeUndefined()
    expect(lossSpec({ ...LOSS, kl: { ...kl, placement: 'loss' } }, 1).kl).toEqual({ kind: 'k2', coefficient: 1 })
    const [first] = split({ kl: { ...kl, placement: 'loss' } }, { reference })
    expect(first!.data.every((datum) => datum.refLogprobs?.length === datum.completion.length)).toBe(true)
  })
})

describe('metrics', () => {
  it('describe the episodes', () => {
    const report = rolloutMetrics(rollout)
    const episodes = groups.flatMap((group) => group.episodes)
    const rate = episodes.filter((episode) => episode.success).length / 36
    expect(report['success/rate']).toEqual(close(rate))
    expect(report['reward/mean']).toEqual(close(10 * rate))
    expect(report['reward/max']).toBe(10)
    expect(report['episode/turns_max']).toBe(8)
    expect(report['stop/terminated']).toEqual(close(rate))
    expect(report['stop/truncated']).toEqual(close(1 - rate))
    expect(report['action/valid_rate']! + report['action/format_error_rate']!).toEqual(close(1))
    const fractions = ['mixed', 'all_good', 'all_bad'].map((kind) => report[`group/frac_${kind}`]!)
    expect(fractions.reduce((a, b) => a + b)).toEqual(close(1))
    expect(report['group/frac_zero_std']).toEqual(close(1 - fractions[0]!))
    expect(metrics['anchor/mean_size']).toBeGreaterThan(1)
    expect(metrics['adv/episode_mean']).toBeDefined()
  })

  it('count what was dropped and why', () => {
    const [first, second, ...rest] = groups as [Group, Group, ...Group[]]
    const failed: Group = { ...first, episodes: first.episodes.map((episode) => ({ ...episode, stop: 'error' })) }
    const report = rolloutMetrics({
      ...rollout,
      groups: rest,
      dropped: [
        { group: failed, reason: 'error' },
        { group: second, reason: 'equal-returns' },
      ],
      failures: [{ kind: 'TypeError', message: '', task: '', member: 0 }],
    })
    expect(report).toMatchObject({
      'group/trained': 4,
      'group/dropped_error': 1,
      'group/dropped_equal_returns': 1,
      'errors/TypeError': 1,
      'stop/error': close(1 / 6),
    })
  })
})
