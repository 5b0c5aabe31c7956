// How far an estimator's advantages are from the true ones, over many sampled groups of one tabular task. Normalised
// advantages have no unit, so every measure but the raw ones is free of scale: estimates are multiplied by the best single
// positive number before they are compared; correlations and cosines need none.
//
// Per step, an estimate may be off by a baseline that all actions of a state share; that changes no policy gradient in
// expectation. gradient-quality.ts shows what is left of the error once the policy is moved by it.
import { type GradientQuality, gradientQuality } from './gradient-quality.ts'
import { ranks, spearman } from './rank-correlation.ts'
import { parameterOffsets, type TabularTask } from './tabular-task.ts'
import type { TabularTruth } from './tabular-truth.ts'

/** All steps of all sampled groups of one task; every array has one entry a step. */
export interface SampledSteps {
  readonly groups: number
  /** Episodes a group. */
  readonly members: number
  /** 0 … groups − 1. */
  readonly group: Int32Array
  readonly t: Int32Array
  readonly state: Int32Array
  readonly action: Int32Array
}

export interface CreditQuality extends GradientQuality {
  /** Mean of estimate − truth, and the mean square of it, in the estimator's own unit. */
  readonly rawBias: number
  readonly rawError: number
  /** Mean over steps of the variance among estimates of the same (t, state, action), in the estimator's own unit. */
  readonly rawVariance: number
  /** Mean of (c · estimate − truth)² over mean of truth², with the c ≥ 0 that makes it least: 0 exact, 1 nothing. */
  readonly error: number
  /** The same error of the *mean* estimate of each (t, state, action), with the best c for means: 0 unbiased, 1 nothing. */
  readonly bias: number
  /** Variance around those means, multiplied by the same c², over mean of truth². */
  readonly variance: number
  /** Spearman's, over steps. */
  readonly rankCorrelation: number
  /** Share of equal signs where both say something: truth at least a tenth of its root mean square, estimate not 0. */
  readonly signAgreement: number
  /** Share of steps with estimate 0. */
  readonly silent: number
}

/** Estimates below this are rounding. */
const ZERO = 1e-12

/** A function from estimates of `steps`, one a step, to their quality. What only depends on the truth is computed once. */
export function creditQuality(
  task: TabularTask,
  truth: TabularTruth,
  steps: SampledSteps,
): (estimate: Float64Array) => CreditQuality {
  const cell = cellsOf(task, steps)
  const exact = Float64Array.from(cell, (c) => truth.advantage[c]!)
  const exactRanks = ranks(exact)
  const power = meanOf(exact, (a) => a * a)
  const telling = 0.1 * Math.sqrt(power)
  return (estimate) => {
    const product = meanOf(estimate, (x, i) => x * exact[i]!)
    const square = meanOf(estimate, (x) => x * x)
    const best = square === 0 ? 0 : Math.max(0, product) ** 2 / square
    let compared = 0
    let agreeing = 0
    for (let i = 0; i < estimate.length; i++) {
      if (Math.abs(exact[i]!) < telling || Math.abs(estimate[i]!) <= ZERO) continue
      compared++
      if (estimate[i]! > 0 === exact[i]! > 0) agreeing++
    }
    const { bias, variance, rawVariance } = decompose(cell, estimate, truth.advantage, power)
    return {
      rawBias: meanOf(estimate, (x, i) => x - exact[i]!),
      rawError: meanOf(estimate, (x, i) => (x - exact[i]!) ** 2),
      rawVariance,
      error: 1 - best / power,
      bias,
      variance,
      rankCorrelation: spearman(ranks(estimate), exactRanks),
      signAgreement: compared === 0 ? 0 : agreeing / compared,
      silent: meanOf(estimate, (x) => (Math.abs(x) <= ZERO ? 1 : 0)),
      ...gradientQuality(task, truth, steps, estimate),
    }
  }
}

/** Index of each step's (t, state, action) in the tables of the truth. */
function cellsOf(task: TabularTask, { t, state, action }: SampledSteps): Int32Array {
  const offset = parameterOffsets(task)
  const parameters = offset[task.states.length]!
  return t.map((time, i) => time * parameters + offset[state[i]!]! + action[i]!)
}

function meanOf(values: Float64Array, of: (value: number, i: number) => number): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += of(values[i]!, i)
  return sum / values.length
}

/** Squares of cell means are taken without the part that is sampling noise, so that few visits do not look like bias. */
function decompose(cell: Int32Array, estimate: Float64Array, truth: Float64Array, power: number) {
  const count = new Int32Array(truth.length)
  const mean = new Float64Array(truth.length)
  const spread = new Float64Array(truth.length)
  for (const [i, c] of cell.entries()) {
    const before = estimate[i]! - mean[c]!
    mean[c]! += before / ++count[c]!
    spread[c]! += before * (estimate[i]! - mean[c]!)
  }
  let rawVariance = 0
  let square = 0
  let product = 0
  for (const [c, n] of count.entries()) {
    if (n === 0) continue
    const variance = n > 1 ? spread[c]! / (n - 1) : 0
    rawVariance += (n * variance) / cell.length
    square += (n * mean[c]! ** 2 - variance) / cell.length
    product += (n * mean[c]! * truth[c]!) / cell.length
  }
  const scale = square <= ZERO ? 0 : Math.max(0, product / square)
  const bias = (scale ** 2 * square - 2 * scale * product) / power + 1
  return { rawVariance, bias: Math.max(0, bias), variance: (scale ** 2 * rawVariance) / power }
}
