// What the critic does in one iteration: it is asked before credit is assigned, and learns from the credit afterwards. Its
// schedule counts its own optimiser steps, which follow from the iteration, so a run needs no more state to resume.
import type { Advantages } from '@gigpo/algorithms'
import { fold, type Group } from '@gigpo/core'
import { needsFinalValues } from '../batch/check-algorithm.ts'
import { criticValues, finalValues, updateCritic } from '../batch/critic-update.ts'
import type { MetricValues } from '../batch/summary.ts'
import { adamStepAt } from './learning-rate.ts'
import type { LoopContext } from './options.ts'
import type { LoopState } from './state.ts'

export interface CriticTurn {
  /** The groups with what the critic said of each step: what estimators read, and what is kept. */
  readonly groups: readonly Group[]
  /** Fits the critic to what credit says it should have said; metrics, with the seconds of both parts. */
  learn(advantages: Advantages): Promise<MetricValues>
}

/** undefined: the run has no critic. */
export async function askCritic(
  context: LoopContext,
  state: LoopState,
  groups: readonly Group[],
): Promise<CriticTurn | undefined> {
  const { critic, config, root, emit } = context
  if (config.critic === undefined || critic === undefined) return undefined
  const { epochs, updates, optimizer } = config.critic
  const iteration = state.iteration + 1
  const asked = performance.now()
  const values = await criticValues(groups, critic)
  const finals = needsFinalValues(config)
    ? await finalValues(groups, critic, context.engine.tokenizer.stop[0] ?? 0)
    : undefined
  const askedMs = performance.now() - asked
  const perIteration = epochs * updates
  const total = perIteration * expectedIterations(context, state)
  return {
    groups: withValues(groups, values, finals),
    learn: async (advantages) => {
      const began = performance.now()
      const metrics = await updateCritic(groups, advantages, values, {
        critic,
        config: config.critic!,
        key: fold(root, 'critic', iteration),
        adamAt: (update) => adamStepAt(optimizer, state.iteration * perIteration + update, total),
        onUpdate: (done, all) => emit({ kind: 'phase', phase: 'critic', iteration, done, total: all }),
      })
      return { ...metrics, 'time/critic': (askedMs + performance.now() - began) / 1000 }
    },
  }
}

/** `values`: one list a step, in the order groups, episodes, steps; `finals`: one an episode. */
function withValues(groups: readonly Group[], values: readonly Float64Array[], finals?: readonly number[]): Group[] {
  let row = 0
  let trajectory = 0
  return groups.map((group) => ({
    ...group,
    episodes: group.episodes.map((episode) => ({
      ...episode,
      ...(finals === undefined ? {} : { finalValue: finals[trajectory++]! }),
      steps: episode.steps.map((step) => ({ ...step, values: Array.from(values[row++]!) })),
    })),
  }))
}

/** Whether only the critic learns in the iteration after this state. */
export function isPolicyFrozen({ config }: LoopContext, state: LoopState): boolean {
  return state.iteration < (config.critic?.warmupIterations ?? 0)
}

/** With a budget what the pace so far amounts to, before that ∞. */
function expectedIterations({ config }: LoopContext, { iteration, environmentSteps }: LoopState): number {
  if (config.budget === undefined) return config.iterations
  return (iteration * config.budget.environmentSteps) / environmentSteps || Number.POSITIVE_INFINITY
}
