// An ALFWorld game as an environment: feedback text and admissible commands are the observation, winning ends the episode
// with the reward, the step limit cuts it (defaults as in verl-agent: 50 steps, reward 10). Commands that the game does
// not know print "Nothing happens." and count as steps.
import { type ForkableEnvironment, GigpoError, type Observation, type Transition } from '@gigpo/core'
import type { GamePlay, LoadedGame } from './game.ts'

/**
 * What counts as the same state, before acting: `text` is the feedback just read (the intro at first; the choice of the
 * GiGPO paper), `inventory` adds what the command inventory would print, `state` is the true state of the game.
 */
export type AlfworldAnchor = 'text' | 'inventory' | 'state'

export interface AlfworldEnvironmentOptions {
  /** Steps after which an episode is truncated (default 50). */
  readonly maxSteps?: number
  /** Reward of the winning step (default 10); all others give 0. */
  readonly reward?: number
  /** Default `text`. */
  readonly anchor?: AlfworldAnchor
}

type Settings = Required<AlfworldEnvironmentOptions>

/** @throws GigpoError `config` on a wrong option. */
export function createAlfworldEnvironment(
  game: LoadedGame,
  options: AlfworldEnvironmentOptions = {},
): ForkableEnvironment {
  return new AlfworldEnvironment(game.start(), checkAlfworldOptions(options))
}

/** Fills in the defaults. @throws GigpoError `config` */
export function checkAlfworldOptions(options: AlfworldEnvironmentOptions): Settings {
  const settings: Settings = {
    maxSteps: options.maxSteps ?? 50,
    reward: options.reward ?? 10,
    anchor: options.anchor ?? 'text',
  }
  if (!Number.isInteger(settings.maxSteps) || settings.maxSteps < 1)
    throw wrong('maxSteps', settings.maxSteps, 'Give a whole number of at least 1.')
  if (!Number.isFinite(settings.reward)) throw wrong('reward', settings.reward, 'Give a finite number.')
  if (!Object.hasOwn(ANCHORS, settings.anchor))
    throw wrong('anchor', settings.anchor, `Choose one of ${Object.keys(ANCHORS).join(', ')}.`)
  return settings
}

const wrong = (option: string, received: unknown, remedy: string): GigpoError =>
  new GigpoError('config', `alfworld: ${option} cannot be ${String(received)}`, { where: option, remedy })

const ANCHORS: Readonly<Record<AlfworldAnchor, (play: GamePlay) => string>> = {
  text: (play) => play.feedback,
  inventory: (play) => `${play.feedback}\n${play.inventory()}`,
  state: (play) => play.stateKey(),
}

class AlfworldEnvironment implements ForkableEnvironment {
  readonly #play: GamePlay
  readonly #settings: Settings
  #phase: 'new' | 'playing' | 'ended' = 'new'
  #steps = 0

  constructor(play: GamePlay, settings: Settings) {
    this.#play = play
    this.#settings = settings
  }

  reset(): Observation {
    if (this.#phase !== 'new')
      throw new GigpoError('contract', 'reset of an episode that has begun', {
        remedy: 'An environment lives for one episode: create a new one.',
      })
    this.#phase = 'playing'
    return this.#observe()
  }

  step(action: string): Transition {
    if (this.#phase !== 'playing')
      throw new GigpoError(
        'contract',
        this.#phase === 'new' ? 'step before reset' : 'step after the end of the episode',
        { remedy: 'Call reset first, and step only until terminated or truncated.' },
      )
    this.#play.step(action)
    this.#steps++
    const { won } = this.#play
    const truncated = !won && this.#steps >= this.#settings.maxSteps
    if (won || truncated) this.#phase = 'ended'
    return {
      observation: this.#observe(),
      reward: won ? this.#settings.reward : 0,
      terminated: won,
      truncated,
      info: { won },
    }
  }

  anchor(): string {
    return ANCHORS[this.#settings.anchor](this.#play)
  }

  stateKey(): string {
    return this.#play.stateKey()
  }

  fork(): ForkableEnvironment {
    const copy = new AlfworldEnvironment(this.#play.fork(), this.#settings)
    copy.#phase = this.#phase
    copy.#steps = this.#steps
    return copy
  }

  #observe(): Observation {
    return { text: this.#play.feedback, actions: this.#play.admissible() }
  }
}
