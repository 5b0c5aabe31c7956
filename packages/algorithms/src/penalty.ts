// The invalid-action penalty in its scopes: each function subtracts the coefficient on invalid rows if the rule is the
// one it stands for, and otherwise returns its argument untouched. Raw rewards are never written to.
import type { PenaltyScope } from './rules.ts'
import type { StepRows } from './step-rows.ts'

export interface PenaltyRules {
  readonly penalty: number
  readonly penaltyScope: PenaltyScope
}

/** `values` (one a row), less the penalty on invalid rows where the rules' scope is `scope`. */
export function penalised(
  values: Float64Array,
  rows: StepRows,
  rules: PenaltyRules,
  scope: PenaltyScope,
): Float64Array {
  if (rules.penaltyScope !== scope || rules.penalty === 0) return values
  const out = values.slice()
  for (let i = 0; i < out.length; i++) if (rows.valid[i] === 0) out[i]! -= rules.penalty
  return out
}
