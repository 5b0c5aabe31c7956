// A small real environment: walk from a seeded start cell to the task's goal on a grid with walls around it. States
// repeat often (bumping into a wall, walking back), which is what step-level credit assignment feeds on.
import { sha256 } from '../digest.ts'
import type { Environment, ForkableEnvironment, Observation, Task, TaskSet, Transition } from '../environment.ts'
import { GigpoError } from '../errors.ts'
import { rootKey, stream } from '../random.ts'

export const TOY_ACTIONS = ['left', 'right', 'up', 'down'] as const
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
}

export interface ToyTaskSetOptions {
  /** Side of the grid; there is one task a goal cell (default 3, so 9 tasks). */
  readonly side?: number
  /** Episodes are truncated after this many steps (default 8). */
  readonly maxSteps?: number
  /** Reward at the goal (default 10). */
  readonly reward?: number
  readonly split?: string
}

class ToyEnvironment implements ForkableEnvironment {
  readonly #goal: number
  readonly #options: Required<ToyTaskSetOptions>
  #cell: number
  #steps = -1
  #ended = false

  constructor(goal: number, start: number, options: Required<ToyTaskSetOptions>) {
    this.#goal = goal
    this.#cell = start
    this.#options = options
  }

  reset(): Observation {
    this.#steps = 0
    return this.#observe()
  }

  step(action: string): Transition {
    if (this.#steps < 0) throw new GigpoError('contract', 'step before reset')
    if (this.#ended) throw new GigpoError('contract', 'step after the end of the episode')
    const { side, maxSteps, reward } = this.#options
    const [dx, dy] = Object.hasOwn(MOVES, action) ? MOVES[action]! : [0, 0]
    const x = (this.#cell % side) + dx
    const y = Math.floor(this.#cell / side) + dy
    if (x >= 0 && x < side && y >= 0 && y < side) this.#cell = y * side + x
    this.#steps++
    const won = this.#cell === this.#goal
    const truncated = !won && this.#steps >= maxSteps
    this.#ended = won || truncated
    return { observation: this.#observe(), reward: won ? reward : 0, terminated: won, truncated, info: { won } }
  }

  anchor(): string {
    return `${this.#goal}:${this.#cell}`
  }

  stateKey(): string {
    return this.anchor()
  }

  fork(): ToyEnvironment {
    const copy = new ToyEnvironment(this.#goal, this.#cell, this.#options)
    copy.#steps = this.#steps
    copy.#ended = this.#ended
    return copy
  }

  #observe(): Observation {
    return { text: `goal ${this.#goal} at ${this.#cell}`, actions: TOY_ACTIONS }
  }
}

/** One task a goal cell; the start cell follows from the seed and is never the goal. */
export function createToyTaskSet(options: ToyTaskSetOptions = {}): TaskSet {
  const all: Required<ToyTaskSetOptions> = { side: 3, maxSteps: 8, reward: 10, split: 'train', ...options }
  const size = all.side ** 2
  return {
    name: 'toy/grid',
    split: all.split,
    size,
    digest: sha256(JSON.stringify([all.side, all.maxSteps, all.reward, all.split])),
    task(index: number): Task {
      if (!Number.isInteger(index) || index < 0 || index >= size) {
        throw new RangeError(`task index must be an integer in [0, ${size}), received ${index}`)
      }
      return { id: `goal-${index}`, index, type: index % 2 === 0 ? 'even' : 'odd' }
    },
    create(task: Task, seed: number): Environment {
      const offset = 1 + stream(rootKey(seed), 'toy-start').integer(size - 1)
      return new ToyEnvironment(task.index, (task.index + offset) % size, all)
    },
  }
}
