// One iteration: rollout → credit → optimiser steps → records. Until the first optimiser step nothing has changed, so an
// interruption during the rollout leaves the state of the iteration before; from there on the iteration is finished.
import { fold, type Group } from '@gigpo/core'
import { type Assigned, assignCredit } from '../batch/assign-credit.ts'
import { toMiniBatches } from '../batch/mini-batches.ts'
import { referenceLogprobs } from '../batch/reference.ts'
import { environmentSteps, rolloutMetrics } from '../batch/rollout-metrics.ts'
import { mean } from '../batch/summary.ts'
import { updatePolicy } from '../batch/update-policy.ts'
import type { Rollout } from '../rollout/collect-groups.ts'
import type { Metrics, StepAdvantages } from '../run-directory/index.ts'
import { totalUpdates } from './budget.ts'
import { askCritic, isPolicyFrozen } from './critic-turn.ts'
import { adamStepAt } from './learning-rate.ts'
import type { IterationContext, LoopContext } from './options.ts'
import { reportFailures } from './roll.ts'
import type { LoopState } from './state.ts'
import { timing } from './timing.ts'

export interface Iterated {
  readonly state: LoopState
  readonly metrics: Metrics
}

export async function iterate(context: IterationContext, state: LoopState): Promise<Iterated> {
  const { config, run, engine, reference, root, emit } = context
  const iteration = state.iteration + 1
  const { temperature, maxTokens } = config.rollout
  const { updatesPerIteration } = config.optimizer
  const started = performance.now()
  const rolled = await context.batches.next(state)
  const { rollout, greedy } = rolled
  reportFailures(context, iteration, rollout)
  const rolledAt = performance.now()

  const { kl } = config.loss
  const refLogprobs = kl === null ? undefined : await referenceLogprobs(rollout.groups, reference!, temperature)
  const critic = await askCritic(context, state, rollout.groups)
  const groups = critic?.groups ?? rollout.groups
  const referred = performance.now()
  const assigned = assignCredit(groups, {
    credit: context.credit,
    loss: config.loss,
    maxTokens,
    reference: refLogprobs,
  })
  const credited = performance.now()
  const criticMetrics = await critic?.learn(assigned.advantages)
  const all = toMiniBatches(groups, assigned.advantages.total, {
    loss: config.loss,
    updates: updatesPerIteration,
    maxTokens,
    key: fold(root, 'update', iteration),
    tokenAdvantages: assigned.advantages.tokens?.advantages,
    reference: kl?.placement === 'loss' ? refLogprobs : undefined,
  })
  const batches = isPolicyFrozen(context, state) ? [] : all
  const total = totalUpdates(config, state)
  const updated = engine.policyVersion
  const policy = await updatePolicy(batches, {
    learner: engine,
    loss: config.loss,
    temperature,
    adamAt: (update) => {
      const step = adamStepAt(config.optimizer, state.updates + update, total)
      return { ...step, learningRate: step.learningRate * (state.guard?.learningRateFactor ?? 1) }
    },
    onUpdate: (done) => emit({ kind: 'phase', phase: 'update', iteration, done, total: batches.length }),
  })
  const trained = performance.now()

  const next: LoopState = {
    ...state,
    iteration,
    position: rollout.position,
    updates: state.updates + batches.length,
    environmentSteps: state.environmentSteps + environmentSteps(rollout) + (greedy?.environmentSteps ?? 0),
    episodes: state.episodes + (rollout.position - state.position) * config.rollout.members + (greedy?.episodes ?? 0),
  }
  writeEpisodes(context, iteration, { ...rollout, groups }, assigned)
  const metrics: Metrics = {
    ...rolloutMetrics(rollout),
    ...(greedy === undefined ? {} : { 'greedy/return_mean': mean(groups.map((group) => group.greedyReturn!)) }),
    ...assigned.metrics,
    ...policy,
    ...criticMetrics,
    ...guardMetrics(state),
    'total/environment_steps': next.environmentSteps,
    'total/episodes': next.episodes,
    'total/updates': next.updates,
    ...context.batches.metrics(rollout.groups, updated),
    ...timing(
      { started, rolled: rolledAt, referred, credited, trained, ended: performance.now() },
      rolled,
      state,
      next,
    ),
    iteration,
  }
  run.appendMetrics(metrics)
  emit({ kind: 'iteration-end', metrics })
  return { state: next, metrics }
}

/** What the guard had done before this iteration. */
function guardMetrics({ guard }: LoopState): Record<string, number> {
  if (guard === undefined) return {}
  const { good, rollbacks, learningRateFactor } = guard
  return { 'guard/good': good, 'guard/rollbacks': rollbacks, 'guard/learning_rate_factor': learningRateFactor }
}

/** Everything that was played; dropped groups come last, without advantages. */
function writeEpisodes({ run }: LoopContext, iteration: number, rollout: Rollout, assigned: Assigned): void {
  const dropped = rollout.dropped.map(({ group }) => group)
  const extra = dropped.reduce((sum, group) => sum + rowCount(group), 0)
  const pad = (values: ArrayLike<number>): number[] => [
    ...Array.from(values),
    ...new Array<number>(extra).fill(Number.NaN),
  ]
  const { episode, step, total, stepReturn, stepGroup } = assigned.advantages
  const advantages: StepAdvantages = {
    episode: pad(episode),
    step: pad(step),
    total: pad(total),
    stepReturn: pad(stepReturn),
    stepGroup: pad(stepGroup),
  }
  run.writeEpisodes(iteration, [...rollout.groups, ...dropped], advantages)
}

function rowCount(group: Group): number {
  return group.episodes.reduce((sum, episode) => sum + episode.steps.length, 0)
}
