// Whether a state key is any good, measured against the true state of the environment. A key that is too coarse puts steps
// of different states into one group and compares what cannot be compared; one that is too fine leaves steps alone. Both
// make step credit silent or wrong without any error, so they are counted here.
// Metric names `anchor/{frac_aliased_groups,frac_aliased_rows,frac_aliased_pairs,frac_rows_alone,frac_rows_alone_true}`.
import { orderByTime } from './returns.ts'
import { previousRows, type StateRules, stateDefaults, stepGroups } from './step-groups.ts'
import type { StepRows } from './step-rows.ts'

/** Shares are 0 where there is nothing to divide by. */
export interface StateAliasing {
  /** Groups that the key makes. */
  readonly groups: number
  /** Share of the groups of two or more rows in which true states differ. */
  readonly fracAliasedGroups: number
  /** Share of all rows that are in such a group. */
  readonly fracAliasedRows: number
  /** Share of the pairs of rows compared with each other whose true states differ: how often the key errs. */
  readonly fracAliasedPairs: number
  /** Share of all rows whose group is theirs alone: no step credit. */
  readonly fracRowsAlone: number
  /** The same if rows were grouped by true state: what no key can avoid. */
  readonly fracRowsAloneTrue: number
}

/**
 * `trueState`: a number or text for each row; equal ones are one state of the task. `rules`: how keys make groups, as for
 * the estimator. Groups are those within a task.
 */
export function stateAliasing(
  rows: StepRows,
  trueState: ArrayLike<number | string>,
  rules: StateRules = stateDefaults,
): StateAliasing {
  const previous = previousRows(orderByTime(rows))
  const keyed = stepGroups(rows, { ...rules, stateKey: 'task' }, previous)
  const interned = intern(trueState)
  const truth = { ...rows, state: interned.ids, stateKeys: interned.keys }
  const known = stepGroups(truth, { ...stateDefaults, stateKey: 'task' }, previous)

  const keyedSize = sizes(keyed.label, keyed.count)
  const knownSize = sizes(known.label, known.count)
  // Cells of the table (key group × true state) and the rows in each.
  const cells = new Map<number, number>()
  for (let i = 0; i < rows.size; i++) {
    const cell = keyed.label[i]! * known.count + known.label[i]!
    cells.set(cell, (cells.get(cell) ?? 0) + 1)
  }
  const statesIn = new Int32Array(keyed.count)
  let samePairs = 0
  for (const [cell, count] of cells) {
    statesIn[Math.floor(cell / known.count)]!++
    samePairs += pairs(count)
  }
  let compared = 0
  let aliasedGroups = 0
  let aliasedRows = 0
  let allPairs = 0
  for (let g = 0; g < keyed.count; g++) {
    if (keyedSize[g]! > 1) compared++
    allPairs += pairs(keyedSize[g]!)
    if (statesIn[g]! < 2) continue
    aliasedGroups++
    aliasedRows += keyedSize[g]!
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
  return {
    groups: keyed.count,
    fracAliasedGroups: share(aliasedGroups, compared),
    fracAliasedRows: share(aliasedRows, rows.size),
    fracAliasedPairs: share(allPairs - samePairs, allPairs),
    fracRowsAlone: share(keyedSize.filter((size) => size === 1).length, rows.size),
    fracRowsAloneTrue: share(knownSize.filter((size) => size === 1).length, rows.size),
  }
}

function intern(values: ArrayLike<number | string>): { readonly ids: Int32Array; readonly keys: readonly string[] } {
  const numbers = new Map<number | string, number>()
  const ids = Int32Array.from({ length: values.length }, (_, i) => {
    const known = numbers.get(values[i]!) ?? numbers.size
    numbers.set(values[i]!, known)
    return known
  })
  return { ids, keys: Array.from(numbers.keys(), String) }
}

function sizes(label: Int32Array, count: number): Int32Array {
  const out = new Int32Array(count)
  for (const g of label) out[g]!++
  return out
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2
}
