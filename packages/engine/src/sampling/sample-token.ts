// Draws one token from a row of logits: softmax at a temperature, optionally cut to the most probable tokens and to the
// nucleus (Holtzman et al. 2020, "The curious case of neural text degeneration", §3.1), by inverse transform of one uniform
// number. Sums are float64, so the log-probability is that of the whole softmax to float32 accuracy of the logits. Order as
// in transformers: repetition penalty, temperature, top-k, top-p.
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
  /** Only the k most probable tokens; default all. */
  readonly topK?: number
  /** Logits of `seen` are divided by this where positive, else multiplied; default 1. */
  readonly repetitionPenalty?: number
  readonly seen?: Iterable<number>
}

/** Reused between calls: a fresh array a token would be most of the garbage of a rollout. */
let scratch = new Float64Array(0)

/**
 * One token of `logits` [vocabulary]. `uniform` in [0, 1) decides; it is not used when greedy.
 * @throws GigpoError `non-finite` when a logit is NaN or +∞ or all are −∞.
 */
export function sampleToken(logits: Float32Array, uniform: number, options: SamplingOptions): TokenChoice {
  const { temperature, topP = 1, topK = logits.length, repetitionPenalty = 1 } = options
  const scale = temperature === 0 ? 1 : 1 / temperature
  const isPenalised = repetitionPenalty !== 1
  let token = -1
  if (isPenalised) {
    const shaped = penalised(logits, repetitionPenalty, options.seen ?? [])
    token = sampleToken(shaped, uniform, { temperature, topP, topK }).token
  }
  const { masses, sum, best, top } = massesOf(logits, scale)
  if (!isPenalised) {
    if (temperature === 0) token = best
    else token = topP < 1 || topK < logits.length ? drawKept(masses, sum, options, uniform) : draw(masses, sum, uniform)
  }
  return { token, logprob: logits[token]! * scale - top - Math.log(sum) }
}

/** Probabilities up to the factor `sum`, in shared memory; the largest logit, at `best`, is `top` after scaling. */
function massesOf(
  logits: Float32Array,
  scale: number,
): { readonly masses: Float64Array; readonly sum: number; readonly best: number; readonly top: number } {
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
  return { masses, sum, best, top }
}

/** A copy in which what was `seen` is less likely, once for each token. */
export function penalised(logits: Float32Array, penalty: number, seen: Iterable<number>): Float32Array {
  const out = logits.slice()
  for (const id of new Set(seen)) out[id] = logits[id]! > 0 ? logits[id]! / penalty : logits[id]! * penalty
  return out
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
 * Ids that are drawn from, most probable first, ties by id: of the `topK` largest the smallest such prefix whose mass
 * reaches topP of theirs. `masses` are probabilities up to the factor `sum`.
 */
export function nucleus(masses: Float64Array, sum: number, topP: number, topK: number = masses.length): Uint32Array {
  const isCut = topK < masses.length
  const order = isCut ? largest(masses, topK) : candidates(masses, sum, topP)
  const total = isCut ? order.reduce((all, id) => all + masses[id]!, 0) : sum
  let running = 0
  let count = 0
  while (count < order.length && (count === 0 || running < topP * total)) running += masses[order[count++]!]!
  return order.subarray(0, topP < 1 ? count : order.length)
}

/** A superset of the nucleus, ordered. */
function candidates(masses: Float64Array, sum: number, topP: number): Uint32Array {
  // All tokens below this share the excluded mass between them, so none is needed; what is left to sort is short.
  const least = ((1 - topP) * sum) / masses.length
  const ids: number[] = []
  for (let i = 0; i < masses.length; i++) if (masses[i]! >= least) ids.push(i)
  return Uint32Array.from(ids).sort((a, b) => masses[b]! - masses[a]! || a - b)
}

/** The `count` largest, ordered: one pass that keeps a short ordered list. */
function largest(masses: Float64Array, count: number): Uint32Array {
  const ids: number[] = []
  for (let i = 0; i < masses.length; i++) {
    if (ids.length === count && masses[i]! <= masses[ids.at(-1)!]!) continue
    let place = ids.length
    while (place > 0 && masses[ids[place - 1]!]! < masses[i]!) place--
    ids.splice(place, 0, i)
    if (ids.length > count) ids.pop()
  }
  return Uint32Array.from(ids)
}

function drawKept(masses: Float64Array, sum: number, { topP = 1, topK }: SamplingOptions, uniform: number): number {
  const ids = nucleus(masses, sum, topP, topK)
  const kept = Float64Array.from(ids, (id) => masses[id]!)
  return ids[
    draw(
      kept,
      kept.reduce((total, mass) => total + mass, 0),
      uniform,
    )
  ]!
}
