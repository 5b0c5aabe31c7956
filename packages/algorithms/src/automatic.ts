// GiGPO's automatic choices, off by default: what the two signals themselves say about how to mix them. Definitions of this
// project, to be measured, not of a paper.
import type { GroupStatistics } from './statistics.ts'
import type { StepGroups } from './step-groups.ts'

/** σ of a step group below which its returns are equal, as for `stdGuard`. */
const EQUAL = 1e-6
/** A part that is nearly silent is never blown up, nor the other one muted, by more than this. */
const LIMIT = 4

/**
 * ω = rms(A^E) / rms(A^S), each over the rows where it is not 0 (both have mean 0 within their groups, so this is the
 * ratio of their deviations): the two parts then weigh alike where both speak. Held to [1/4, 4]; 1 where one is silent.
 */
export function balancedWeight(episode: Float64Array, step: Float64Array): number {
  const ratio = rootMeanSquare(episode) / rootMeanSquare(step)
  return ratio > 0 && ratio < Number.POSITIVE_INFINITY ? Math.min(Math.max(ratio, 1 / LIMIT), LIMIT) : 1
}

/** 1 for each row whose step group says nothing: it has one row, or all its returns are equal. */
export function silentRows(groups: StepGroups, { count, std }: GroupStatistics): Uint8Array {
  return Uint8Array.from(groups.label, (g) => (count[g]! < 2 || std[g]! <= EQUAL ? 1 : 0))
}

/** 0 / 0 where nothing speaks. */
function rootMeanSquare(values: Float64Array): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (value === 0) continue
    sum += value * value
    count++
  }
  return Math.sqrt(sum / count)
}
