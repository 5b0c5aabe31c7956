// What an update did to the policy, whatever its objective: how far ratios moved and what held them.
// Metric names `policy/{loss,kl,ratio_mean,ratio_max,clip_frac_low,clip_frac_high,clip_frac_dual,kl_reference}`.
import type { KlKind } from '@gigpo/core'
import { klEstimator } from './kl.ts'
import type { PolicyTokens } from './policy-tokens.ts'

/** Means over tokens not masked. */
export interface PolicyMetrics {
  readonly loss: number
  /** Mean of log π_old − log π: how far this update has moved (k1 of KL(π_old ‖ π)). */
  readonly kl: number
  /** ρ of the token, or of its row where the objective has one ratio a row. */
  readonly ratioMean: number
  readonly ratioMax: number
  /** Share of tokens held by the lower bound: A < 0 and ρ < 1 − clipLow. */
  readonly clipFracLow: number
  /** Share of tokens held by the upper bound: A > 0 and ρ > 1 + clipHigh. */
  readonly clipFracHigh: number
  /** Share of tokens held by the dual clip: A < 0 and ρ > c. */
  readonly dualClipFrac: number
  /** Mean of the KL estimate to the reference policy, before its coefficient; absent without `kl`. */
  readonly refKl?: number
  /** Tokens not masked. */
  readonly tokens: number
}

/** What an objective says of one token. */
export interface TokenState {
  readonly ratio: number
  /** A bound decided the loss. */
  readonly clipped: boolean
  readonly dual?: boolean
}

export function summarizeTokens(
  tokens: PolicyTokens,
  loss: number,
  kl: KlKind | undefined,
  stateOf: (t: number) => TokenState,
): PolicyMetrics {
  const sums = { kl: 0, ratio: 0, low: 0, high: 0, dual: 0, refKl: 0 }
  let counted = 0
  let ratioMax = 0
  for (let t = 0; t < tokens.logprobs.length; t++) {
    if (tokens.weights[t] === 0) continue
    const { ratio, clipped, dual = false } = stateOf(t)
    counted++
    sums.kl -= tokens.logprobs[t]! - tokens.oldLogprobs[t]!
    sums.ratio += ratio
    ratioMax = Math.max(ratioMax, ratio)
    if (clipped) sums[tokens.advantages[t]! < 0 ? 'low' : 'high']++
    if (dual) sums.dual++
    if (kl !== undefined && tokens.refLogprobs)
      sums.refKl += klEstimator(kl, tokens.logprobs[t]!, tokens.refLogprobs[t]!)
  }
  const mean = (total: number): number => (counted === 0 ? 0 : total / counted)
  return {
    loss,
    kl: mean(sums.kl),
    ratioMean: mean(sums.ratio),
    ratioMax,
    clipFracLow: mean(sums.low),
    clipFracHigh: mean(sums.high),
    dualClipFrac: mean(sums.dual),
    ...(kl === undefined ? {} : { refKl: mean(sums.refKl) }),
    tokens: counted,
  }
}
