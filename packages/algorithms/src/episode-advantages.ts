// The result of an estimator that gives a whole episode one advantage: no step part, no step groups.
import type { Advantages } from './credit.ts'
import { type PenaltyRules, penalised } from './penalty.ts'
import { discountedReturns, type TimeOrder } from './returns.ts'
import type { StepRows } from './step-rows.ts'

/** Fills the columns such an estimator has no opinion on, and takes the penalty off the total where the rules say so. */
export function episodeAdvantages(
  rows: StepRows,
  order: TimeOrder,
  reward: Float64Array,
  episode: Float64Array,
  rules: PenaltyRules,
): Advantages {
  return {
    episode,
    step: new Float64Array(rows.size),
    total: penalised(episode.slice(), rows, rules, 'advantage'),
    stepReturn: discountedReturns(order, reward, 1),
    stepGroup: new Int32Array(rows.size).fill(-1),
  }
}
