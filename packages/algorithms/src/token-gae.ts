// Returns and advantages over the tokens of one completion, for PPO with a token-level critic (arXiv 1506.02438) and for
// REINFORCE++'s token form. One row at a time: a completion is a short episode of its own.
//
// Masked tokens are no actions: by default the recursion skips them, so a token's successor is the next trained one.
// `masked: 'counted'` runs through them as a public trainer does, which leaks the critic's values of padding into A.

export interface TokenGaeOptions {
  /** Discount γ per token. */
  readonly gamma: number
  readonly lambda: number
  readonly masked?: 'skipped' | 'counted'
  /**
   * Bi-level GAE: the advantage of the whole turn (gae.ts), which replaces the last token's own difference, so that credit
   * flows over turns first and then back over the turn's tokens.
   */
  readonly turnAdvantage?: number
}

export interface TokenGae {
  /** A_t before whitening; 0 where skipped. */
  readonly advantages: Float64Array
  /** The critic's targets A_t + V_t; 0 where skipped. */
  readonly returns: Float64Array
}

/** δ_t = r_t + γ V_{t+1} − V_t and A_t = δ_t + γλ A_{t+1}; V after the last token is 0. */
export function tokenGae(
  rewards: ArrayLike<number>,
  values: ArrayLike<number>,
  mask: ArrayLike<number>,
  options: TokenGaeOptions,
): TokenGae {
  const { gamma, lambda, turnAdvantage } = options
  const advantages = new Float64Array(rewards.length)
  const returns = new Float64Array(rewards.length)
  let nextValue = 0
  let nextAdvantage = 0
  let last = true
  for (let t = rewards.length - 1; t >= 0; t--) {
    if (mask[t] === 0 && options.masked !== 'counted') continue
    const delta = rewards[t]! + gamma * nextValue - values[t]!
    const own = last && turnAdvantage !== undefined ? turnAdvantage : delta + gamma * lambda * nextAdvantage
    advantages[t] = own
    returns[t] = own + values[t]!
    nextValue = values[t]!
    nextAdvantage = own
    last = false
  }
  return { advantages, returns }
}

/** R_t = r_t + γ R_{t+1} over the trained tokens; 0 where masked. */
export function tokenReturns(rewards: ArrayLike<number>, mask: ArrayLike<number>, gamma: number): Float64Array {
  const out = new Float64Array(rewards.length)
  let after = 0
  for (let t = rewards.length - 1; t >= 0; t--) {
    if (mask[t] === 0) continue
    after = rewards[t]! + gamma * after
    out[t] = after
  }
  return out
}
