// Dynamic sampling's question (DAPO, arXiv 2503.14476, Eq. 11): a group whose episodes all ended alike teaches group
// estimators nothing. The answer looks at raw rewards only, so a penalty or shaping cannot make such a group look mixed.
import { orderByTime, trajectoryReturns } from './returns.ts'
import type { StepRows } from './step-rows.ts'

/** Returns that differ by no more than this are equal: sums of equal rewards in another order differ in the last bits. */
const TOLERANCE = 1e-9

/** One entry a group: 1 where the raw returns of all its episodes are equal (also with fewer than two episodes). */
export function homogeneous(rows: StepRows): Uint8Array {
  const returns = trajectoryReturns(orderByTime(rows), rows.reward)
  const low = new Float64Array(rows.groupCount).fill(Number.POSITIVE_INFINITY)
  const high = new Float64Array(rows.groupCount).fill(Number.NEGATIVE_INFINITY)
  for (let k = 0; k < returns.length; k++) {
    const g = rows.trajectoryEnd.group[k]!
    low[g] = Math.min(low[g]!, returns[k]!)
    high[g] = Math.max(high[g]!, returns[k]!)
  }
  return Uint8Array.from(low, (lowest, g) => (high[g]! - lowest <= TOLERANCE ? 1 : 0))
}
