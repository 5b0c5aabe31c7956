// The losses of the Learner and Critic contracts written as plainly as possible, from log-probabilities and entropies: what the
// conformance suite compares engines with. PPO with dual clip: Ye et al. 2020 (arXiv:1912.09729), Eq. 5; KL estimators
// k1, k2, k3: Schulman, "Approximating KL divergence" (2020).
import type { CriticDatum, ValueLoss } from '../critic.ts'
import type { Datum, KlKind, LossSpec, TokenLogProbs } from '../engine.ts'

/** Estimator of KL(π‖ref) at one token from d = log ref − log π; k3 is clamped to ±10. */
function klEstimate(kind: KlKind, d: number): number {
  if (kind === 'k1') return -d
  if (kind === 'abs') return Math.abs(d)
  if (kind === 'k2') return (d * d) / 2
  return Math.min(10, Math.max(-10, Math.exp(d) - d - 1))
}

/** ℓ of token `t` of a datum. */
export function tokenLoss(datum: Datum, t: number, logprob: number, entropy: number, loss: LossSpec): number {
  if (loss.kind === 'cross-entropy') return -logprob
  const advantage = datum.advantages?.[t] ?? 0
  const bonus = (loss.entropyCoefficient ?? 0) * entropy
  if (loss.kind === 'linear') return -advantage * logprob - bonus
  const ratio = Math.exp(logprob - (datum.oldLogprobs?.[t] ?? logprob))
  const clipped = Math.min(1 + loss.clipHigh, Math.max(1 - loss.clipLow, ratio))
  let value = Math.max(-advantage * ratio, -advantage * clipped)
  if (loss.dualClip !== undefined && advantage < 0) value = Math.min(value, -advantage * loss.dualClip)
  if (loss.kl !== undefined) {
    value += loss.kl.coefficient * klEstimate(loss.kl.kind, (datum.refLogprobs?.[t] ?? logprob) - logprob)
  }
  return value - bonus
}

/** Σ weight·ℓ over data whose tokens' log-probabilities and entropies are known. */
export function totalLoss(data: readonly Datum[], tokens: readonly TokenLogProbs[], loss: LossSpec): number {
  let sum = 0
  data.forEach((datum, row) => {
    const { logprobs, entropies } = tokens[row]!
    datum.weights.forEach((weight, t) => {
      if (weight !== 0) sum += weight * tokenLoss(datum, t, logprobs[t]!, entropies[t]!, loss)
    })
  })
  return sum
}

/** ℓ of token `t` of a critic's datum. */
export function tokenValueLoss(datum: CriticDatum, t: number, value: number, { clip }: ValueLoss): number {
  const target = datum.returns[t]!
  const square = (value - target) ** 2 / 2
  if (clip === null) return square
  const old = datum.oldValues?.[t] ?? value
  const clipped = Math.min(old + clip, Math.max(old - clip, value))
  return Math.max(square, (clipped - target) ** 2 / 2)
}
