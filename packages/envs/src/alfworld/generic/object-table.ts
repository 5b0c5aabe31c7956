// The objects of one game as small integers. An object's number is its rank among the ascending ids, so sorting facts by
// numbers sorts them by id, which is the order in which the reference's text layer visits them.
import { GigpoError } from '@gigpo/core'
import { nameEntities } from '../naming.ts'
import type { Domain, Problem } from '../pddl/ast.ts'

export class ObjectTable {
  /** Ascending. */
  readonly ids: readonly string[]
  /** What a player reads, by rank. */
  readonly names: readonly string[]
  /** Declared type, by rank. */
  readonly types: readonly string[]
  readonly #ranks: ReadonlyMap<string, number>
  readonly #parents: ReadonlyMap<string, string>
  readonly #masks = new Map<string, Uint8Array>()

  /** @throws GigpoError `data` when a fact names an object that is not declared. */
  constructor(domain: Domain, problem: Problem) {
    const declared = new Map<string, string>()
    for (const { id, type } of domain.constants) declared.set(id, type)
    for (const { id, type } of problem.objects) declared.set(id, type)
    this.ids = [...declared.keys()].sort()
    this.types = this.ids.map((id) => declared.get(id)!)
    this.#ranks = new Map(this.ids.map((id, rank) => [id, rank]))
    this.#parents = domain.types
    const mentioned = new Set<string>()
    for (const fact of problem.init) for (const id of fact.args) mentioned.add(id)
    for (const id of mentioned) {
      if (!declared.has(id)) {
        throw new GigpoError('data', `PDDL: an initial fact names "${id}", which is not among the objects`, {
          remedy: 'Add it to (:objects …) of the problem.',
        })
      }
    }
    const names = nameEntities(mentioned)
    this.names = this.ids.map((id) => names.get(id) ?? id)
  }

  get size(): number {
    return this.ids.length
  }

  rank(id: string): number | undefined {
    return this.#ranks.get(id)
  }

  /** By rank: 1 where the object is of the type or a subtype. Unknown types have no objects, `object` has all. */
  mask(type: string): Uint8Array {
    let mask = this.#masks.get(type)
    if (mask === undefined) {
      mask = Uint8Array.from(this.types, (own) => (this.#isSubtype(own, type) ? 1 : 0))
      this.#masks.set(type, mask)
    }
    return mask
  }

  #isSubtype(type: string, ancestor: string): boolean {
    if (ancestor === 'object') return true
    let current: string | undefined = type
    for (let depth = 0; current !== undefined && depth < 64; depth++) {
      if (current === ancestor) return true
      current = this.#parents.get(current)
    }
    return false
  }
}
