// The things and initial facts of a game as small integers. An entity is its rank among the entities of its type in
// ascending order of id, and the reference engine visits facts in exactly that order, so walking ranks upwards gives every
// list in the right order for free. Only entities that occur in some fact exist here: no other one can matter.
import { nameEntities } from '../naming.ts'
import type { Problem, TypedName } from '../pddl/ast.ts'
import { Unsupported } from './unsupported.ts'

export interface Kin {
  /** Ascending. */
  readonly ids: readonly string[]
  /** What is printed, by rank. */
  readonly names: readonly string[]
}

export interface World {
  /** By type; see `kin`. */
  readonly kinds: ReadonlyMap<string, Kin>
  readonly rankOf: ReadonlyMap<string, number>
  readonly typeOf: ReadonlyMap<string, string>
  /** Signature, for example `inreceptacle(object,receptacle)`, to the ranks of its facts' arguments. */
  readonly facts: ReadonlyMap<string, readonly (readonly number[])[]>
}

const nobody: Kin = { ids: [], names: [] }

/** The entities of a type; none where the type does not occur. */
export const kin = (world: World, type: string): Kin => world.kinds.get(type) ?? nobody

export const signature = (predicate: string, types: readonly string[]): string => `${predicate}(${types.join(',')})`

export function createWorld(problem: Problem, constants: readonly TypedName[]): World {
  const typeOf = new Map<string, string>()
  for (const { id, type } of [...constants, ...problem.objects]) {
    if (typeOf.has(id) && typeOf.get(id) !== type) throw new Unsupported(`${id} has two types`)
    typeOf.set(id, type)
  }
  const idsByType = new Map<string, Set<string>>()
  for (const fact of problem.init) {
    for (const id of fact.args) {
      const type = typeOf.get(id)
      if (type === undefined) throw new Unsupported(`${id} is not declared`)
      const ids = idsByType.get(type)
      if (ids === undefined) idsByType.set(type, new Set([id]))
      else ids.add(id)
    }
  }
  const names = nameEntities(problem.init.flatMap(({ args }) => args))
  const kinds = new Map<string, Kin>()
  const rankOf = new Map<string, number>()
  for (const [type, set] of idsByType) {
    const ids = [...set].sort()
    for (const [rank, id] of ids.entries()) rankOf.set(id, rank)
    kinds.set(type, { ids, names: ids.map((id) => names.get(id)!) })
  }
  const facts = new Map<string, number[][]>()
  for (const fact of problem.init) {
    const key = signature(
      fact.predicate,
      fact.args.map((id) => typeOf.get(id)!),
    )
    const ranks = fact.args.map((id) => rankOf.get(id)!)
    const known = facts.get(key)
    if (known === undefined) facts.set(key, [ranks])
    else known.push(ranks)
  }
  return { kinds, rankOf, typeOf, facts }
}
