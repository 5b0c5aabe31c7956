// Solves the board it reads and plays the first move of a shortest solution; where there is none any more, it wanders.
import type { Demonstrator } from '@gigpo/core'
import { MOVES, readBoard } from '../grid/grid.ts'
import { parseLevel } from './rules.ts'
import { solve } from './solve.ts'

export function createSokobanDemonstrator(): Demonstrator {
  return {
    act({ observation }, random) {
      const board = readBoard(observation.text)
      const level = board === undefined ? undefined : parseLevel(board.cells, board.width)
      const [first] = (level === undefined ? undefined : solve(level)) ?? []
      return { action: first ?? random.pick(MOVES) }
    },
  }
}
