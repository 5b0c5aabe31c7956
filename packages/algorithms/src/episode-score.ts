// What every group estimator compares: the score of a whole episode, and the entries of the statistic it is compared
// with. The two differ between public trainers (one entry a trajectory or one a step row; penalty inside or not).
import { type PenaltyRules, penalised } from './penalty.ts'
import { type TimeOrder, trajectoryReturns } from './returns.ts'
import type { EpisodeRules } from './rules.ts'
import { type GroupStatistics, groupStatistics } from './statistics.ts'
import type { StepRows } from './step-rows.ts'

export interface EpisodeScore {
  /** R(τ), one a row (under penalty scope `row` less the row's own penalty). */
  readonly score: Float64Array
  /** Mean, σ and count of the entries of each group. */
  readonly statistics: GroupStatistics
}

/** Scores of the rows and the statistics of their groups. `reward` is what the rules made of the raw reward. */
export function episodeScore(
  rows: StepRows,
  order: TimeOrder,
  reward: Float64Array,
  rules: Pick<EpisodeRules, 'episodeStats'> & PenaltyRules,
): EpisodeScore {
  const { group: trajectoryGroup } = rows.trajectoryEnd
  const returns = trajectoryReturns(order, reward)
  const score = penalised(spread(returns, rows), rows, rules, 'row')
  if (rules.episodeStats === 'rows') return { score, statistics: groupStatistics(score, rows.group, rows.groupCount) }
  // A row penalty leaves no single score for a trajectory; the reference takes its first row's.
  const entries = returns.map((value, k) =>
    order.offset[k] === order.offset[k + 1] ? value : score[order.row[order.offset[k]!]!]!,
  )
  return { score, statistics: groupStatistics(entries, trajectoryGroup, rows.groupCount) }
}

/** A value a trajectory, repeated on each of its rows. */
function spread(values: Float64Array, rows: StepRows): Float64Array {
  const out = new Float64Array(rows.size)
  for (let i = 0; i < out.length; i++) out[i] = values[rows.trajectory[i]!]!
  return out
}
