// The objects of one game as small integers. An object's number is its rank among the ascending ids, so sorting facts by
// numbers sorts them by id, which is the order in which the reference's text layer visits them.
import { GigpoError } from '@gigpo/core'
import { nameEntities } from '../naming.ts'
import type { Domain, Problem } from '../pddl/ast.ts'

/** The objects of a type or its subtypes. */
export interface Members {
  /** Ascending. */
  readonly ranks: readonly number[]
  /** By rank of any object: its place in `ranks`, -1 if it is not of the type. */
  readonly places: Int32Array
}

export class ObjectTable {
  /** Ascending. */
  readonly ids: readonly string[]
  /** What a player reads, by rank. */
  readonly names: readonly string[]
  /** Declared type, by rank. */
  readonly types: readonly string[]
  readonly #ranks: ReadonlyMap<string, number>
  readonly #parents: ReadonlyMap<string, string>
  readonly #members = new Map<string, Members>()

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

  /** Unknown types have no objects, `object` has all. */
  ofType(type: string): Members {
    let members = this.#members.get(type)
    if (members === undefined) {
      const fits = new Map([...new Set(this.types)].map((own) => [own, this.#isSubtype(own, type)]))
      const ranks: number[] = []
      const places = new Int32Array(this.size).fill(-1)
      for (let rank = 0; rank < this.size; rank++) {
        if (fits.get(this.types[rank]!)) places[rank] = ranks.push(rank) - 1
      }
      members = { ranks, places }
      this.#members.set(type, members)
    }
    return members
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
