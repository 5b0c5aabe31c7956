// Sokoban's rules on small boards. A position is where the walker and the boxes are; walls and targets belong to the level.
// Boards are written in the usual signs: # wall, _ floor, . target, $ box, * box on target, @ walker, + walker on target.
import { type Move, neighbour, printBoard } from '../grid/grid.ts'

export interface Level {
  readonly width: number
  readonly height: number
  readonly wall: readonly boolean[]
  readonly target: readonly boolean[]
  readonly start: Position
}

export interface Position {
  readonly walker: number
  /** Cells, ascending: equal positions are equal arrays. */
  readonly boxes: readonly number[]
}

/** The position after a move; the same object when a wall or a second box is in the way. */
export function move(level: Level, position: Position, direction: Move): Position {
  const step = (cell: number): number | undefined => {
    const next = neighbour(cell, direction, level.width, level.height)
    return next === undefined || level.wall[next] ? undefined : next
  }
  const to = step(position.walker)
  if (to === undefined) return position
  const pushed = position.boxes.indexOf(to)
  if (pushed < 0) return { walker: to, boxes: position.boxes }
  const beyond = step(to)
  if (beyond === undefined || position.boxes.includes(beyond)) return position
  const boxes = position.boxes.map((cell, i) => (i === pushed ? beyond : cell)).sort((a, b) => a - b)
  return { walker: to, boxes }
}

export const solved = (level: Level, { boxes }: Position): boolean => boxes.every((cell) => level.target[cell])

export const positionKey = ({ walker, boxes }: Position): string => `${walker}|${boxes.join(',')}`

export function printLevel(level: Level, { walker, boxes }: Position): string {
  const cells = level.wall.map((wall, cell) => {
    if (wall) return '#'
    const target = level.target[cell]
    if (boxes.includes(cell)) return target ? '*' : '$'
    if (walker === cell) return target ? '+' : '@'
    return target ? '.' : '_'
  })
  return printBoard(cells, level.width)
}

/** A level from its signs; undefined unless there is one walker and as many boxes as targets. */
export function parseLevel(cells: readonly string[], width: number): Level | undefined {
  const at = (signs: string): number[] => cells.flatMap((cell, i) => (signs.includes(cell) ? [i] : []))
  const [walker, ...others] = at('@+')
  const boxes = at('$*')
  const targets = at('.*+')
  if (walker === undefined || others.length > 0 || boxes.length === 0 || boxes.length !== targets.length)
    return undefined
  return {
    width,
    height: cells.length / width,
    wall: cells.map((cell) => cell === '#'),
    target: cells.map((_, i) => targets.includes(i)),
    start: { walker, boxes },
  }
}
