// CISPO (MiniMax-M1, arXiv 2506.13585, Eq. 4 and 5): the importance weight is clipped, not the update, so every token keeps a
// gradient, rare reflective ones included:
//   (1)  w_t = clip(ρ_t, 1 − clipLow, 1 + clipHigh),   a constant for the gradient
//   (2)  ℓ_t = −w_t A log π_t,   ∂ℓ_t / ∂log π_t = −w_t A
// clipLow ≥ 1 means no lower bound, as in the paper. Meant for the aggregation `token-mean`. No deviations.
import type { ClipOptions, ObjectiveTokens, Surrogates } from './policy-tokens.ts'

export function cispo(tokens: ObjectiveTokens, options: ClipOptions): Surrogates {
  const ratio = Float64Array.from(tokens.logprobs, (logprob, t) => Math.exp(logprob - tokens.oldLogprobs[t]!))
  const weight = cispoWeights(ratio, options)
  return {
    perToken: weight.map((w, t) => -w * tokens.advantages[t]! * tokens.logprobs[t]!),
    gradient: weight.map((w, t) => (tokens.weights[t] === 0 ? 0 : -tokens.weights[t]! * w * tokens.advantages[t]!)),
    ratio,
    clipped: Uint8Array.from(weight, (w, t) => (w === ratio[t] ? 0 : 1)),
  }
}

/** Eq. 1. */
export function cispoWeights(ratio: Float64Array, { clipLow, clipHigh }: ClipOptions): Float64Array {
  return ratio.map((rho) => Math.min(Math.max(rho, 1 - clipLow), 1 + clipHigh))
}
