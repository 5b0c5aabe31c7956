// FrozenLake as an environment: reach the goal over ice that may carry the walker to the side. With `slip` > 0 one action
// has several outcomes, which is where credit that takes the best continuation over a graph of states overrates luck.
//
//   . . O .      P walker, G goal, O hole, . ice
//   P . . G      a move slips to each side with chance slip / 2
import { fold, rootKey, sha256, type Task, type TaskSet } from '@gigpo/core'
import { checkLimits, checkTaskIndex, wrongOption } from '../episode/check-options.ts'
import { createPureEnvironment, type PureGame } from '../episode/pure-environment.ts'
import { MOVES, type Move, neighbour, printBoard, readMove } from '../grid/grid.ts'
import { type Lake, makeLake } from './lake.ts'

export interface FrozenLakeOptions {
  readonly split: string
  /** Lakes in the set (default 1000). */
  readonly count?: number
  /** Cells a side, at least 3 (default 4). */
  readonly side?: number
  /** Share of holes, at most 0.6 (default 0.2). */
  readonly holes?: number
  /** Chance that a move goes sideways (Gymnasium's slippery lake: 2/3; default 0.2). */
  readonly slip?: number
  readonly maxSteps?: number
  readonly reward?: number
}

const SIDEWAYS: Readonly<Record<Move, readonly [Move, Move]>> = {
  up: ['left', 'right'],
  down: ['left', 'right'],
  left: ['up', 'down'],
  right: ['up', 'down'],
}

/** The move that really happens, given one uniform draw. */
export function slipped(move: Move, slip: number, draw: number): Move {
  const [first, second] = SIDEWAYS[move]
  return draw < slip / 2 ? first : draw < slip ? second : move
}

function createGame(lake: Lake, slip: number): PureGame<number> {
  const { side, goal, hole } = lake
  return {
    initial: lake.start,
    anchor: (cell) => String(cell),
    stateKey: (cell) => String(cell),
    observe(cell) {
      const cells = hole.map((isHole, i) => (i === cell ? 'P' : i === goal ? 'G' : isHole ? 'O' : '.'))
      return { text: printBoard(cells, side), actions: MOVES }
    },
    step(cell, action, random) {
      const move = readMove(action)
      if (move === undefined) return { state: cell, won: false }
      const state = neighbour(cell, slipped(move, slip, random.uniform()), side, side) ?? cell
      return { state, won: state === goal, lost: hole[state]! }
    },
  }
}

/** Lakes of different splits never are the same draw. @throws GigpoError `config` on a wrong option. */
export function createFrozenLakeTaskSet(options: FrozenLakeOptions): TaskSet {
  const { split, count = 1000, side = 4, holes = 0.2, slip = 0.2, maxSteps = 20, reward = 10 } = options
  checkLimits('frozen-lake', { maxSteps, reward })
  const inRange = (name: string, value: number, low: number, high: number): void => {
    if (!(value >= low && value <= high))
      throw wrongOption('frozen-lake', name, value, `Give a number from ${low} to ${high}.`)
  }
  inRange('side', side, 3, 12)
  inRange('holes', holes, 0, 0.6)
  inRange('slip', slip, 0, 1)
  inRange('count', count, 1, 1_000_000)
  const lakeOf = (index: number): Lake => makeLake(fold(rootKey(0), 'frozen-lake', split, index), side, holes)
  return {
    name: 'frozen-lake/generated',
    split,
    size: count,
    digest: sha256(JSON.stringify(['frozen-lake', 1, split, count, side, holes, slip])),
    task(index): Task {
      checkTaskIndex(index, count)
      return { id: `${split}/${index}`, index, type: `${side}x${side}` }
    },
    create: (task, seed, noise = seed) =>
      createPureEnvironment(createGame(lakeOf(task.index), slip), { maxSteps, reward, noise }),
  }
}
