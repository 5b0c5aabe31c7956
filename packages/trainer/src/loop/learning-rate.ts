// The learning rate by optimiser step: linear warm-up from 0, then constant, or a linear or cosine way down to a fraction
// of the peak (Loshchilov & Hutter 2017, arXiv:1608.03983, Eq. 5, without restarts).
import type { AdamStep } from '@gigpo/core'
import type { OptimizerConfig } from '../config/index.ts'

/** Learning rate of optimiser step `step` (0-based) of `total`. The first warm-up step is 1/warmupSteps of the peak. */
export function learningRateAt(optimizer: OptimizerConfig, step: number, total: number): number {
  const { learningRate, warmupSteps, schedule, finalFraction } = optimizer
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps
  if (schedule === 'constant') return learningRate
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, total - 1 - warmupSteps))
  const fall = schedule === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2
  return learningRate * (finalFraction + (1 - finalFraction) * fall)
}

/** The optimiser step of a configuration at a schedule position. */
export function adamStepAt(optimizer: OptimizerConfig, step: number, total: number): AdamStep {
  const { beta1, beta2, epsilon, weightDecay, gradientClip } = optimizer
  return {
    learningRate: learningRateAt(optimizer, step, total),
    beta1,
    beta2,
    epsilon,
    weightDecay,
    ...(gradientClip === null ? {} : { gradientClip }),
  }
}
