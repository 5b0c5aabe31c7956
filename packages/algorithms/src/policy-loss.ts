// The clipped policy loss in float64: what engines differentiate, written once without gradients. It is the reference for
// their tests, and `policyMetrics` reads the same numbers for the run's metrics. Per token, with ρ = exp(log π − log π_old)
// and advantage A (PPO, arXiv 1707.06347, Eq. 7; separate bounds as in DAPO):
//   m = max(−A ρ, −A clip(ρ, 1 − clipLow, 1 + clipHigh)),   and for A < 0 with a dual clip c:  min(m, −A c)
//   (arXiv 1912.09729, Eq. 5)
// KL(π ‖ π_ref) and the entropy bonus are added per token: ℓ = m + β · KL − c_H · H.
import { GigpoError, type LossSpec } from '@gigpo/core'
import { klEstimator } from './kl.ts'
import { type PolicyMetrics, summarizeTokens } from './policy-metrics.ts'
import type { PolicyTokens } from './policy-tokens.ts'

export type PolicyLossOptions = Omit<Extract<LossSpec, { kind: 'ppo' }>, 'kind' | 'temperature'>

export interface PolicyLoss {
  /** Σ weight · ℓ. */
  readonly loss: number
  /** ℓ, masked tokens included. */
  readonly perToken: Float64Array
}

/** @throws GigpoError `contract` if KL or entropy is asked for without its token values. */
export function policyLoss(tokens: PolicyTokens, options: PolicyLossOptions): PolicyLoss {
  const { kl, entropyCoefficient = 0 } = options
  if (kl !== undefined && tokens.refLogprobs === undefined) throw lacking('kl', 'refLogprobs')
  if (entropyCoefficient !== 0 && tokens.entropies === undefined) throw lacking('entropyCoefficient', 'entropies')
  let loss = 0
  const perToken = Float64Array.from(tokens.logprobs, (logprob, t) => {
    const { value } = surrogate(logprob - tokens.oldLogprobs[t]!, tokens.advantages[t]!, options)
    const klTerm = kl === undefined ? 0 : kl.coefficient * klEstimator(kl.kind, logprob, tokens.refLogprobs![t]!)
    const entropyTerm = entropyCoefficient === 0 ? 0 : entropyCoefficient * tokens.entropies![t]!
    const total = value + klTerm - entropyTerm
    if (tokens.weights[t] !== 0) loss += tokens.weights[t]! * total
    return total
  })
  return { loss, perToken }
}

export function policyMetrics(tokens: PolicyTokens, options: PolicyLossOptions): PolicyMetrics {
  const { loss } = policyLoss(tokens, options)
  return summarizeTokens(tokens, loss, options.kl?.kind, (t) =>
    surrogate(tokens.logprobs[t]! - tokens.oldLogprobs[t]!, tokens.advantages[t]!, options),
  )
}

interface Surrogate {
  readonly value: number
  readonly ratio: number
  /** The clipped term is the larger one. */
  readonly clipped: boolean
  /** The dual clip holds the value. */
  readonly dual: boolean
}

function surrogate(difference: number, advantage: number, options: PolicyLossOptions): Surrogate {
  const ratio = Math.exp(difference)
  const bounded = Math.min(Math.max(ratio, 1 - options.clipLow), 1 + options.clipHigh)
  const free = -advantage * ratio
  const held = -advantage * bounded
  const larger = Math.max(free, held)
  const ceiling = options.dualClip === undefined ? Number.POSITIVE_INFINITY : -advantage * options.dualClip
  const dual = advantage < 0 && larger > ceiling
  return { value: dual ? ceiling : larger, ratio, clipped: held > free, dual }
}

function lacking(option: string, field: string): GigpoError {
  return new GigpoError('contract', `the policy loss has ${option} but its tokens have no ${field}`, {
    remedy: `pass ${field}, or leave ${option} out`,
  })
}
