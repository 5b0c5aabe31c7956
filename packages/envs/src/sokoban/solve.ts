// Shortest solutions by breadth-first search over positions: exact, and fast on the small boards levels are made with.
// A box in a corner that is no target can never move again, so such positions are not searched.
import { MOVES, type Move, neighbour } from '../grid/grid.ts'
import { type Level, move, type Position, positionKey, solved } from './rules.ts'

/** Positions looked at before a level counts as too hard. */
const LIMIT = 200_000

/** A shortest list of moves to all boxes on targets; undefined when there is none, or none within the limit. */
export function solve(level: Level, from: Position = level.start): Move[] | undefined {
  const corner = deadCorners(level)
  const seen = new Map<string, { readonly before: string; readonly by: Move } | null>([[positionKey(from), null]])
  let frontier: Position[] = [from]
  if (solved(level, from)) return []
  while (frontier.length > 0 && seen.size < LIMIT) {
    const next: Position[] = []
    for (const position of frontier) {
      const before = positionKey(position)
      for (const by of MOVES) {
        const reached = move(level, position, by)
        if (reached === position) continue
        const key = positionKey(reached)
        if (seen.has(key) || reached.boxes.some((cell) => corner[cell])) continue
        seen.set(key, { before, by })
        if (solved(level, reached)) return path(seen, key)
        next.push(reached)
      }
    }
    frontier = next
  }
  return undefined
}

function path(seen: ReadonlyMap<string, { readonly before: string; readonly by: Move } | null>, end: string): Move[] {
  const moves: Move[] = []
  for (let entry = seen.get(end); entry != null; entry = seen.get(entry.before)) moves.push(entry.by)
  return moves.reverse()
}

function deadCorners(level: Level): boolean[] {
  const blocked = (cell: number, direction: Move): boolean => {
    const next = neighbour(cell, direction, level.width, level.height)
    return next === undefined || level.wall[next]!
  }
  return level.wall.map((wall, cell) => {
    if (wall || level.target[cell]) return false
    const vertical = blocked(cell, 'up') || blocked(cell, 'down')
    return vertical && (blocked(cell, 'left') || blocked(cell, 'right'))
  })
}
