// What the trainer would add to rows for the estimators that need more than every batch has.
import type { StepRows } from './step-rows.ts'

/** The rows with a critic's value of each state and a greedy return of each task; both 0 unless told otherwise. */
export function supply(
  rows: StepRows,
  criticOf: (stateKey: string) => number = () => 0,
  greedyReturnOf: (group: number) => number = () => 0,
): StepRows {
  const { trajectoryEnd } = rows
  const value = (state: number): number => (state === -1 ? 0 : criticOf(rows.stateKeys[state]!))
  return {
    ...rows,
    values: Float64Array.from(rows.state, value),
    tokenValues: Array.from(rows.state, (state, i) => new Float64Array(rows.tokens?.[i] ?? 1).fill(value(state))),
    greedyReturns: Float64Array.from({ length: rows.groupCount }, (_, g) => greedyReturnOf(g)),
    trajectoryEnd: { ...trajectoryEnd, values: Float64Array.from(trajectoryEnd.finalState, value) },
  }
}
