// Finds goals by the names people and addresses use: a session such as `fixed_12` shops for goal 12, as in the addresses of
// recorded episodes; a task is a number in the chosen split or the id of any goal.
import { GigpoError, nearest } from '@gigpo/core'
import type { Goal, Shop } from '@gigpo/envs/webshop'

export interface GoalBook {
  /** Undefined for a session no goal has. */
  ofSession(session: string): Goal | undefined
  /** The session that shops for a task, undefined for a task that is not there. */
  find(task: string): string | undefined
  /** As `find`. @throws GigpoError `usage` for a task that is not there. */
  sessionOf(task: string): string
  /** The session of the next task of the split, after the last the first. */
  next(session: string): string
  /** `3 of 500`, undefined outside the split. */
  rank(session: string): string | undefined
}

export function createGoalBook({ compat }: Shop, goals: readonly Goal[], positions: ArrayLike<number>): GoalBook {
  const split = Array.from(positions)
  if (split.length === 0) throw new GigpoError('usage', 'the split has no goals to shop for')
  const session = (position: number): string => `${compat}_${position}`
  const positionOf = (name: string): number => {
    const digits = name.startsWith(`${compat}_`) ? name.slice(compat.length + 1) : ''
    return /^(0|[1-9]\d{0,9})$/.test(digits) ? Number(digits) : -1
  }
  const places = new Map(goals.map(({ id }, position) => [id, position]))
  const find = (task: string): string | undefined => {
    const position = /^\d+$/.test(task) ? split[Number(task)] : places.get(task)
    return position === undefined ? undefined : session(position)
  }
  return {
    ofSession: (name) => goals[positionOf(name)],
    find,
    sessionOf(task) {
      const found = find(task)
      if (found !== undefined) return found
      if (/^\d+$/.test(task))
        throw new GigpoError('usage', `task ${task} is outside the split, which has ${split.length} tasks`)
      const near = nearest(
        task,
        goals.slice(0, 4000).map(({ id }) => id),
      )
      throw new GigpoError('usage', `no task "${task}" in this shop`, {
        remedy: `${near === undefined ? '' : `Did you mean ${near}? `}A shop of another source or seed has other tasks.`,
      })
    },
    next: (name) => session(split[(split.indexOf(positionOf(name)) + 1) % split.length]!),
    rank(name) {
      const rank = split.indexOf(positionOf(name))
      return rank < 0 ? undefined : `${rank} of ${split.length}`
    },
  }
}
