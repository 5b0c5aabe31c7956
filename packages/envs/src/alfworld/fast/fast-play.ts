// One play of a fast game: a state array, the last feedback and whether the goal holds.
import { type GamePlay, stripCommand } from '../game.ts'
import { admissibleCommands } from './admissible.ts'
import type { FastGame } from './fast-game.ts'
import { INVENTORY } from './known-actions.ts'
import type { Operator } from './operators.ts'
import { applies, apply } from './rules.ts'
import { keyOf, LOCATION, type State } from './state.ts'

const REFUSAL = 'Nothing happens.'
const inventory: Operator = { kind: INVENTORY, x: 0, y: 0 }

export class FastPlay implements GamePlay {
  readonly #game: FastGame
  readonly #state: State
  #feedback: string
  #won: boolean
  #admissible: readonly string[] | undefined

  constructor(game: FastGame, state: State, feedback: string, won: boolean) {
    this.#game = game
    this.#state = state
    this.#feedback = feedback
    this.#won = won
  }

  get feedback(): string {
    return this.#feedback
  }

  get won(): boolean {
    return this.#won
  }

  admissible(): readonly string[] {
    this.#admissible ??= admissibleCommands(this.#game, this.#state)
    return this.#admissible
  }

  inventory(): string {
    return this.#say(inventory)
  }

  stateKey(): string {
    return keyOf(this.#state, this.#game.initial, this.#game.layout)
  }

  step(command: string): void {
    const game = this.#game
    const state = this.#state
    const operator = game.operators.byCommand.get(stripCommand(command))
    if (operator === undefined || !applies(game, state, operator)) {
      this.#feedback = REFUSAL
      return
    }
    const start = state[LOCATION]!
    if (apply(game, state, operator)) {
      this.#admissible = undefined
      this.#won = game.won(state)
    }
    this.#feedback = this.#say(operator, start)
  }

  fork(): GamePlay {
    return new FastPlay(this.#game, this.#state.slice(), this.#feedback, this.#won)
  }

  #say({ kind, x, y }: Operator, start: number = this.#state[LOCATION]!): string {
    const { slots, slotsOf, operators } = this.#game
    const slot = slotsOf[kind]!
    if (slot.agent >= 0) slots[slot.agent] = 0
    if (slot.location >= 0) slots[slot.location] = this.#state[LOCATION]!
    if (slot.start >= 0) slots[slot.start] = start
    if (slot.end >= 0) slots[slot.end] = this.#state[LOCATION]!
    if (slot.x >= 0) slots[slot.x] = x
    if (slot.y >= 0) slots[slot.y] = y
    return operators.feedback[kind]!(this.#state)
  }
}
