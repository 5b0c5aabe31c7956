// GSPO, "Group Sequence Policy Optimization" (arXiv 2507.18071): one ratio for the whole sequence, so that clipping accepts or
// rejects a completion as a whole. A row is one action, so this is also the action-level ratio that graph Bellman and
// GAGPO ask for, with a wide clip (0.2) in place of GSPO's narrow one.
//   (1)  s_i = exp( mean_t log ρ_t )   over the row's trained tokens                        (Eq. 7 of the paper)
//   (2)  ℓ_t = max(−A s_i, −A clip(s_i, 1 − clipLow, 1 + clipHigh))                          (Eq. 5)
//   (3)  ∂s_i / ∂log π_t = s_i / |y_i|                                                       (Eq. 10)
//
// Deviation: log s_i is capped at 10 as in public trainers; at the cap there is no gradient. Meant for the aggregation
// `seq-mean-token-mean`, where the |y_i| equal tokens of a row make one sequence loss.
import type { ClipOptions, ObjectiveTokens, Surrogates } from './policy-tokens.ts'

const LOG_RATIO_CAP = 10

/** Eq. 1, one a row; 1 for a row without trained tokens. */
export function sequenceRatios(tokens: ObjectiveTokens): Float64Array {
  const { sum, count } = rowSums(tokens, (t) => tokens.logprobs[t]! - tokens.oldLogprobs[t]!)
  return sum.map((total, row) => (count[row] === 0 ? 1 : Math.exp(Math.min(total / count[row]!, LOG_RATIO_CAP))))
}

export function gspo(tokens: ObjectiveTokens, options: ClipOptions): Surrogates {
  const ratios = sequenceRatios(tokens)
  const capped = Math.exp(LOG_RATIO_CAP)
  const ratio = Float64Array.from(tokens.row, (row) => ratios[row]!)
  const bounded = ratio.map((s) => Math.min(Math.max(s, 1 - options.clipLow), 1 + options.clipHigh))
  const clipped = Uint8Array.from(tokens.advantages, (A, t) => (-A * bounded[t]! > -A * ratio[t]! ? 1 : 0))
  const perToken = ratio.map((s, t) => -tokens.advantages[t]! * (clipped[t] === 1 ? bounded[t]! : s))

  // Σ_t w_t ∂ℓ_t/∂s of each row, which every token of the row shares through Eq. 3
  const { sum: slope, count } = rowSums(tokens, (t) =>
    clipped[t] === 1 || ratio[t]! >= capped ? 0 : -tokens.weights[t]! * tokens.advantages[t]!,
  )
  const gradient = ratio.map((s, t) =>
    tokens.weights[t] === 0 ? 0 : (slope[tokens.row[t]!]! * s) / count[tokens.row[t]!]!,
  )
  return { perToken, gradient, ratio, clipped }
}

function rowSums(tokens: ObjectiveTokens, amountOf: (t: number) => number) {
  let rows = 0
  for (let t = 0; t < tokens.row.length; t++) rows = Math.max(rows, tokens.row[t]! + 1)
  const sum = new Float64Array(rows)
  const count = new Int32Array(rows)
  for (let t = 0; t < tokens.row.length; t++) {
    if (tokens.weights[t] === 0) continue
    sum[tokens.row[t]!]! += amountOf(t)
    count[tokens.row[t]!]!++
  }
  return { sum, count }
}
