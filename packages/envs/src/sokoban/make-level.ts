// Levels made from a key: a walled room with a few inner walls, boxes that begin on their targets and are pulled away by a
// keyed walk backwards in time, so that every level has a solution. Levels that turn out shorter or longer than asked are
// drawn again.
import { fold, type RandomKey, RandomStream } from '@gigpo/core'
import { MOVES, type Move, neighbour } from '../grid/grid.ts'
import { type Level, type Position, solved } from './rules.ts'
import { solve } from './solve.ts'

export interface LevelOptions {
  /** Cells a side, the outer wall included. */
  readonly side: number
  readonly boxes: number
  /** Bounds on the length of a shortest solution. */
  readonly minMoves: number
  readonly maxMoves: number
}

const OPPOSITE: Readonly<Record<Move, Move>> = { up: 'down', down: 'up', left: 'right', right: 'left' }
const ATTEMPTS = 2000

/** @throws RangeError when no level within the bounds was found: they leave too little room. */
export function makeLevel(key: RandomKey, options: LevelOptions): Level {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const level = tryLevel(new RandomStream(fold(key, attempt)), options)
    if (level === undefined) continue
    const length = solve(level)?.length ?? 0
    if (length >= options.minMoves && length <= options.maxMoves) return level
  }
  throw new RangeError(
    `no level of side ${options.side} with ${options.boxes} boxes and ${options.minMoves} to ${options.maxMoves} moves in ${ATTEMPTS} draws`,
  )
}

function tryLevel(random: RandomStream, { side, boxes }: LevelOptions): Level | undefined {
  const edge = (cell: number): boolean =>
    cell < side || cell >= side * (side - 1) || cell % side === 0 || cell % side === side - 1
  const wall = Array.from({ length: side * side }, (_, cell) => edge(cell) || random.uniform() < 0.12)
  const floor = random.shuffle(wall.flatMap((isWall, cell) => (isWall ? [] : [cell])))
  if (floor.length < 2 * boxes + 2) return undefined
  const targets = floor.slice(0, boxes)
  const room = { width: side, height: side, wall, target: wall.map((_, cell) => targets.includes(cell)) }
  let position: Position = { walker: floor[boxes]!, boxes: targets.slice().sort((a, b) => a - b) }
  for (let i = 0; i < 40 * boxes; i++) position = pull(room, position, random.pick(MOVES), random.uniform() < 0.7)
  const level: Level = { ...room, start: position }
  return solved(level, position) ? undefined : level
}

/** A move backwards in time: the walker steps, and drags the box behind it along if asked. */
function pull(room: Omit<Level, 'start'>, position: Position, direction: Move, drag: boolean): Position {
  const { walker, boxes } = position
  const to = neighbour(walker, direction, room.width, room.height)
  if (to === undefined || room.wall[to] || boxes.includes(to)) return position
  const behind = neighbour(walker, OPPOSITE[direction], room.width, room.height)
  if (!drag || behind === undefined || !boxes.includes(behind)) return { walker: to, boxes }
  return { walker: to, boxes: boxes.map((cell) => (cell === behind ? walker : cell)).sort((a, b) => a - b) }
}
