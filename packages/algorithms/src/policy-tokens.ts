// What policy objectives are computed from, and what they give: flat arrays, one entry a token.

/** One entry a token in every array, over any number of rows. */
export interface PolicyTokens {
  readonly logprobs: ArrayLike<number>
  readonly oldLogprobs: ArrayLike<number>
  readonly advantages: ArrayLike<number>
  /** Weight in the sum (aggregationWeights of the token's row); 0 masks a token everywhere. */
  readonly weights: ArrayLike<number>
  /** Needed by `kl`. */
  readonly refLogprobs?: ArrayLike<number>
  /** Needed by `entropyCoefficient`. */
  readonly entropies?: ArrayLike<number>
}

export interface ObjectiveTokens extends PolicyTokens {
  /** Row of each token, small integers from 0. */
  readonly row: ArrayLike<number>
}

export interface ClipOptions {
  readonly clipLow: number
  readonly clipHigh: number
}

/** One entry a token. */
export interface Surrogates {
  readonly perToken: Float64Array
  /** ∂(Σ weight · perToken) / ∂log π; 0 where masked. */
  readonly gradient: Float64Array
  readonly ratio: Float64Array
  /** 1 where a bound decided. */
  readonly clipped: Uint8Array
}
