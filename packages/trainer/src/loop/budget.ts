// When a training ends and when it is evaluated. Without a budget, iterations decide both. With one, the run ends after the
// first iteration that reaches the number of environment steps, and is evaluated after the first iteration that reaches each
// equal share of it: so runs whose iterations differ in length, or in how many are dropped, can be compared like with like.
import type { RunConfig } from '../config/index.ts'
import type { LoopState } from './state.ts'

type Limits = Pick<RunConfig, 'budget' | 'iterations' | 'evaluation' | 'optimizer'>

export function isFinished({ budget, iterations }: Limits, state: LoopState): boolean {
  if (budget === undefined) return state.iteration >= iterations
  return state.environmentSteps >= budget.environmentSteps
}

/** Whether the policy is to be evaluated now, if it has not been. */
export function isEvaluationDue(limits: Limits, state: LoopState): boolean {
  const { every, first, last } = limits.evaluation
  if (state.evaluated === state.iteration) return false
  if (state.iteration === 0 && !isFinished(limits, state)) return first
  const { budget } = limits
  if (budget !== undefined)
    return sharesReached(budget, state.environmentSteps) > sharesReached(budget, state.evaluatedAt ?? 0)
  if (last && isFinished(limits, state)) return true
  return state.iteration === 0 ? first : state.iteration % every === 0
}

/** Optimiser steps of the whole run, for the schedule; with a budget what the pace so far amounts to, before that ∞. */
export function totalUpdates({ budget, iterations, optimizer }: Limits, state: LoopState): number {
  if (budget === undefined) return iterations * optimizer.updatesPerIteration
  return (state.updates * budget.environmentSteps) / state.environmentSteps || Number.POSITIVE_INFINITY
}

function sharesReached({ environmentSteps, evaluations }: NonNullable<RunConfig['budget']>, steps: number): number {
  return Math.min(evaluations, Math.floor((steps * evaluations) / environmentSteps))
}
