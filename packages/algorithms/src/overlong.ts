// DAPO's soft overlong punishment (arXiv 2503.14476, Eq. 13): a completion that was cut is not simply wrong, so its reward
// falls gradually over the last tokens of the allowed length instead of all at once:
//   R_length(y) = 0                                 for |y| ≤ Lmax − Lcache
//               = ((Lmax − Lcache) − |y|) / Lcache   up to Lmax
//               = −1                                 beyond
// The other parts of DAPO are settings: clip 0.2 / 0.28, aggregation `token-mean`, dynamic sampling, no KL.
import { GigpoError } from '@gigpo/core'
import type { StepRows } from './step-rows.ts'

export interface OverlongOptions {
  /** Lmax: tokens of the longest allowed completion. */
  readonly maxTokens: number
  /** Lcache: the last tokens over which the penalty grows, 0 < Lcache ≤ Lmax. */
  readonly cacheTokens: number
}

/** R_length of a completion of so many tokens, in [−1, 0]. @throws GigpoError `config`. */
export function overlongPenalty(tokens: number, options: OverlongOptions): number {
  const { maxTokens, cacheTokens } = options
  if (!(cacheTokens > 0 && cacheTokens <= maxTokens))
    throw new GigpoError('config', `overlong shaping has cacheTokens ${cacheTokens} and maxTokens ${maxTokens}`, {
      remedy: 'give 0 < cacheTokens ≤ maxTokens',
    })
  const beyond = tokens - (maxTokens - cacheTokens)
  return beyond <= 0 ? 0 : -Math.min(1, beyond / cacheTokens)
}

/**
 * The rows with coefficient · R_length added to each step's reward. Decide `homogeneous` on the rows before: this reward
 * is not raw any more.
 * @throws GigpoError `config`; `contract` if the rows have no token counts.
 */
export function overlongPenaltyInReward(
  rows: StepRows,
  options: OverlongOptions & { readonly coefficient: number },
): StepRows {
  const { tokens } = rows
  if (tokens === undefined)
    throw new GigpoError('contract', 'overlong shaping needs the token count of each row', {
      remedy: 'make the rows with toStepRows',
    })
  const reward = rows.reward.map((raw, row) => raw + options.coefficient * overlongPenalty(tokens[row]!, options))
  return { ...rows, reward }
}
