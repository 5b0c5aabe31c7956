// Estimates of KL(π ‖ π_ref) from one sampled token (Schulman, "Approximating KL divergence", 2020), and the KL penalty
// placed in the reward. In the loss an engine adds coefficient · KL to each token; here it lowers the step's reward, from
// where it is discounted and compared like any other reward.
import type { KlKind } from '@gigpo/core'
import type { StepRows } from './step-rows.ts'

/** k3 is clamped to ± this: one very unlikely token must not decide a batch. */
const K3_LIMIT = 10

/** With d = log π_ref − log π: k1 = −d, abs = |d|, k2 = d²/2, k3 = e^d − d − 1 clamped to ±10. Nats. */
export function klEstimator(kind: KlKind, logprob: number, refLogprob: number): number {
  const d = refLogprob - logprob
  switch (kind) {
    case 'k1':
      return -d
    case 'abs':
      return Math.abs(d)
    case 'k2':
      return (d * d) / 2
    case 'k3':
      return Math.max(-K3_LIMIT, Math.min(K3_LIMIT, Math.exp(d) - d - 1))
  }
}

/** ∂ klEstimator / ∂ logprob; 0 where k3 is clamped. */
export function klSlope(kind: KlKind, logprob: number, refLogprob: number): number {
  const d = refLogprob - logprob
  switch (kind) {
    case 'k1':
      return 1
    case 'abs':
      return -Math.sign(d)
    case 'k2':
      return -d
    case 'k3':
      return Math.exp(d) - d - 1 > K3_LIMIT ? 0 : 1 - Math.exp(d)
  }
}

export interface RowLogprobs {
  /** log π of each completion token of each row, as sampled. */
  readonly logprobs: readonly ArrayLike<number>[]
  readonly refLogprobs: readonly ArrayLike<number>[]
}

/**
 * The rows with every token's reward lowered by coefficient · KL. A step's reward is the sum over its tokens, so it drops
 * by coefficient · Σ_tokens KL. Decide `homogeneous` on the rows before: this reward is not raw any more.
 */
export function klPenaltyInReward(
  rows: StepRows,
  tokens: RowLogprobs,
  options: { readonly kind: KlKind; readonly coefficient: number },
): StepRows {
  const reward = rows.reward.map((raw, row) => {
    const logprobs = tokens.logprobs[row]!
    const refLogprobs = tokens.refLogprobs[row]!
    let kl = 0
    for (let t = 0; t < logprobs.length; t++) kl += klEstimator(options.kind, logprobs[t]!, refLogprobs[t]!)
    return raw - options.coefficient * kl
  })
  return { ...rows, reward }
}
