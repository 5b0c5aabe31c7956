// Finds goals by the names people and addresses use: a session such as `fixed_12` shops for goal 12, as in the addresses of
// recorded episodes; a task is a number in the chosen split or the id of any goal.
import { GigpoError, nearest } from '@gigpo/core'
import type { Goal, Shop } from '@gigpo/envs/webshop'

export interface GoalBook {
  /** Undefined for a session no goal has. */
  ofSession(session: string): Goal | undefined
  /** The session that shops for a task. @throws GigpoError `usage` for a task that is not there. */
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
  return {
    ofSession: (name) => goals[positionOf(name)],
    sessionOf(task) {
      if (/^\d+$/.test(task)) {
        const position = split[Number(task)]
        if (position !== undefined) return session(position)
        throw new GigpoError('usage', `task ${task} is outside the split, which has ${split.length} tasks`)
      }
      const position = goals.findIndex(({ id }) => id === task)
      if (position >= 0) return session(position)
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
