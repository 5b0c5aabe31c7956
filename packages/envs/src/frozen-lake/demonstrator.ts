// Walks a lake as well as chance allows: value iteration over the board it reads, for the chance of ever reaching the goal
// with a small cost per move. Sees only the text, like the agent.
import type { Demonstrator } from '@gigpo/core'
import { MOVES, type Move, neighbour, readBoard } from '../grid/grid.ts'
import { slipped } from './frozen-lake.ts'

const DISCOUNT = 0.98
const SWEEPS = 200

/** @param slip The lake's own, as in the recipe. */
export function createFrozenLakeDemonstrator(slip: number): Demonstrator {
  return {
    act({ observation }, random) {
      const board = readBoard(observation.text)
      if (board === undefined) return { action: random.pick(MOVES) }
      return { action: bestMove(board.cells, board.width, slip) }
    },
  }
}

function bestMove(cells: readonly string[], side: number, slip: number): Move {
  const value: number[] = cells.map((cell) => (cell === 'G' ? 1 : 0))
  const worth = (cell: number, move: Move): number => {
    // One draw from each of the three outcomes' intervals.
    const outcomes: readonly (readonly [number, number])[] = [
      [slip / 2, slip / 4],
      [slip / 2, (slip * 3) / 4],
      [1 - slip, 1],
    ]
    return outcomes.reduce((sum, [chance, draw]) => {
      const to = chance === 0 ? cell : (neighbour(cell, slipped(move, slip, draw), side, side) ?? cell)
      return sum + chance * DISCOUNT * value[to]!
    }, 0)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let change = 0
    for (const [cell, kind] of cells.entries()) {
      if (kind === 'G' || kind === 'O') continue
      const best = Math.max(...MOVES.map((move) => worth(cell, move)))
      change = Math.max(change, Math.abs(best - value[cell]!))
      value[cell] = best
    }
    if (change < 1e-9) break
  }
  const here = cells.indexOf('P')
  return MOVES.reduce((best, move) => (worth(here, move) > worth(here, best) + 1e-12 ? move : best))
}
