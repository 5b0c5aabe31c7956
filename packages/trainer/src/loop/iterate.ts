// One iteration: rollout → credit → optimiser steps → records. Until the first optimiser step nothing has changed, so an
// interruption during the rollout leaves the state of the iteration before; from there on the iteration is finished.
import { fold, GigpoError, type Group } from '@gigpo/core'
import { type Assigned, assignCredit } from '../batch/assign-credit.ts'
import { needsFinalValues, needsGreedyReturns } from '../batch/check-algorithm.ts'
import { toMiniBatches } from '../batch/mini-batches.ts'
import { referenceLogprobs } from '../batch/reference.ts'
import { environmentSteps, rolloutMetrics } from '../batch/rollout-metrics.ts'
import { mean } from '../batch/summary.ts'
import { updatePolicy } from '../batch/update-policy.ts'
import { type CollectOptions, collectGroups, type Rollout } from '../rollout/collect-groups.ts'
import { type GreedyReturns, playGreedyReturns } from '../rollout/greedy-returns.ts'
import type { Metrics, StepAdvantages } from '../run-directory/index.ts'
import { totalUpdates } from './budget.ts'
import { askCritic, isPolicyFrozen } from './critic-turn.ts'
import { adamStepAt } from './learning-rate.ts'
import type { LoopContext } from './options.ts'
import type { LoopState } from './state.ts'

export interface Iterated {
  readonly state: LoopState
  readonly metrics: Metrics
}

export async function iterate(context: LoopContext, state: LoopState): Promise<Iterated> {
  const { config, run, engine, reference, root, emit } = context
  const iteration = state.iteration + 1
  const { temperature, maxTokens } = config.rollout
  const { updatesPerIteration } = config.optimizer
  const started = performance.now()
  const { rollout, greedy } = await roll(context, state, iteration)
  const rolled = performance.now()

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
    ...timing({ started, rolled, referred, credited, trained, ended: performance.now() }, rollout, state, next),
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

interface Rolled {
  readonly rollout: Rollout
  readonly greedy?: GreedyReturns
}

async function roll(context: LoopContext, state: LoopState, iteration: number): Promise<Rolled> {
  const options: CollectOptions = {
    taskSet: context.taskSet,
    createAgent: context.createAgent,
    engine: context.engine,
    rollout: context.config.rollout,
    root: context.root,
    iteration,
    position: state.position,
    taskAt: context.taskAt,
    signal: context.signal,
    finalPrompt: needsFinalValues(context.config),
    onRound: (live, total) => context.emit({ kind: 'phase', phase: 'rollout', iteration, done: total - live, total }),
  }
  const sampled = await collectGroups(options)
  const greedy = needsGreedyReturns(context.config) ? await playGreedyReturns(sampled, options) : undefined
  const rollout = greedy?.rollout ?? sampled
  for (const failure of rollout.failures) {
    context.run.event({ ...failure, kind: 'environment-failed', error: failure.kind, severity: 'warning', iteration })
  }
  if (rollout.groups.length > 0) return greedy === undefined ? { rollout } : { rollout, greedy }
  const [first] = rollout.failures
  throw new GigpoError(
    'environment',
    `every group of iteration ${iteration} failed, the first with: ${first?.message}`,
    {
      remedy: 'see events.jsonl for the tasks and errors',
      ...(first === undefined ? {} : { where: first.task }),
    },
  )
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

interface Moments {
  readonly started: number
  readonly rolled: number
  readonly referred: number
  readonly credited: number
  readonly trained: number
  readonly ended: number
}

/**
 * Seconds, resident memory of the process, and rates over the whole iteration; tokens are prompt and completion tokens of what
 * was played.
 */
function timing(at: Moments, rollout: Rollout, before: LoopState, after: LoopState): Record<string, number> {
  const seconds = (at.ended - at.started) / 1000
  const played = [...rollout.groups, ...rollout.dropped.map(({ group }) => group)]
  let tokens = 0
  for (const episode of played.flatMap((group) => group.episodes)) {
    for (const step of episode.steps) tokens += step.prompt.length + step.completion.length
  }
  return {
    'time/rollout': (at.rolled - at.started) / 1000,
    'time/sample': rollout.sampleMs / 1000,
    'time/env': rollout.environmentMs / 1000,
    'time/credit': (at.credited - at.referred) / 1000,
    'time/train': (at.trained - at.rolled) / 1000,
    'time/store': (at.ended - at.trained) / 1000,
    'time/step': seconds,
    'perf/memory_mb': process.memoryUsage.rss() / 2 ** 20,
    'perf/tokens_per_s': tokens / seconds,
    'perf/episodes_per_s': (after.episodes - before.episodes) / seconds,
    'perf/steps_per_s': (after.environmentSteps - before.environmentSteps) / seconds,
  }
}
