// The objectives that an engine does not have, through its linear loss; and overlong shaping on the way to the credit.
import { createCredit, objectiveKinds, overlongPenalty } from '@gigpo/algorithms'
import { fold, rootKey } from '@gigpo/core'
import { createToyAgent, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { type LossConfig, resolveConfig } from '../config/index.ts'
import { collectGroups } from '../rollout/collect-groups.ts'
import { createTaskOrder } from '../rollout/task-order.ts'
import { assignCredit } from './assign-credit.ts'
import { toMiniBatches } from './mini-batches.ts'
import { accumulateGradient } from './policy-gradient.ts'
import { referenceLogprobs, stepsOf } from './reference.ts'
import { updatePolicy } from './update-policy.ts'

const root = rootKey(4)
const policy = () => createToyEngine({ seed: 5, fluent: true })
const { groups } = await collectGroups({
  taskSet: createToyTaskSet(),
  createAgent: createToyAgent,
  engine: policy(),
  rollout: { tasks: 6, members: 6, temperature: 1, topP: 1, maxTokens: 3, dynamicSampling: null },
  root,
  iteration: 1,
  position: 0,
  taskAt: createTaskOrder(createToyTaskSet(), root),
})
const adam = { learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 }
const base: LossConfig = { ...resolveConfig('').loss, aggregation: 'seq-mean-token-mean', entropyCoefficient: 0.01 }
const { advantages } = assignCredit(groups, { credit: createCredit({ name: 'gigpo' }), loss: base, maxTokens: 3 })

async function train(change: Partial<LossConfig>, updates: number) {
  const learner = policy()
  const loss = { ...base, ...change }
  const reference =
    loss.kl === null ? undefined : await referenceLogprobs(groups, createToyEngine({ seed: 6, fluent: true }), 1)
  const key = fold(root, 'update', 1)
  const batches = toMiniBatches(groups, advantages.total, { loss, updates, maxTokens: 3, key, reference })
  const metrics = await updatePolicy(batches, { learner, loss, temperature: 1, adamAt: () => adam })
  const data = stepsOf(groups).map(({ prompt, completion }) => {
    return { prompt, completion, weights: completion.map(() => 1) }
  })
  const scored = await learner.forward(data)
  return { metrics, logprobs: scored.flatMap((row) => row.logprobs) }
}

describe('loss.objective', () => {
  const kl = { kind: 'k3', coefficient: 0.1, placement: 'loss' } as const

  it.each(objectiveKinds)('%s takes the step of ppo where no ratio has moved yet', async (objective) => {
    for (const change of [{}, { kl }]) {
      const ppo = await train(change, 1)
      const own = await train({ ...change, objective }, 1)
      for (const [t, value] of own.logprobs.entries()) expect(value).toBeCloseTo(ppo.logprobs[t]!, 9)
      expect(Object.keys(own.metrics)).toEqual(Object.keys(ppo.metrics))
      for (const name of [
        'entropy',
        'ratio_mean',
        'grad_norm',
        'kl',
        'clip_frac_low',
        ...('kl' in change ? ['kl_reference'] : []),
      ]) {
        expect(own.metrics[`policy/${name}`], name).toBeCloseTo(ppo.metrics[`policy/${name}`]!, 9)
      }
    }
  })

  it.each(objectiveKinds)('%s goes its own way afterwards, and raises what had an advantage', async (objective) => {
    const ppo = await train({}, 4)
    const own = await train({ objective }, 4)
    expect(own.logprobs).not.toEqual(ppo.logprobs)
    const steps = stepsOf(groups)
    const before = steps.flatMap((step) => step.logprobs)
    const weight = steps.flatMap((step, row) => step.logprobs.map(() => advantages.total[row]!))
    expect(own.logprobs.reduce((sum, value, t) => sum + weight[t]! * (value - before[t]!), 0)).toBeGreaterThan(1)
  })

  it('gspo holds actions as a whole, plain gradients hold nothing', async () => {
    const narrow = await train({ objective: 'gspo', clipLow: 3e-4, clipHigh: 4e-4 }, 4)
    expect(narrow.metrics['policy/clip_frac_low']! + narrow.metrics['policy/clip_frac_high']!).toBeGreaterThan(0.1)
    const free = await train({ objective: 'policy-gradient' }, 4)
    expect(free.metrics).toMatchObject({ 'policy/clip_frac_low': 0, 'policy/clip_frac_high': 0 })
  })

  it('reports the loss that it minimises, entropy bonus included', async () => {
    const [row] = stepsOf(groups)
    const completion = row!.completion
    const datum = { prompt: row!.prompt, completion, weights: completion.map(() => 0.5) }
    const data = [{ ...datum, advantages: completion.map(() => 2), oldLogprobs: row!.logprobs }]
    const { metrics, tokens } = await accumulateGradient(policy(), data, { ...base, objective: 'policy-gradient' }, 1)
    const expected = tokens.logprobs.reduce((sum, value, t) => sum - value - 0.5 * 0.01 * tokens.entropies[t]!, 0)
    expect(metrics.loss).toBeCloseTo(expected, 12)
  })
})

describe('loss.overlong', () => {
  it('lowers the reward of long completions before credit, and leaves the episodes alone', () => {
    const overlong = { coefficient: 2, cacheTokens: 2 }
    const credit = createCredit({ name: 'reinforce++', penalty: 0 })
    const shaped = assignCredit(groups, { credit, loss: { kl: null, overlong }, maxTokens: 3 })
    const plain = assignCredit(groups, { credit, loss: { kl: null }, maxTokens: 3 })
    expect(shaped.advantages.total).not.toEqual(plain.advantages.total)
    const steps = stepsOf(groups)
    const penalties = steps.map(({ completion }) =>
      overlongPenalty(completion.length, { maxTokens: 3, cacheTokens: 2 }),
    )
    const mean = (2 * penalties.reduce((sum, value) => sum + value, 0)) / steps.length
    expect(mean).toBeLessThan(0)
    expect(shaped.metrics['reward/overlong']).toBeCloseTo(mean, 12)
    expect(plain.metrics).not.toHaveProperty('reward/overlong')
  })
})
