// The predicates of one game as small integers, with their initial facts. A predicate is a name and an arity. Only
// predicates that something reads are worth storing: `checked`, which half of the actions write and nothing reads, is not.
import { GigpoError } from '@gigpo/core'
import type { Problem } from '../pddl/ast.ts'
import type { ObjectTable } from './object-table.ts'
import { Relation } from './relation.ts'
import { signature } from './relevance.ts'

export class PredicateTable {
  readonly #ids = new Map<string, number>()
  readonly #relations: Relation[] = []
  readonly #facts = new Map<string, number[]>()
  readonly #radix: number

  constructor(objects: ObjectTable, problem: Problem) {
    this.#radix = Math.max(2, objects.size)
    for (const { predicate, args } of problem.init) {
      const name = signature(predicate, args.length)
      this.#checkArity(name, args.length)
      let key = 0
      for (const id of args) key = key * this.#radix + objects.rank(id)!
      const keys = this.#facts.get(name)
      if (keys === undefined) this.#facts.set(name, [key])
      else keys.push(key)
    }
  }

  /** The number of a predicate, which gets one when it is first asked for. */
  id(predicate: string, arity: number): number {
    return this.#idOf(signature(predicate, arity), signature(predicate, arity), arity)
  }

  /** A second predicate with the same initial facts but changes of its own. */
  shadow(predicate: string, arity: number): number {
    return this.#idOf(`shadow ${signature(predicate, arity)}`, signature(predicate, arity), arity)
  }

  /** Initial facts by number. */
  get initial(): readonly Relation[] {
    return this.#relations
  }

  key(ranks: readonly number[]): number {
    let key = 0
    for (const rank of ranks) key = key * this.#radix + rank
    return key
  }

  /** Radix of keys. */
  get radix(): number {
    return this.#radix
  }

  #idOf(name: string, factsOf: string, arity: number): number {
    let id = this.#ids.get(name)
    if (id === undefined) {
      this.#checkArity(name, arity)
      id = this.#relations.length
      this.#ids.set(name, id)
      const keys = Float64Array.from(new Set(this.#facts.get(factsOf))).sort()
      this.#relations.push(new Relation(arity, this.#radix, Array.from(keys)))
    }
    return id
  }

  #checkArity(name: string, arity: number): void {
    if (this.#radix ** arity > Number.MAX_SAFE_INTEGER) {
      throw new GigpoError('data', `PDDL: "${name}" has too many arguments for ${this.#radix} objects`, {
        remedy: 'Facts may have at most 2^53 combinations of arguments.',
      })
    }
  }
}
