// A coarse key on the toy grid, whose true states are known: the metrics say what the key hides.
import { createCredit } from '@gigpo/algorithms'
import { type Environment, rootKey, type TaskSet } from '@gigpo/core'
import { createToyAgent, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { resolveConfig } from '../config/index.ts'
import { collectGroups } from '../rollout/collect-groups.ts'
import { createTaskOrder } from '../rollout/task-order.ts'
import { assignCredit } from './assign-credit.ts'
import { stepsOf } from './reference.ts'

const grid = createToyTaskSet()
const { loss } = resolveConfig('')
const credit = createCredit({ name: 'gigpo' })

/** The grid whose anchor, and possibly whose word on the true state, is changed. */
function changed(change: (environment: Environment) => Partial<Environment>): TaskSet {
  return {
    ...grid,
    create(task, seed) {
      const environment = grid.create(task, seed)
      const plain: Environment = {
        reset: () => environment.reset(),
        step: (action) => environment.step(action),
        anchor: () => environment.anchor(),
      }
      return { ...plain, ...change(environment) }
    },
  }
}

async function play(taskSet: TaskSet) {
  const { groups } = await collectGroups({
    taskSet,
    createAgent: createToyAgent,
    engine: createToyEngine({ seed: 5, fluent: true }),
    rollout: { tasks: 4, members: 6, temperature: 1, topP: 1, maxTokens: 3, dynamicSampling: null },
    root: rootKey(3),
    iteration: 1,
    position: 0,
    taskAt: createTaskOrder(taskSet, rootKey(3)),
  })
  return { groups, metrics: assignCredit(groups, { credit, loss, maxTokens: 3 }).metrics }
}

describe('aliasing metrics', () => {
  it('are 0 where the anchor is the true state, which every step carries', async () => {
    const { groups, metrics } = await play(grid)
    const plain = assignCredit(groups, { credit: createCredit({ name: 'grpo' }), loss, maxTokens: 3 })
    expect(plain.metrics['anchor/frac_rows_alone']).toBe(metrics['anchor/frac_rows_alone'])
    for (const step of stepsOf(groups)) expect(step.state).toBe(step.anchor)
    expect(metrics).toMatchObject({ 'anchor/frac_aliased_pairs': 0, 'anchor/frac_aliased_rows': 0 })
    expect(metrics['anchor/frac_rows_alone']).toBe(metrics['anchor/frac_rows_alone_true'])
  })

  it('count what a key hides, and what a longer history tells apart again', async () => {
    const { groups, metrics } = await play(
      changed((environment) => ({
        anchor: () => String(Number(environment.anchor().split(':')[1]) % 3),
        stateKey: () => environment.anchor(),
      })),
    )
    expect(metrics['anchor/frac_aliased_pairs']).toBeGreaterThan(0.2)
    expect(metrics['anchor/frac_aliased_groups']).toBeGreaterThan(0.5)
    expect(metrics['anchor/frac_rows_alone']).toBeLessThan(metrics['anchor/frac_rows_alone_true']!)
    const { metrics: longer } = assignCredit(groups, {
      credit: createCredit({ name: 'gigpo', history: 3 }),
      loss,
      maxTokens: 3,
    })
    expect(longer['anchor/frac_aliased_pairs']).toBeLessThan(metrics['anchor/frac_aliased_pairs']!)
  })

  it('are left out where the environment does not know its state', async () => {
    const { groups, metrics } = await play(changed(() => ({})))
    expect(stepsOf(groups).every((step) => !('state' in step))).toBe(true)
    expect(metrics).not.toHaveProperty('anchor/frac_aliased_pairs')
  })
})
