// An ALFWorld game as an environment: feedback text and admissible commands are the observation, winning ends the episode
// with the reward, the step limit cuts it (defaults as in verl-agent: 50 steps, reward 10). Commands that the game does
// not know print "Nothing happens." and count as steps.
import type { ForkableEnvironment, Observation, Transition } from '@gigpo/core'
import { checkLimits, wrongOption } from '../episode/check-options.ts'
import { EpisodePhase } from '../episode/episode-phase.ts'
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
  checkLimits('alfworld', settings)
  if (!Object.hasOwn(ANCHORS, settings.anchor))
    throw wrongOption('alfworld', 'anchor', settings.anchor, `Choose one of ${Object.keys(ANCHORS).join(', ')}.`)
  return settings
}

const ANCHORS: Readonly<Record<AlfworldAnchor, (play: GamePlay) => string>> = {
  text: (play) => play.feedback,
  inventory: (play) => `${play.feedback}\n${play.inventory()}`,
  state: (play) => play.stateKey(),
}

class AlfworldEnvironment implements ForkableEnvironment {
  readonly #play: GamePlay
  readonly #settings: Settings
  #phase = new EpisodePhase()
  #steps = 0

  constructor(play: GamePlay, settings: Settings) {
    this.#play = play
    this.#settings = settings
  }

  reset(): Observation {
    this.#phase.begin()
    return this.#observe()
  }

  step(action: string): Transition {
    this.#phase.assertPlaying()
    this.#play.step(action)
    this.#steps++
    const { won } = this.#play
    const truncated = !won && this.#steps >= this.#settings.maxSteps
    if (won || truncated) this.#phase.end()
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
    copy.#phase = this.#phase.copy()
    copy.#steps = this.#steps
    return copy
  }

  #observe(): Observation {
    return { text: this.#play.feedback, actions: this.#play.admissible() }
  }
}
