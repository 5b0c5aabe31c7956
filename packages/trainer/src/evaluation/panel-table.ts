// A panel's result by task type: what a table of an ALFWorld paper shows.
import type { PanelResult, TaskOutcome } from '../run-directory/index.ts'
import { wilsonInterval } from '../statistics/wilson.ts'

export interface PanelRow {
  /** A task type, or `all`. */
  readonly type: string
  readonly tasks: number
  readonly successes: number
  readonly rate: number
  /** 95 % Wilson interval. */
  readonly interval: readonly [low: number, high: number]
  readonly meanTurns: number
}

/** One row a task type in alphabetical order, and `all` last. */
export function panelTable(result: PanelResult): PanelRow[] {
  const types = [...new Set(result.tasks.map((task) => task.type))].sort()
  return [
    ...types.map((type) =>
      toRow(
        type,
        result.tasks.filter((task) => task.type === type),
      ),
    ),
    toRow('all', result.tasks),
  ]
}

function toRow(type: string, tasks: readonly TaskOutcome[]): PanelRow {
  const successes = tasks.filter((task) => task.success).length
  return {
    type,
    tasks: tasks.length,
    successes,
    rate: successes / tasks.length,
    interval: wilsonInterval(successes, tasks.length),
    meanTurns: tasks.reduce((sum, task) => sum + task.steps, 0) / tasks.length,
  }
}
