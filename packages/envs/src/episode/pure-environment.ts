// A game that is a pure function of its state, as an environment: this file keeps the episode's contract (single use, step
// limit, forks, chance by key), the game keeps only its rules. The draw of a step comes from (noise, step number), so a
// fork needs no copy of a generator and an episode repeats from its seeds alone.
import {
  type ForkableEnvironment,
  type Info,
  type Observation,
  type RandomStream,
  rootKey,
  stream,
  type Transition,
} from '@gigpo/core'
import { EpisodePhase } from './episode-phase.ts'

export interface PureGame<State> {
  readonly initial: State
  observe(state: State): Observation
  anchor(state: State): string
  /** Of the true state; the anchor may be less. */
  stateKey(state: State): string
  /** `random` is fresh at every step. An action that the game does not know leaves the state as it is. */
  step(state: State, action: string, random: RandomStream): GameStep<State>
}

interface GameStep<State> {
  readonly state: State
  readonly won: boolean
  /** Ended without a win. */
  readonly lost?: boolean
  readonly info?: Info
}

export interface PureEnvironmentOptions {
  /** Steps after which an episode is truncated. */
  readonly maxSteps: number
  /** Reward of the winning step; all others give 0. */
  readonly reward: number
  /** Seed of what chance decides. */
  readonly noise: number
}

export function createPureEnvironment<State>(
  game: PureGame<State>,
  options: PureEnvironmentOptions,
): ForkableEnvironment {
  return new PureEnvironment(game, options, game.initial)
}

class PureEnvironment<State> implements ForkableEnvironment {
  readonly #game: PureGame<State>
  readonly #options: PureEnvironmentOptions
  #state: State
  #phase = new EpisodePhase()
  #steps = 0

  constructor(game: PureGame<State>, options: PureEnvironmentOptions, state: State) {
    this.#game = game
    this.#options = options
    this.#state = state
  }

  reset(): Observation {
    this.#phase.begin()
    return this.#game.observe(this.#state)
  }

  step(action: string): Transition {
    this.#phase.assertPlaying()
    const { maxSteps, reward, noise } = this.#options
    const { state, won, lost = false, info } = this.#game.step(this.#state, action, stream(rootKey(noise), this.#steps))
    this.#state = state
    this.#steps++
    const terminated = won || lost
    const truncated = !terminated && this.#steps >= maxSteps
    if (terminated || truncated) this.#phase.end()
    return {
      observation: this.#game.observe(state),
      reward: won ? reward : 0,
      terminated,
      truncated,
      info: { ...info, won },
    }
  }

  anchor(): string {
    return this.#game.anchor(this.#state)
  }

  stateKey(): string {
    return this.#game.stateKey(this.#state)
  }

  fork(): ForkableEnvironment {
    const copy = new PureEnvironment(this.#game, this.#options, this.#state)
    copy.#phase = this.#phase.copy()
    copy.#steps = this.#steps
    return copy
  }
}
