// A goal in a shop as an environment: the printed page and its actions are the observation, buying ends the episode with the
// reward, the step limit cuts it (defaults as in verl-agent: 15 steps, reward 10 for a perfect purchase). An action that
// cannot be done changes nothing and counts as a step.
import type { ForkableEnvironment, Info, Observation, Transition } from '@gigpo/core'
import { wrongOption } from '../episode/check-options.ts'
import { EpisodePhase } from '../episode/episode-phase.ts'
import type { Goal } from './goals/goal.ts'
import { pageOf } from './pages/build-page.ts'
import { admissibleActions } from './pages/clickables.ts'
import type { Page } from './pages/page.ts'
import { printHtml } from './pages/print-html.ts'
import { printText, type TextMode } from './pages/print-text.ts'
import { scoreIfBought } from './score.ts'
import { initialState, type Shop, stepFromPage } from './shop.ts'
import type { ShopState } from './shop-state.ts'
import { anchorKey, type WebshopAnchor } from './state-key.ts'

/** How a page is printed: see pages/print-text.ts; `url` is its address, `html` the bare page. */
export type ObservationMode = TextMode | 'url' | 'html'

export interface WebshopEnvironmentOptions {
  /** Default `text`. */
  readonly observation?: ObservationMode
  /** Default `text`. */
  readonly anchor?: WebshopAnchor
  /** Steps after which an episode is truncated (default 15). */
  readonly maxSteps?: number
  /** Reward of a perfect purchase (default 10). */
  readonly reward?: number
  /** `success`: a purchase gives `reward` where its score is 1, else 0; `score`: `reward` times the score. Default `success`. */
  readonly rewardKind?: 'success' | 'score'
  /** Adds this times the change of the score if bought now; over an episode that is this times the last one (default 0). */
  readonly shaping?: number
  /** Earlier observations and actions put before the present observation, joined by ` [SEP] ` (default 0 of both). */
  readonly previousObservations?: number
  readonly previousActions?: number
  /** The shopper's name in addresses (default `0`). */
  readonly session?: string
}

type Settings = Required<WebshopEnvironmentOptions>

/** @throws GigpoError `config` on a wrong option. */
export function createWebshopEnvironment(
  shop: Shop,
  goal: Goal,
  options: WebshopEnvironmentOptions = {},
): ForkableEnvironment {
  return new WebshopEnvironment(shop, goal, checkWebshopOptions(options))
}

/** Fills in the defaults. @throws GigpoError `config` */
export function checkWebshopOptions(options: WebshopEnvironmentOptions): Settings {
  const settings: Settings = {
    observation: options.observation ?? 'text',
    anchor: options.anchor ?? 'text',
    maxSteps: options.maxSteps ?? 15,
    reward: options.reward ?? 10,
    rewardKind: options.rewardKind ?? 'success',
    shaping: options.shaping ?? 0,
    previousObservations: options.previousObservations ?? 0,
    previousActions: options.previousActions ?? 0,
    session: options.session ?? '0',
  }
  for (const [option, choices] of Object.entries(CHOICES)) {
    const received = settings[option as keyof typeof CHOICES]
    if (!choices.includes(received))
      throw wrongOption('webshop', option, received, `Choose one of ${choices.join(', ')}.`)
  }
  for (const [option, least] of Object.entries(COUNTS)) {
    const received = settings[option as keyof typeof COUNTS]
    if (!Number.isInteger(received) || received < least)
      throw wrongOption('webshop', option, received, `Give a whole number of at least ${least}.`)
  }
  for (const option of ['reward', 'shaping'] as const)
    if (!Number.isFinite(settings[option]))
      throw wrongOption('webshop', option, settings[option], 'Give a finite number.')
  return settings
}

const CHOICES: Readonly<Record<'observation' | 'anchor' | 'rewardKind', readonly string[]>> = {
  observation: ['text', 'text_rich', 'text_marked', 'url', 'html'] satisfies ObservationMode[],
  anchor: ['text', 'inventory', 'state'] satisfies WebshopAnchor[],
  rewardKind: ['success', 'score'],
}

const COUNTS = { maxSteps: 1, previousObservations: 0, previousActions: 0 } as const

class WebshopEnvironment implements ForkableEnvironment {
  readonly #shop: Shop
  readonly #goal: Goal
  readonly #settings: Settings
  #phase = new EpisodePhase()
  #steps = 0
  #state: ShopState
  #page: Page
  /** Score if bought now, 0 where no product is looked at. */
  #potential = 0
  /** Observations and actions so far, as many as are shown again. */
  #observations: readonly string[] = []
  #actions: readonly string[] = []

  constructor(shop: Shop, goal: Goal, settings: Settings) {
    this.#shop = shop
    this.#goal = goal
    this.#settings = settings
    this.#state = initialState(settings.session)
    this.#page = pageOf(shop, goal, this.#state)
  }

  reset(): Observation {
    this.#phase.begin()
    return { text: this.#print(), actions: admissibleActions(this.#page) }
  }

  step(action: string): Transition {
    this.#phase.assertPlaying()
    const before = this.#potential
    const ending = this.#move(action)
    this.#steps++
    const terminated = this.#state.page === 'done'
    const truncated = !terminated && this.#steps >= this.#settings.maxSteps
    if (terminated || truncated) this.#phase.end()
    const score = terminated ? this.#potential : 0
    return {
      observation: { text: this.#print(action), actions: this.#admissible() },
      reward: this.#earned(score) + this.#settings.shaping * (this.#potential - before),
      terminated,
      truncated,
      info: { won: score === 1, task_score: score, score_if_bought_now: this.#potential, ...ending },
    }
  }

  anchor(): string {
    const { observation, anchor } = this.#settings
    const mode = observation === 'url' || observation === 'html' ? 'text_marked' : observation
    return anchorKey(anchor, this.#page, this.#state, mode)
  }

  stateKey(): string {
    return anchorKey('state', this.#page, this.#state, 'text')
  }

  fork(): ForkableEnvironment {
    const copy = new WebshopEnvironment(this.#shop, this.#goal, this.#settings)
    copy.#phase = this.#phase.copy()
    copy.#steps = this.#steps
    copy.#state = this.#state
    copy.#page = this.#page
    copy.#potential = this.#potential
    copy.#observations = this.#observations
    copy.#actions = this.#actions
    return copy
  }

  /** Does the action; returns the parts of the score after a purchase. */
  #move(action: string): Info {
    const before = this.#state
    const { state } = stepFromPage(this.#shop, before, this.#page, action)
    if (state === before) return {}
    this.#state = state
    this.#page = pageOf(this.#shop, this.#goal, state)
    const bought = state.page === 'done'
    if (!bought && state.product === before.product && state.chosen === before.chosen) return {}
    const breakdown = scoreIfBought(this.#shop, this.#goal, state)
    this.#potential = breakdown?.score ?? 0
    if (breakdown === undefined || !bought) return {}
    const { r_type, r_att, r_option, r_price, strict_score } = breakdown
    return { r_type, r_att, ...(r_option === undefined ? {} : { r_option }), r_price, strict_score }
  }

  #earned(score: number): number {
    const { reward, rewardKind } = this.#settings
    return rewardKind === 'score' ? reward * score : score === 1 ? reward : 0
  }

  /** After a purchase verl-agent's copy has begun a new episode already and lists the actions of its first page. */
  #admissible(): string[] {
    const restarted = this.#state.page === 'done' && this.#shop.compat === 'verl-agent'
    return admissibleActions(restarted ? pageOf(this.#shop, this.#goal, initialState('')) : this.#page)
  }

  /** The observation after an action (none at the start), with what is kept of the past before it, oldest first. */
  #print(action?: string): string {
    const { observation, previousObservations, previousActions } = this.#settings
    const text = print(this.#page, observation)
    if (previousObservations + previousActions === 0) return text
    if (action !== undefined) this.#actions = [action, ...this.#actions].slice(0, previousActions)
    const parts = [text]
    // Both lists are newest first.
    for (let i = 0; action !== undefined && i < Math.max(previousObservations, previousActions); i++) {
      if (i < this.#actions.length) parts.push(this.#actions[i]!)
      if (i < this.#observations.length) parts.push(this.#observations[i]!)
    }
    this.#observations = [text, ...this.#observations].slice(0, previousObservations)
    return parts.reverse().join(' [SEP] ')
  }
}

function print(page: Page, mode: ObservationMode): string {
  if (mode === 'url') return page.url
  return mode === 'html' ? printHtml(page, { bare: true }) : printText(page, mode)
}
