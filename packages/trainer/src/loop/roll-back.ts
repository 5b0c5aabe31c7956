// What the loop does on the guard's word: load the last good checkpoint, cut the learning rate, and say why in an event.
import { GigpoError } from '@gigpo/core'
import type { Metrics } from '../run-directory/index.ts'
import type { Alarm } from './alarms.ts'
import { type GuardState, goBack, judge, type Verdict } from './guard.ts'
import { loadModels } from './models.ts'
import type { LoopContext } from './options.ts'
import { report } from './report.ts'
import type { LoopState } from './state.ts'

/** The state after a checkpoint that was due, whether or not it lay there already. */
export function noteCheckpoint(state: LoopState): LoopState {
  return state.guard === undefined ? state : { ...state, guard: { ...state.guard, candidate: state.iteration } }
}

/** The state after an iteration, with the models of an earlier checkpoint if the guard says so. */
export async function guard(
  context: LoopContext,
  state: LoopState,
  metrics: Metrics,
  signs: readonly Alarm[],
): Promise<LoopState> {
  const config = context.config.guard
  if (config === undefined || state.guard === undefined) return state
  return follow(context, state, judge(config, state.guard, metrics, signs))
}

/**
 * The state from which to do an iteration again that broke off on a number that is not finite.
 * @throws the error itself if it is another, or if there is no guard that may go back.
 */
export async function survive(context: LoopContext, state: LoopState, error: unknown): Promise<LoopState> {
  const config = context.config.guard
  if (config === undefined || state.guard === undefined) throw error
  if (!GigpoError.isInstance(error) || error.code !== 'non-finite') throw error
  const verdict = goBack(config, state.guard, `iteration ${state.iteration + 1}: ${error.message}`)
  if (verdict.reason === undefined) throw error
  return follow(context, state, verdict)
}

async function follow(context: LoopContext, state: LoopState, { guard, reason }: Verdict): Promise<LoopState> {
  if (reason !== undefined) {
    await loadModels(context, context.run.checkpointOf(guard.good).directory, guard.good === 0)
    report(context, rolledBack(guard, reason, state.iteration))
  }
  return { ...state, guard }
}

function rolledBack({ good, rollbacks, learningRateFactor }: GuardState, reason: string, iteration: number) {
  return {
    kind: 'rolled-back',
    severity: 'warning' as const,
    message: `back to the weights of iteration ${good}, learning rate × ${learningRateFactor}: ${reason}`,
    iteration,
    to: good,
    rollbacks,
    learningRateFactor,
  }
}
