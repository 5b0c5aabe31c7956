// What the critic is fitted to and what is reported of it, with the toy critic on real episodes.
import { createCredit, toStepRows } from '@gigpo/algorithms'
import { type CriticDatum, type Group, rootKey, type ValueReport } from '@gigpo/core'
import { createToyAgent, createToyCritic, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { collectGroups } from '../rollout/collect-groups.ts'
import { createTaskOrder } from '../rollout/task-order.ts'
import { criticValues, updateCritic } from './critic-update.ts'
import { stepsOf } from './reference.ts'

const root = rootKey(3)
const { groups } = await collectGroups({
  taskSet: createToyTaskSet(),
  createAgent: createToyAgent,
  engine: createToyEngine({ seed: 5, fluent: true }),
  rollout: { tasks: 4, members: 3, temperature: 1, topP: 1, maxTokens: 3, dynamicSampling: null },
  root,
  iteration: 1,
  position: 0,
  taskAt: createTaskOrder(createToyTaskSet(), root),
})
const config = resolveConfig('critic: { updates: 3, epochs: 2, clip: null }').critic!
const adam = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 }
const close = (value: number): unknown => expect.closeTo(value, 9)

/** An iteration of the critic under one level, and everything it was shown. */
async function learn(level: 'token' | 'turn', played: readonly Group[] = groups) {
  const critic = createToyCritic()
  const shown: (readonly CriticDatum[])[] = []
  const tokenValues = await criticValues(played, critic)
  const advantages = createCredit({ name: 'ppo', level })({ ...toStepRows(played), tokenValues })
  const steps: number[] = []
  const metrics = await updateCritic(played, advantages, tokenValues, {
    critic: {
      forwardBackward: (data, loss): Promise<ValueReport> => {
        shown.push(data)
        return critic.forwardBackward(data, loss)
      },
      optimStep: (step) => critic.optimStep(step),
    },
    config,
    key: root,
    adamAt: (update) => {
      steps.push(update)
      return adam
    },
  })
  return { critic, shown, metrics, advantages, tokenValues, steps }
}

describe('updateCritic', () => {
  it('shows every row once an epoch, in parts whose weights sum to one, in another order each time', async () => {
    const { shown, metrics, steps } = await learn('token')
    expect(shown).toHaveLength(6)
    expect(steps.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5])
    expect(metrics['critic/updates']).toBe(6)
    const rows = stepsOf(groups).map(({ prompt, completion }) => JSON.stringify([prompt, completion]))
    const seen = [shown.slice(0, 3), shown.slice(3)].map((parts) =>
      parts.flat().map(({ prompt, completion }) => JSON.stringify([prompt, completion])),
    )
    for (const epoch of seen) expect(epoch.slice().sort()).toEqual(rows.slice().sort())
    expect(seen[0]).not.toEqual(seen[1])
    for (const part of shown) expect(part.flatMap(({ weights }) => weights).reduce((a, b) => a + b)).toEqual(close(1))
  })

  it('fits every token, or where turns are the actions the state before each turn alone', async () => {
    const token = await learn('token')
    const turn = await learn('turn')
    expect(token.shown.flat().every(({ completion, returns }) => returns.length === completion.length)).toBe(true)
    expect(token.shown.flat().some(({ completion }) => completion.length > 1)).toBe(true)
    expect(turn.shown.flat().every(({ completion, returns }) => completion.length === 1 && returns.length === 1)).toBe(
      true,
    )
    const targets = turn.shown.slice(0, 3).flatMap((part) => part.flatMap(({ returns }) => returns))
    expect(targets.sort()).toEqual([...turn.advantages.stepReturn].sort())
  })

  it('reports the fit of the values that made the advantages', async () => {
    const { critic, metrics, advantages, tokenValues } = await learn('token')
    expect(metrics['critic/value_mean']).toBe(0)
    expect(metrics['critic/explained_variance']).toBe(0)
    const returns = advantages.tokens!.returns.flatMap((own) => [...own])
    expect(metrics['critic/return_mean']).toEqual(close(returns.reduce((a, b) => a + b) / returns.length))
    expect(tokenValues.every((own) => own.every((value) => value === 0))).toBe(true)
    const after = (await criticValues(groups, critic)).flatMap((own) => [...own])
    expect(Math.max(...after)).toBeGreaterThan(0)
    expect(metrics['critic/loss']).toBeGreaterThan(0)
  })

  it('has no explained variance where all returns are equal, and nothing at all without rows', async () => {
    const lost = groups.map((group) => ({
      ...group,
      episodes: group.episodes.map((episode) => ({
        ...episode,
        steps: episode.steps.map((step) => ({ ...step, reward: 0 })),
      })),
    }))
    expect((await learn('token', lost)).metrics).not.toHaveProperty('critic/explained_variance')
    expect((await learn('token', [])).metrics).toEqual({ 'critic/updates': 0 })
  })
})
