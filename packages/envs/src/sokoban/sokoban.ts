// Sokoban as an environment: push every box onto a target. Deterministic, with moves that cannot be taken back, so a wrong
// push decides an episode long before it ends.
import { fold, GigpoError, rootKey, sha256, type Task, type TaskSet } from '@gigpo/core'
import { checkLimits, checkTaskIndex, wrongOption } from '../episode/check-options.ts'
import { createPureEnvironment, type PureGame } from '../episode/pure-environment.ts'
import { MOVES, readMove } from '../grid/grid.ts'
import { type LevelOptions, makeLevel } from './make-level.ts'
import { type Level, move, type Position, positionKey, printLevel, solved } from './rules.ts'

export interface SokobanOptions extends Partial<LevelOptions> {
  readonly split: string
  /** Levels in the set (default 1000). */
  readonly count?: number
  readonly maxSteps?: number
  readonly reward?: number
}

function createGame(level: Level): PureGame<Position> {
  return {
    initial: level.start,
    anchor: positionKey,
    stateKey: positionKey,
    observe: (position) => ({ text: printLevel(level, position), actions: MOVES }),
    step(position, action) {
      const direction = readMove(action)
      const state = direction === undefined ? position : move(level, position, direction)
      const placed = state.boxes.filter((cell) => level.target[cell]).length
      return { state, won: solved(level, state), info: { placed } }
    },
  }
}

/**
 * Defaults: 6 × 6 with the wall, one box, 4 to 16 moves, 30 steps. Levels of different splits never are the same draw.
 * @throws GigpoError `config` on a wrong option, when the set is made or, where no level fits the bounds, by `create`.
 */
export function createSokobanTaskSet(options: SokobanOptions): TaskSet {
  const { split, count = 1000, side = 6, boxes = 1, minMoves = 4, maxMoves = 16, maxSteps = 30, reward = 10 } = options
  checkLimits('sokoban', { maxSteps, reward })
  const whole = (name: string, value: number, low: number, high: number): void => {
    if (!Number.isInteger(value) || value < low || value > high)
      throw wrongOption('sokoban', name, value, `Give a whole number from ${low} to ${high}.`)
  }
  whole('side', side, 5, 10)
  whole('boxes', boxes, 1, 4)
  whole('count', count, 1, 1_000_000)
  whole('minMoves', minMoves, 1, 100)
  whole('maxMoves', maxMoves, minMoves, 200)
  const cache = new Map<number, Level>()
  const levelOf = (index: number): Level => {
    const known = cache.get(index)
    if (known !== undefined) return known
    const level = drawLevel(split, index, { side, boxes, minMoves, maxMoves })
    if (cache.size >= 4096) cache.delete(cache.keys().next().value!)
    cache.set(index, level)
    return level
  }
  return {
    name: 'sokoban/generated',
    split,
    size: count,
    digest: sha256(JSON.stringify(['sokoban', 1, split, count, side, boxes, minMoves, maxMoves])),
    task(index): Task {
      checkTaskIndex(index, count)
      return { id: `${split}/${index}`, index, type: `${boxes}-box` }
    },
    create: (task, seed, noise = seed) =>
      createPureEnvironment(createGame(levelOf(task.index)), { maxSteps, reward, noise }),
  }
}

function drawLevel(split: string, index: number, bounds: LevelOptions): Level {
  try {
    return makeLevel(fold(rootKey(0), 'sokoban', split, index), bounds)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new GigpoError('config', `sokoban: ${error.message}`, {
      remedy: 'Make the board larger or the bounds wider.',
    })
  }
}
