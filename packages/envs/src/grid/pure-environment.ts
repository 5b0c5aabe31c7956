// A game that is a pure function of its state, as an environment: this file keeps the episode's contract (single use, step
// limit, forks, chance by key), the game keeps only its rules. The draw of a step comes from (noise, step number), so a
// fork needs no copy of a generator and an episode repeats from its seeds alone.
import {
  type ForkableEnvironment,
  GigpoError,
  type Info,
  type Observation,
  type RandomStream,
  rootKey,
  stream,
  type Transition,
} from '@gigpo/core'

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

/** @throws GigpoError `config` unless both are usable. */
export function checkLimits(name: string, { maxSteps, reward }: { maxSteps: number; reward: number }): void {
  const wrong = (option: string, received: number, remedy: string): GigpoError =>
    new GigpoError('config', `${name}: ${option} cannot be ${received}`, { where: option, remedy })
  if (!Number.isInteger(maxSteps) || maxSteps < 1)
    throw wrong('maxSteps', maxSteps, 'Give a whole number of at least 1.')
  if (!Number.isFinite(reward)) throw wrong('reward', reward, 'Give a finite number.')
}

class PureEnvironment<State> implements ForkableEnvironment {
  readonly #game: PureGame<State>
  readonly #options: PureEnvironmentOptions
  #state: State
  #phase: 'new' | 'playing' | 'ended' = 'new'
  #steps = 0

  constructor(game: PureGame<State>, options: PureEnvironmentOptions, state: State) {
    this.#game = game
    this.#options = options
    this.#state = state
  }

  reset(): Observation {
    if (this.#phase !== 'new')
      throw new GigpoError('contract', 'reset of an episode that has begun', {
        remedy: 'An environment lives for one episode: create a new one.',
      })
    this.#phase = 'playing'
    return this.#game.observe(this.#state)
  }

  step(action: string): Transition {
    if (this.#phase !== 'playing')
      throw new GigpoError(
        'contract',
        this.#phase === 'new' ? 'step before reset' : 'step after the end of the episode',
        { remedy: 'Call reset first, and step only until terminated or truncated.' },
      )
    const { maxSteps, reward, noise } = this.#options
    const { state, won, lost = false, info } = this.#game.step(this.#state, action, stream(rootKey(noise), this.#steps))
    this.#state = state
    this.#steps++
    const terminated = won || lost
    const truncated = !terminated && this.#steps >= maxSteps
    if (terminated || truncated) this.#phase = 'ended'
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
    copy.#phase = this.#phase
    copy.#steps = this.#steps
    return copy
  }
}
