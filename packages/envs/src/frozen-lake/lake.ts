// A lake: a square of ice with holes, a start and a goal, made from a key. Holes lie anywhere (share `holes`) as long as a
// path of ice leads from start to goal; lakes without one are drawn again. Rules as Gymnasium's FrozenLake
// (gymnasium/envs/toy_text/frozen_lake.py); there the start and the goal are fixed corners, here they are drawn.
import { fold, type RandomKey, RandomStream } from '@gigpo/core'
import { MOVES, neighbour } from '../grid/grid.ts'

export interface Lake {
  readonly side: number
  readonly start: number
  readonly goal: number
  /** One flag a cell. */
  readonly hole: readonly boolean[]
}

/** @param holes Share of cells that are holes, in [0, 0.6]. */
export function makeLake(key: RandomKey, side: number, holes: number): Lake {
  for (let attempt = 0; ; attempt++) {
    const random = new RandomStream(fold(key, attempt))
    const [start, goal] = random.shuffle(Array.from({ length: side * side }, (_, cell) => cell)) as [number, number]
    const hole = Array.from(
      { length: side * side },
      (_, cell) => cell !== start && cell !== goal && random.uniform() < holes,
    )
    const lake = { side, start, goal, hole }
    if (distance(lake) >= Math.min(side, 4)) return lake
  }
}

/** Fewest moves from start to goal without slips; -1 when there is no path. */
export function distance({ side, start, goal, hole }: Lake): number {
  const steps = new Map([[start, 0]])
  for (const cell of steps.keys()) {
    if (cell === goal) return steps.get(cell)!
    for (const move of MOVES) {
      const next = neighbour(cell, move, side, side)
      if (next !== undefined && !hole[next] && !steps.has(next)) steps.set(next, steps.get(cell)! + 1)
    }
  }
  return -1
}
