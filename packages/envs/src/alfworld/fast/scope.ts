// Variables of the grammar. Equal name and type is the same variable, and it has one slot in the whole game; a scope says
// which variables have a value at one place of a text. That is known when compiling, so nothing is looked up in play.
import type { Slots } from './join.ts'
import { Unsupported } from './unsupported.ts'

export interface Variable {
  readonly name: string
  readonly type: string
  readonly slot: number
  /** Its value would depend on a choice that this engine does not make; reading it is refused. */
  readonly unknown?: boolean
}

/** By `name:type`. */
export type Scope = ReadonlyMap<string, Variable>

const CAPACITY = 64

export class Variables {
  readonly slots: Slots = new Int32Array(CAPACITY)
  readonly #slotOf = new Map<string, number>()
  readonly #types: string[] = []

  /** The variable, with a slot of its own. */
  declare(name: string, type: string): Variable {
    const key = keyOf(name, type)
    let slot = this.#slotOf.get(key)
    if (slot === undefined) {
      slot = this.#types.length
      if (slot >= CAPACITY) throw new Unsupported('too many variables')
      this.#slotOf.set(key, slot)
      this.#types.push(type)
    }
    return { name, type, slot }
  }

  /** Of the bound slots those of the same type: different variables are different things. */
  distinctFrom = (slot: number, bound: ReadonlySet<number>): number[] =>
    [...bound].filter((other) => other !== slot && this.#types[other] === this.#types[slot])
}

export const keyOf = (name: string, type: string): string => `${name}:${type}`

export const extend = (scope: Scope, variables: readonly Variable[]): Scope => {
  const out = new Map(scope)
  for (const variable of variables) {
    const key = keyOf(variable.name, variable.type)
    if (!out.has(key)) out.set(key, variable)
  }
  return out
}

/** The variable of a name that an expression prints. */
export function resolve(scope: Scope, name: string): Variable {
  const found = [...scope.values()].filter((variable) => variable.name === name)
  if (found.length !== 1 || found[0]!.unknown) throw new Unsupported(`variable ${name}`)
  return found[0]!
}
