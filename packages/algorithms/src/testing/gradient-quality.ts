// The policy gradient that sampled advantages amount to, beside the true one: what an optimiser would see of their errors.
// The policy has one logit for each (state, action), told apart by true states, and every step counts once; clipping and
// the sharing of weights between states are left out.

import type { SampledSteps } from './credit-quality.ts'
import { parameterOffsets, type TabularTask } from './tabular-task.ts'
import type { TabularTruth } from './tabular-truth.ts'

export interface GradientQuality {
  /** Mean over groups of the cosine between a group's gradient and the true one; a group without gradient counts 0. */
  readonly gradientCosine: number
  /** Its standard error over groups. */
  readonly gradientCosineError: number
  /** Cosine of the expected gradient: 1 but for bias. Freed of sampling noise in its length, at most 1. */
  readonly meanGradientCosine: number
}

/** Σ Â · ∂ log π(a | s) / ∂θ over the steps of each group, divided by its episodes. */
export function groupGradients(task: TabularTask, steps: SampledSteps, estimate: Float64Array): Float64Array[] {
  const offset = parameterOffsets(task)
  const gradients = Array.from({ length: steps.groups }, () => new Float64Array(offset[task.states.length]!))
  for (let i = 0; i < estimate.length; i++) {
    const s = steps.state[i]!
    const weight = estimate[i]! / steps.members
    const gradient = gradients[steps.group[i]!]!
    const { actions } = task.states[s]!
    for (let a = 0; a < actions.length; a++)
      gradient[offset[s]! + a]! += weight * ((a === steps.action[i] ? 1 : 0) - actions[a]!.probability)
  }
  return gradients
}

export function gradientQuality(
  task: TabularTask,
  truth: TabularTruth,
  steps: SampledSteps,
  estimate: Float64Array,
): GradientQuality {
  const gradients = groupGradients(task, steps, estimate)
  const n = gradients.length
  const length = Math.sqrt(dot(truth.gradient, truth.gradient))
  const cosines = gradients.map((gradient) => {
    const square = dot(gradient, gradient)
    return square < 1e-24 ? 0 : dot(gradient, truth.gradient) / (Math.sqrt(square) * length)
  })
  const gradientCosine = cosines.reduce((sum, cosine) => sum + cosine, 0) / n
  const squares = cosines.reduce((sum, cosine) => sum + (cosine - gradientCosine) ** 2, 0)
  const mean = truth.gradient.map((_, p) => gradients.reduce((sum, gradient) => sum + gradient[p]!, 0) / n)
  const own = gradients.reduce((sum, gradient) => sum + dot(gradient, gradient), 0) / n
  // ‖E g‖² = ‖mean‖² − the variance of the mean
  const expected = (n * dot(mean, mean) - own) / Math.max(1, n - 1)
  return {
    gradientCosine,
    gradientCosineError: Math.sqrt(squares / Math.max(1, n - 1) / n),
    meanGradientCosine: expected <= 1e-24 ? 0 : Math.min(1, dot(mean, truth.gradient) / (Math.sqrt(expected) * length)),
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
