// How good this iteration's state key was, where the environment names its true states: `anchor/…` metrics beside those of
// the step groups. Keys are grouped as the estimator groups them, or as they stand where it has no such rules.
import { algorithmDefaults, type CreditOptions, type StateRules, type StepRows, stateAliasing } from '@gigpo/algorithms'
import type { Step } from '@gigpo/core'
import type { AlgorithmConfig } from '../config/index.ts'
import type { MetricValues } from './summary.ts'

/** `steps` in the order of the rows. No metrics if one of them has no true state. */
export function aliasingMetrics(rows: StepRows, steps: readonly Step[], rules: StateRules | undefined): MetricValues {
  const states = steps.flatMap((step) => step.state ?? [])
  if (steps.length === 0 || states.length < steps.length) return {}
  const found = stateAliasing(rows, states, rules)
  return {
    'anchor/frac_aliased_groups': found.fracAliasedGroups,
    'anchor/frac_aliased_rows': found.fracAliasedRows,
    'anchor/frac_aliased_pairs': found.fracAliasedPairs,
    'anchor/frac_rows_alone': found.fracRowsAlone,
    'anchor/frac_rows_alone_true': found.fracRowsAloneTrue,
  }
}

/** What the algorithm calls the same state; undefined for one that does not ask. */
export function stateRulesOf(algorithm: AlgorithmConfig): StateRules | undefined {
  const options = { ...algorithmDefaults(algorithm.name as CreditOptions['name']), ...algorithm }
  const { grouping, similarityThreshold, history } = options as Partial<StateRules>
  if (grouping === undefined || similarityThreshold === undefined || history === undefined) return undefined
  return { grouping, similarityThreshold, history }
}
