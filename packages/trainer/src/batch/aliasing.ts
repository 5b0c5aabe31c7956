// How good this iteration's state key was, where the environment names its true states: `anchor/…` metrics beside those of
// the step groups. What the estimator called the same state is taken from its own groups, so likeness is compared only once.
import { type StepRows, stateAliasing } from '@gigpo/algorithms'
import type { Step } from '@gigpo/core'
import type { MetricValues } from './summary.ts'

/**
 * `steps` in the order of the rows, `stepGroup` as the estimator gave it: where it has no groups, keys count as they are.
 * No metrics if a step has no true state.
 */
export function aliasingMetrics(rows: StepRows, steps: readonly Step[], stepGroup: Int32Array): MetricValues {
  const states = steps.flatMap((step) => step.state ?? [])
  if (steps.length === 0 || states.length < steps.length) return {}
  const found = stateAliasing(stepGroup.includes(-1) ? rows : keyedBy(rows, stepGroup), states)
  return {
    'anchor/frac_aliased_groups': found.fracAliasedGroups,
    'anchor/frac_aliased_rows': found.fracAliasedRows,
    'anchor/frac_aliased_pairs': found.fracAliasedPairs,
    'anchor/frac_rows_alone': found.fracRowsAlone,
    'anchor/frac_rows_alone_true': found.fracRowsAloneTrue,
  }
}

/** The rows with the number of their group for a key. */
function keyedBy(rows: StepRows, stepGroup: Int32Array): StepRows {
  const count = stepGroup.reduce((most, label) => Math.max(most, label + 1), 0)
  return { ...rows, state: stepGroup, stateKeys: Array.from({ length: count }, (_, label) => String(label)) }
}
