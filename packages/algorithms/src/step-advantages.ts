// The result of an estimator that says what a step was worth without comparing whole episodes: no episode part.
import type { Advantages } from './credit.ts'
import { type PenaltyRules, penalised } from './penalty.ts'
import type { StepRows } from './step-rows.ts'

/** Fills the other columns, and takes the penalty off the total where the rules say so. `stepGroup`: none if absent. */
export function stepAdvantages(
  rows: StepRows,
  step: Float64Array,
  stepReturn: Float64Array,
  rules: PenaltyRules,
  stepGroup: Int32Array = new Int32Array(rows.size).fill(-1),
): Advantages {
  const total = penalised(step.slice(), rows, rules, 'advantage')
  return { episode: new Float64Array(rows.size), step, total, stepReturn, stepGroup }
}
