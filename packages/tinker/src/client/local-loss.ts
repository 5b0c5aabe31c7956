// The losses of the Learner contract as functions of the log-probabilities alone, with their derivatives. A server that does
// not have such a loss is given the derivative: −r·A with r = 1 at the log-probabilities just scored and A = −∂ℓ/∂log π has
// the same gradient. PPO with dual clip: Ye et al. 2020 (arXiv:1912.09729), Eq. 5; KL estimators: Schulman 2020.
import { type Datum, GigpoError, type KlKind, type LossSpec } from '@gigpo/core'

export interface LocalLoss {
  /** Σ weight·ℓ */
  readonly loss: number
  /** weight·∂ℓ/∂log π of each completion token, a list a row. */
  readonly slopes: readonly (readonly number[])[]
}

/** @throws GigpoError `non-finite` if the loss or a slope is NaN or Inf, `usage` for a column that is missing. */
export function localLoss(data: readonly Datum[], logprobs: readonly (readonly number[])[], loss: LossSpec): LocalLoss {
  let total = 0
  const slopes = data.map((datum, row) =>
    datum.completion.map((_, t) => {
      const weight = datum.weights[t]!
      if (weight === 0) return 0
      const { value, slope } = tokenLoss(datum, t, logprobs[row]![t]!, loss)
      total += weight * value
      if (!Number.isFinite(slope)) throw new GigpoError('non-finite', `the slope of a token's loss is ${slope}`)
      return weight * slope
    }),
  )
  if (!Number.isFinite(total)) throw new GigpoError('non-finite', `the loss is ${total}`)
  return { loss: total, slopes }
}

/** ℓ and ∂ℓ/∂log π. */
function tokenLoss(datum: Datum, t: number, logprob: number, loss: LossSpec): { value: number; slope: number } {
  if (loss.kind === 'cross-entropy') return { value: -logprob, slope: -1 }
  const advantage = column(datum, 'advantages')[t]!
  if (loss.kind === 'linear') return { value: -advantage * logprob, slope: -advantage }
  const ratio = Math.exp(logprob - column(datum, 'oldLogprobs')[t]!)
  const clipped = Math.min(1 + loss.clipHigh, Math.max(1 - loss.clipLow, ratio))
  const isHeld = -advantage * ratio < -advantage * clipped
  let value = isHeld ? -advantage * clipped : -advantage * ratio
  let slope = isHeld ? 0 : -advantage * ratio
  if (loss.dualClip !== undefined && advantage < 0 && value > -advantage * loss.dualClip) {
    value = -advantage * loss.dualClip
    slope = 0
  }
  if (loss.kl === undefined) return { value, slope }
  const kl = klEstimate(loss.kl.kind, column(datum, 'refLogprobs')[t]! - logprob)
  return { value: value + loss.kl.coefficient * kl.value, slope: slope + loss.kl.coefficient * kl.slope }
}

/** Of KL(π‖ref) at one token from d = log ref − log π, with its derivative by log π; k3 is clamped to ±10. */
function klEstimate(kind: KlKind, d: number): { value: number; slope: number } {
  if (kind === 'k1') return { value: -d, slope: 1 }
  if (kind === 'abs') return { value: Math.abs(d), slope: -Math.sign(d) }
  if (kind === 'k2') return { value: (d * d) / 2, slope: -d }
  const k3 = Math.exp(d) - d - 1
  return k3 < 10 ? { value: k3, slope: 1 - Math.exp(d) } : { value: 10, slope: 0 }
}

function column(datum: Datum, name: 'advantages' | 'oldLogprobs' | 'refLogprobs'): readonly number[] {
  const values = datum[name]
  if (values?.length === datum.completion.length) return values
  throw new GigpoError('usage', `a row needs ${datum.completion.length} ${name}, has ${values?.length ?? 'none'}`)
}
