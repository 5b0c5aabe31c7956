// AdamW (Loshchilov and Hutter, 2019) over typed arrays: clip by min(1, c/(norm + 1e-6)), decoupled decay on the slices
// that ask for it, bias-corrected moments. Arithmetic is float64, storage float32. The norm is known before anything is
// written, so a gradient that is not finite leaves weights and moments as they were.
import type { AdamStep } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'

/** One parameter tensor with its gradient and moments, all of one length. */
export interface OptimizerSlice {
  readonly parameter: Float32Array
  readonly gradient: Float32Array
  /** Running mean of the gradient, zeros at first. */
  readonly firstMoment: Float32Array
  /** Running mean of its square, zeros at first. */
  readonly secondMoment: Float32Array
  readonly decay: boolean
}

/** L2 norm of all gradients together, summed in float64. */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  let total = 0
  for (const gradient of gradients) {
    let [a, b, c, d] = [0, 0, 0, 0]
    const whole = gradient.length - (gradient.length % 4)
    for (let i = 0; i < whole; i += 4) {
      a += gradient[i]! * gradient[i]!
      b += gradient[i + 1]! * gradient[i + 1]!
      c += gradient[i + 2]! * gradient[i + 2]!
      d += gradient[i + 3]! * gradient[i + 3]!
    }
    for (let i = whole; i < gradient.length; i++) a += gradient[i]! * gradient[i]!
    total += a + b + (c + d)
  }
  return Math.sqrt(total)
}

/**
 * Updates parameters and moments in place; gradients are only read. `count` is the number of this step, from 1.
 * @returns the global gradient norm before clipping.
 * @throws GigpoError `non-finite`; nothing is changed then.
 */
export function adamwStep(slices: readonly OptimizerSlice[], step: AdamStep, count: number): number {
  const norm = globalNorm(slices.map(({ gradient }) => gradient))
  if (!Number.isFinite(norm)) {
    throw new GigpoError('non-finite', `the gradient norm is ${norm} at optimiser step ${count}`, {
      remedy: 'Lower the learning rate, or resume from the last checkpoint; the weights were not changed.',
    })
  }
  const clip = step.gradientClip === undefined ? 1 : Math.min(1, step.gradientClip / (norm + 1e-6))
  for (const slice of slices) updateSlice(slice, step, count, clip)
  return norm
}

/** Updates one slice in place, its gradient scaled by `clip`: for callers that share out slices and know the norm. */
export function updateSlice(slice: OptimizerSlice, step: AdamStep, count: number, clip: number): void {
  const { parameter, gradient, firstMoment, secondMoment } = slice
  const { learningRate, beta1, beta2, epsilon } = step
  const keep = slice.decay ? 1 - learningRate * step.weightDecay : 1
  const rate = learningRate / (1 - beta1 ** count)
  const correction = 1 / Math.sqrt(1 - beta2 ** count)
  const share1 = (1 - beta1) * clip
  const share2 = (1 - beta2) * clip * clip
  for (let i = 0; i < parameter.length; i++) {
    const g = gradient[i]!
    const m = beta1 * firstMoment[i]! + share1 * g
    const v = beta2 * secondMoment[i]! + share2 * g * g
    firstMoment[i] = m
    secondMoment[i] = v
    parameter[i] = keep * parameter[i]! - (rate * m) / (Math.sqrt(v) * correction + epsilon)
  }
}
