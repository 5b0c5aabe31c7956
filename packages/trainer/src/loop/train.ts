// The training loop: start or resume, then evaluate → checkpoint → iterate, until all iterations are done. All its state
// is a small immutable value; whatever stops it (a kill, a signal, an error) loses at most the work since the last
// checkpoint, and a resumed run repeats that work bit for bit.
import { type CreditOptions, createCredit } from '@gigpo/algorithms'
import { GigpoError, rootKey } from '@gigpo/core'
import { checkAlgorithm } from '../batch/check-algorithm.ts'
import { createInProcessExecutor } from '../rollout/in-process.ts'
import { createTaskOrder } from '../rollout/task-order.ts'
import { readMetrics } from '../run-directory/index.ts'
import { raiseAlarms } from './alarms.ts'
import { type Batches, openBatches } from './batches.ts'
import { isFinished } from './budget.ts'
import { evaluateIfDue } from './evaluate.ts'
import { guardSigns } from './guard-signs.ts'
import { type Iterated, iterate } from './iterate.ts'
import { saveModels } from './models.ts'
import type { IterationContext, LoopContext, TrainOptions } from './options.ts'
import { report } from './report.ts'
import { guard, noteCheckpoint, survive } from './roll-back.ts'
import { startOrResume } from './start.ts'
import type { LoopState } from './state.ts'

export interface TrainReport {
  readonly iterations: number
  readonly environmentSteps: number
  readonly episodes: number
  /** By the tuning panel, where one is configured. */
  readonly best: { readonly iteration: number; readonly success: number } | null
}

/**
 * Trains until `config.iterations` are done, or the steps of `config.budget`. Does not close the run or the engines.
 * @throws GigpoError `interrupted` at a safe point after the signal, with everything finished on disk; `config` or
 * `usage` when something needed was not given; `non-finite`, `environment`, `storage`, `checkpoint`.
 */
export async function train(options: TrainOptions): Promise<TrainReport> {
  const context = toContext(options)
  let state: LoopState | undefined
  let saved = -1
  let batches: Batches | undefined
  try {
    const started = await startOrResume(context)
    state = started.state
    batches = await openBatches(context, state, started.checkpoint)
    const iterating = { ...context, batches }
    saved = state.iteration
    const signs = guardSigns(context.config.guard, context.config.rollout.maxTokens)
    let previous = readMetrics(context.run.directory).at(-1)
    for (;;) {
      state = await evaluateIfDue(context, state)
      const isDue = isCheckpointDue(context, state)
      if (isDue) state = noteCheckpoint(state)
      if (saved === state.iteration) markBest(context, state)
      else if (isDue) {
        await writeCheckpoint(iterating, state)
        saved = state.iteration
      }
      if (isFinished(context.config, state)) break
      let done: Iterated | undefined
      while (done === undefined) {
        try {
          done = await iterate(iterating, state)
        } catch (error) {
          state = await survive(context, state, error)
          await batches.restart(state)
        }
      }
      for (const alarm of raiseAlarms(previous, done.metrics, signs)) report(context, alarm)
      previous = done.metrics
      state = done.state
      const judged = await guard(context, state, done.metrics, signs)
      if (judged.guard?.rollbacks !== state.guard?.rollbacks) await batches.restart(judged)
      state = judged
    }
  } catch (error) {
    throw await explain(error, context, batches, state, saved)
  } finally {
    await batches?.close()
  }
  return {
    iterations: state.iteration,
    environmentSteps: state.environmentSteps,
    episodes: state.episodes,
    best: state.best,
  }
}

function toContext(options: TrainOptions): LoopContext {
  const { config } = options.run
  checkAlgorithm(config)
  if (config.loss.kl !== null && options.reference === undefined) {
    throw new GigpoError('usage', 'loss.kl needs a reference engine, and none was given', {
      remedy: 'pass `reference`, an engine of the same shape, or set loss.kl to null',
    })
  }
  if (config.critic !== undefined && options.critic === undefined) {
    throw new GigpoError('usage', 'the configuration has a critic, and none was given', {
      remedy: 'pass `critic`, or leave the section out',
    })
  }
  const { selectBest } = config.evaluation
  if (selectBest !== null && !options.panels.some((panel) => panel.name === selectBest)) {
    throw new GigpoError('config', `evaluation.selectBest names no panel, received "${selectBest}"`, {
      remedy: `choose one of: ${options.panels.map((panel) => panel.name).join(', ')}`,
    })
  }
  const root = rootKey(config.seed)
  return {
    ...options,
    config,
    root,
    credit: createCredit(config.algorithm as CreditOptions),
    taskAt: createTaskOrder(options.taskSet, root),
    emit: options.progress ?? (() => {}),
    executor: options.executor ?? createInProcessExecutor(config.executor),
  }
}

function isCheckpointDue({ config }: LoopContext, state: LoopState): boolean {
  const { iteration, best } = state
  return iteration % config.checkpoint.every === 0 || isFinished(config, state) || best?.iteration === iteration
}

async function writeCheckpoint(context: IterationContext, state: LoopState): Promise<void> {
  const { run, batches, emit } = context
  const best = state.best?.iteration ?? null
  const keep = state.guard === undefined ? [] : [state.guard.good, state.guard.candidate]
  const save = async (directory: string): Promise<void> => {
    await saveModels(context, directory)
    await batches.save(directory)
  }
  await run.checkpoint(state.iteration, save, state, { best, keep })
  emit({ kind: 'checkpoint-end', iteration: state.iteration })
}

/** A checkpoint that was written before its evaluation (the first, and one of an interrupted run) turned out best. */
function markBest({ run }: LoopContext, { iteration, best }: LoopState): void {
  if (best?.iteration === iteration) run.markBest(iteration)
}

/** Records why the run stops, makes an interrupted one resumable, and says how to go on. */
async function explain(
  error: unknown,
  context: LoopContext,
  batches: Batches | undefined,
  state: LoopState | undefined,
  saved: number,
): Promise<unknown> {
  const { run } = context
  if (!GigpoError.isInstance(error)) return error
  if (error.code === 'interrupted') {
    if (state !== undefined && batches !== undefined && saved !== state.iteration) {
      await writeCheckpoint({ ...context, batches }, state)
    }
    const when = state === undefined ? 'before the first iteration' : `after iteration ${state.iteration}`
    const remedy = 'go on from there with --resume'
    return new GigpoError('interrupted', `stopped on request ${when}`, { where: run.directory, remedy })
  }
  if (error.code !== 'non-finite') return error
  const message = `iteration ${(state?.iteration ?? -1) + 1}: ${error.message}`
  run.event({ kind: 'non-finite', severity: 'error', message })
  return new GigpoError('non-finite', message, {
    where: run.directory,
    remedy: 'go on from the last checkpoint with a lower learning rate: --resume --set optimizer.learningRate=…',
    cause: error,
  })
}
