// Draws one token from a row of logits: softmax at a temperature, optionally cut to the nucleus (Holtzman et al. 2020,
// "The curious case of neural text degeneration", §3.1), by inverse transform of one uniform number. Sums are float64, so
// the log-probability is that of the whole softmax to float32 accuracy of the logits.
import { GigpoError } from '@gigpo/core'

export interface TokenChoice {
  readonly token: number
  /** Nats, of the whole softmax at `temperature` (at temperature 1 for a greedy choice). */
  readonly logprob: number
}

export interface SamplingOptions {
  /** 0 takes the largest logit, the first of equals. */
  readonly temperature: number
  /** Nucleus mass in (0, 1]; default 1. */
  readonly topP?: number
}

/** Reused between calls: a fresh array a token would be most of the garbage of a rollout. */
let scratch = new Float64Array(0)

/**
 * One token of `logits` [vocabulary]. `uniform` in [0, 1) decides; it is not used when greedy.
 * @throws GigpoError `non-finite` when a logit is NaN or +∞ or all are −∞.
 */
export function sampleToken(logits: Float32Array, uniform: number, options: SamplingOptions): TokenChoice {
  const { temperature, topP = 1 } = options
  const scale = temperature === 0 ? 1 : 1 / temperature
  let best = 0
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i
  const top = logits[best]! * scale
  if (scratch.length < logits.length) scratch = new Float64Array(logits.length)
  const masses = scratch.length === logits.length ? scratch : scratch.subarray(0, logits.length)
  let sum = 0
  for (let i = 0; i < logits.length; i++) sum += masses[i] = Math.exp(logits[i]! * scale - top)
  if (!Number.isFinite(sum))
    throw new GigpoError('non-finite', `logits hold NaN or infinity (largest ${logits[best]})`, {
      remedy: 'The weights have diverged: go back to an earlier checkpoint and lower the learning rate.',
    })
  const token =
    temperature === 0 ? best : topP < 1 ? drawNucleus(masses, sum, topP, uniform) : draw(masses, sum, uniform)
  return { token, logprob: logits[token]! * scale - top - Math.log(sum) }
}

/** First index whose running sum exceeds uniform · sum. */
function draw(masses: Float64Array, sum: number, uniform: number): number {
  const target = uniform * sum
  let running = 0
  let last = 0
  for (let i = 0; i < masses.length; i++) {
    if (masses[i] === 0) continue
    running += masses[i]!
    if (running > target) return i
    last = i
  }
  return last
}

/**
 * Ids of the nucleus, most probable first, ties by id: the smallest such prefix whose mass reaches topP · sum. `masses`
 * are probabilities up to the factor `sum`.
 */
export function nucleus(masses: Float64Array, sum: number, topP: number): Uint32Array {
  // All tokens below this share the excluded mass between them, so none is needed; what is left to sort is short.
  const least = ((1 - topP) * sum) / masses.length
  const candidates: number[] = []
  for (let i = 0; i < masses.length; i++) if (masses[i]! >= least) candidates.push(i)
  const order = Uint32Array.from(candidates).sort((a, b) => masses[b]! - masses[a]! || a - b)
  let running = 0
  let count = 0
  while (count < order.length && (count === 0 || running < topP * sum)) running += masses[order[count++]!]!
  return order.subarray(0, count)
}

function drawNucleus(masses: Float64Array, sum: number, topP: number, uniform: number): number {
  const ids = nucleus(masses, sum, topP)
  const kept = Float64Array.from(ids, (id) => masses[id]!)
  return ids[
    draw(
      kept,
      kept.reduce((total, mass) => total + mass, 0),
      uniform,
    )
  ]!
}
