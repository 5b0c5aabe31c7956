// How large the step groups are in which rows are compared: the share of all rows by the size of their group. Large groups
// early on are loops in the same few states; a policy that plays well meets its group mates in most states (GiGPO, Fig. 5).
import type { AnchorStatistics } from '@gigpo/algorithms'
import type { MetricValues } from './summary.ts'

/** Lower bounds of the classes 1, 2–5, 6–9, 10–49 and 50 on. */
const BOUNDS = [1, 2, 6, 10, 50] as const

/** `anchor/rows_from_<bound>`: shares that sum to 1; none without groups. */
export function groupSizeShares({ sizes }: AnchorStatistics): MetricValues {
  const rows = sizes.reduce((sum, { size, groups }) => sum + size * groups, 0)
  if (rows === 0) return {}
  return Object.fromEntries(
    BOUNDS.map((bound, i) => {
      const next = BOUNDS[i + 1] ?? Number.POSITIVE_INFINITY
      const inside = sizes.filter(({ size }) => size >= bound && size < next)
      return [`anchor/rows_from_${bound}`, inside.reduce((sum, { size, groups }) => sum + size * groups, 0) / rows]
    }),
  )
}
