// What was done in one state and what became of it: the same steps that a step group compares, sorted by their action. The
// largest contrasts between two actions of one state are what GiGPO teaches beyond GRPO.
import type { Scored } from './equations/scored.ts'

export interface ActionCredit {
  readonly action: string
  /** Rows of the batch, in order. */
  readonly rows: readonly number[]
  /** Means over those rows. */
  readonly meanReturn: number
  readonly meanCredit: number
  /** Rows in which the same episode did the same in the same state once more. */
  readonly again: number
}

export interface StateContrast {
  /** Rows that start in the state. */
  readonly rows: readonly number[]
  readonly anchor: string
  readonly worst: ActionCredit
  readonly best: ActionCredit
  /** Mean credit of the best action less that of the worst. */
  readonly difference: number
}

/** The actions of rows that start in one state, best first. `credit`: the part of the advantage to take the mean of. */
export function actionsOf(
  { batch, advantages }: Scored,
  rows: readonly number[],
  credit: ArrayLike<number>,
): readonly ActionCredit[] {
  const byAction = new Map<string, number[]>()
  for (const row of rows) {
    const { action } = batch.steps[row]!
    if (byAction.has(action)) byAction.get(action)!.push(row)
    else byAction.set(action, [row])
  }
  const mean = (own: readonly number[], values: ArrayLike<number>): number =>
    own.reduce((sum, row) => sum + values[row]!, 0) / own.length
  return [...byAction]
    .map(([action, own]) => ({
      ...{ action, rows: own, meanReturn: mean(own, advantages.stepReturn), meanCredit: mean(own, credit) },
      again: own.length - new Set(own.map((row) => batch.rows.trajectory[row])).size,
    }))
    .sort((a, b) => b.meanCredit - a.meanCredit || b.rows.length - a.rows.length)
}

/** States of a task in which actions fared differently, the largest difference first. */
export function contrastsOf(
  scored: Scored,
  states: Iterable<readonly number[]>,
  credit: ArrayLike<number>,
): readonly StateContrast[] {
  const found: StateContrast[] = []
  for (const rows of states) {
    if (rows.length < 2) continue
    const actions = actionsOf(scored, rows, credit)
    const [best, worst] = [actions[0]!, actions.at(-1)!]
    const difference = best.meanCredit - worst.meanCredit
    if (difference > 1e-9) found.push({ rows, anchor: scored.batch.steps[rows[0]!]!.anchor, worst, best, difference })
  }
  return found.sort((a, b) => b.difference - a.difference || b.rows.length - a.rows.length)
}

/**
 * What the colours of steps stand for: the step part where the algorithm has one, otherwise the total, which is then the
 * same on all steps of an episode.
 */
export function creditPart({ advantages, parameters }: Scored): {
  readonly name: 'step' | 'total'
  readonly values: Float64Array
} {
  const wholeEpisodes = ['grpo', 'dr-grpo', 'rloo', 'gpg', 'remax', 'reinforce', 'reinforce++-baseline']
  return wholeEpisodes.includes(parameters.name)
    ? { name: 'total', values: advantages.total }
    : { name: 'step', values: advantages.step }
}
