// The mathematics of the toy engine: softmax, drawing a token, and the derivative of every loss of the Learner contract
// with respect to the (temperature-scaled) logits of one token.
import type { Datum, LossSpec } from '../engine.ts'
import type { RandomStream } from '../random.ts'

export function softmax(logits: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY
  for (const value of logits) highest = Math.max(highest, value)
  const out = logits.map((value) => Math.exp(value - highest))
  let sum = 0
  for (const value of out) sum += value
  return out.map((value) => value / sum)
}

/** Draws from the smallest set of most probable tokens whose mass reaches `topP`; 0 is greedy. */
export function drawToken(probabilities: Float64Array, topP: number, random: RandomStream): number {
  const order = Array.from(probabilities.keys()).sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
  let mass = 0
  let kept = 0
  do mass += probabilities[order[kept++]!]!
  while (kept < order.length && mass < topP)
  let left = random.uniform() * mass
  for (let i = 0; i < kept - 1; i++) {
    left -= probabilities[order[i]!]!
    if (left < 0) return order[i]!
  }
  return order[kept - 1]!
}

/** ∂ℓ/∂log π of one token, without the entropy term. */
function slope(datum: Datum, t: number, logprob: number, loss: LossSpec): number {
  if (loss.kind === 'cross-entropy') return -1
  const advantage = datum.advantages?.[t] ?? 0
  if (loss.kind === 'linear') return -advantage
  const ratio = Math.exp(logprob - (datum.oldLogprobs?.[t] ?? logprob))
  const clipped = Math.min(1 + loss.clipHigh, Math.max(1 - loss.clipLow, ratio))
  const inside = -advantage * ratio >= -advantage * clipped
  const bounded = loss.dualClip !== undefined && advantage < 0 && ratio > loss.dualClip
  let value = inside && !bounded ? -advantage * ratio : 0
  if (loss.kl !== undefined) {
    const { kind, coefficient } = loss.kl
    const d = (datum.refLogprobs?.[t] ?? logprob) - logprob
    const byKind = { k1: 1, abs: -Math.sign(d), k2: -d, k3: Math.abs(Math.exp(d) - d - 1) < 10 ? 1 - Math.exp(d) : 0 }
    value += coefficient * byKind[kind]
  }
  return value
}

/** ∂ℓ/∂z of one token, z the scaled logits: ∂log π/∂z_j = [j = token] − p_j and ∂H/∂z_j = −p_j·(log p_j + H). */
export function lossSlopes(
  datum: Datum,
  t: number,
  token: number,
  probabilities: Float64Array,
  entropy: number,
  loss: LossSpec,
): Float64Array {
  const byLogprob = slope(datum, t, Math.log(probabilities[token]!), loss)
  const bonus = loss.kind === 'cross-entropy' ? 0 : (loss.entropyCoefficient ?? 0)
  return probabilities.map((p, j) => {
    return byLogprob * ((j === token ? 1 : 0) - p) + (p > 0 ? bonus * p * (Math.log(p) + entropy) : 0)
  })
}
