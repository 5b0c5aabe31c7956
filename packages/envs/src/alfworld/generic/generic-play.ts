// One play in the generic interpreter. The operators of an action are looked for again only after a fact that its
// precondition reads has changed; the goal and the list of commands only when somebody asks.
import { type GamePlay, stripCommand } from '../game.ts'
import type { ActionSchema, Operator } from './action-schema.ts'
import type { Test } from './condition-compiler.ts'
import type { FactSet } from './fact-set.ts'
import type { TextLayer } from './text-layer.ts'

/** What all plays of a game share. */
export interface GenericGame {
  readonly schemas: readonly ActionSchema[]
  readonly goal: Test
  readonly texts: TextLayer
  readonly initial: FactSet
  /** Predicates of the true state that actions write and anything reads. */
  readonly statePredicates: readonly number[]
}

const NOTHING_HAPPENS = 'Nothing happens.'

export class GenericPlay implements GamePlay {
  readonly #game: GenericGame
  readonly #facts: FactSet
  /** By schema; undefined after a change. */
  readonly #operators: (readonly Operator[] | undefined)[]
  #commands: ReadonlyMap<string, Operator> | undefined
  #admissible: readonly string[] | undefined
  #won: boolean | undefined
  #feedback: string

  constructor(game: GenericGame, facts: FactSet, feedback: string) {
    this.#game = game
    this.#facts = facts
    this.#feedback = feedback
    this.#operators = game.schemas.map(() => undefined)
  }

  get feedback(): string {
    return this.#feedback
  }

  get won(): boolean {
    this.#won ??= this.#game.goal(this.#facts)
    return this.#won
  }

  admissible(): readonly string[] {
    this.#admissible ??= [...this.#commandMap().keys()].sort()
    return this.#admissible
  }

  inventory(): string {
    if (!this.#commandMap().has('inventory')) return ''
    const play = this.fork()
    play.step('inventory')
    return play.feedback
  }

  stateKey(): string {
    return this.#facts.differenceFrom(this.#game.initial, this.#game.statePredicates)
  }

  step(command: string): void {
    const operator = this.#commandMap().get(stripCommand(command))
    if (operator === undefined) {
      this.#feedback = NOTHING_HAPPENS
      return
    }
    operator.schema.apply(operator, this.#facts, (predicate) => this.#forget(predicate))
    this.#feedback = this.#game.texts.derive(operator.schema.words.feedback.parts, this.#facts, operator.bindings)
  }

  fork(): GenericPlay {
    const play = new GenericPlay(this.#game, this.#facts.fork(), this.#feedback)
    this.#operators.forEach((operators, i) => {
      play.#operators[i] = operators
    })
    play.#commands = this.#commands
    play.#admissible = this.#admissible
    play.#won = this.#won
    return play
  }

  /** Of operators with the same command the first counts. */
  #commandMap(): ReadonlyMap<string, Operator> {
    if (this.#commands === undefined) {
      const commands = new Map<string, Operator>()
      this.#game.schemas.forEach((schema, i) => {
        const operators = this.#operators[i] ?? schema.operators(this.#facts)
        this.#operators[i] = operators
        for (const operator of operators) {
          const command = schema.command(operator, this.#facts)
          if (!commands.has(command)) commands.set(command, operator)
        }
      })
      this.#commands = commands
    }
    return this.#commands
  }

  #forget(predicate: number): void {
    this.#won = undefined
    this.#commands = undefined
    this.#admissible = undefined
    this.#game.schemas.forEach(({ reads }, i) => {
      if (reads.has(predicate)) this.#operators[i] = undefined
    })
  }
}
