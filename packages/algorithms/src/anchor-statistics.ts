// How much the step part of an estimator had to work with: sizes of the step groups and how many of them are silent.
// Metric names `anchor/{groups,mean_size,frac_singleton,frac_zero_std}`.
import type { Advantages } from './credit.ts'
import { groupStatistics } from './statistics.ts'
import type { StepRows } from './step-rows.ts'

export interface AnchorStatistics {
  readonly groups: number
  /** Rows a group; 0 without groups. */
  readonly meanSize: number
  /** Share of the groups with one row. */
  readonly fracSingleton: number
  /** Share of the groups with two or more rows whose returns are all equal (σ ≤ 1e-6). */
  readonly fracZeroStd: number
  /** How many groups have each size that occurs, ascending by size. */
  readonly sizes: readonly { readonly size: number; readonly groups: number }[]
}

/** Statistics of the step groups; the two shares are of all groups, so their sum is the share without a signal. */
export function anchorStatistics(rows: StepRows, advantages: Advantages): AnchorStatistics {
  const groups = advantages.stepGroup.reduce((most, label) => Math.max(most, label + 1), 0)
  if (groups === 0) return { groups: 0, meanSize: 0, fracSingleton: 0, fracZeroStd: 0, sizes: [] }
  const { count, std } = groupStatistics(advantages.stepReturn, advantages.stepGroup, groups)
  const bySize = new Map<number, number>()
  let silent = 0
  for (let g = 0; g < groups; g++) {
    bySize.set(count[g]!, (bySize.get(count[g]!) ?? 0) + 1)
    if (count[g]! > 1 && std[g]! <= 1e-6) silent++
  }
  return {
    groups,
    meanSize: rows.size / groups,
    fracSingleton: (bySize.get(1) ?? 0) / groups,
    fracZeroStd: silent / groups,
    sizes: [...bySize].sort((a, b) => a[0] - b[0]).map(([size, amount]) => ({ size, groups: amount })),
  }
}
