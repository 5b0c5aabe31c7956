// An equation of a paper for one step, with everything a reader needs to check it by hand: the symbols, the same line in
// numbers, and which episodes or steps entered its mean and deviation.
import type { StepPlace } from '../rows-of-episodes.ts'
import { type Expression, evaluate, number, type Operand } from './expression.ts'

/** An entry of a statistic: an episode (no `t`) or a step. */
export interface EquationInput {
  readonly place: Omit<StepPlace, 't'> & { readonly t?: number }
  readonly value: number
  /** How often it counts, where that is not once: completion tokens. */
  readonly weight?: number
  /** Whether it is the step, or its episode, that the equation is about. */
  readonly own: boolean
}

/** All that enters a mean and a deviation, and both as the equation uses them. */
export interface EquationInputs {
  readonly what: string
  readonly entries: readonly EquationInput[]
  readonly mean: number
  readonly std: number
}

export interface FilledEquation {
  /** As in the comment of the algorithm's file; empty where that has none. */
  readonly number: string
  readonly title: string
  /** Left and right side in symbols (notation.ts). */
  readonly symbol: string
  readonly formula: string
  readonly filled: Expression
  /** What `filled` comes to. */
  readonly value: number
  readonly inputs?: EquationInputs
  /** Why the line is shorter than the formula, or what is special about it. */
  readonly note?: string
}

/** What an algorithm says of one step: its lines in order, and the three parts of `Advantages` they end in. */
export interface Derivation {
  readonly equations: readonly FilledEquation[]
  readonly episode: number
  readonly step: number
  readonly total: number
}

export type EquationDraft = Omit<FilledEquation, 'value' | 'filled'> & { readonly filled: Operand }

/** Collects equations; each `add` returns the value of the line, for the lines after it. */
export class Sheet {
  readonly equations: FilledEquation[] = []

  add(draft: EquationDraft): number {
    const filled = typeof draft.filled === 'number' ? number(draft.filled) : draft.filled
    const value = evaluate(filled)
    this.equations.push({ ...draft, filled, value })
    return value
  }
}
