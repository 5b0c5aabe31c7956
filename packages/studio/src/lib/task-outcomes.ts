// A panel's tasks side by side: which of them each run solved, and where runs disagree. Runs are compared at their latest
// evaluation of the panel at one temperature; they must have played the same set of tasks.
import type { PanelOutcomes } from '../api/contract.ts'
import { panelLabel } from './run-table.ts'

export interface TaskRow {
  readonly id: string
  readonly type: string
  /** In the order of the runs; null where a run did not play the task. */
  readonly outcomes: readonly (boolean | null)[]
  /** Whether two runs disagree. */
  readonly flipped: boolean
}

/** Labels of the panels that any of the runs played, in the order in which they first occur. */
export function panelChoices(runs: readonly (readonly PanelOutcomes[])[]): string[] {
  return [...new Set(runs.flat().map(panelLabel))]
}

export function latestOutcomes(evaluations: readonly PanelOutcomes[], panel: string): PanelOutcomes | undefined {
  return evaluations.findLast((each) => panelLabel(each) === panel)
}

/** One row a task, in the order of the panel. */
export function taskRows(evaluations: readonly (PanelOutcomes | undefined)[]): TaskRow[] {
  const types = new Map<string, string>()
  const solved = evaluations.map((evaluation) => {
    const byTask = new Map<string, boolean>()
    for (const { id, type, success } of evaluation?.outcomes ?? []) {
      types.set(id, type)
      byTask.set(id, success)
    }
    return byTask
  })
  return [...types].map(([id, type]) => {
    const outcomes = solved.map((byTask) => byTask.get(id) ?? null)
    return { id, type, outcomes, flipped: outcomes.includes(true) && outcomes.includes(false) }
  })
}

export interface Flips {
  /** Tasks that the first failed and the second solved. */
  readonly gained: number
  readonly lost: number
  readonly both: number
  readonly neither: number
}

/** Two columns of the rows against each other. */
export function countFlips(rows: readonly TaskRow[], first: number, second: number): Flips {
  const count = (a: boolean, b: boolean): number =>
    rows.filter(({ outcomes }) => outcomes[first] === a && outcomes[second] === b).length
  return { gained: count(false, true), lost: count(true, false), both: count(true, true), neither: count(false, false) }
}
