// The things and initial facts of a game as small integers. An entity is its rank among the entities of its type in
// ascending order of id, and the reference engine visits facts in exactly that order, so walking ranks upwards gives every
// list in the right order for free. Only entities that occur in some fact exist here: no other one can matter.
import { nameEntities } from '../naming.ts'
import type { Fact, Problem, TypedName } from '../pddl/ast.ts'
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

interface Entity {
  readonly id: string
  readonly type: string
  rank: number
}

/** @throws Unsupported where a thing has two types or none. */
export function createWorld(problem: Problem, constants: readonly TypedName[]): World {
  const declared = new Map<string, Entity>()
  for (const { id, type } of [...constants, ...problem.objects]) {
    const known = declared.get(id)
    if (known === undefined) declared.set(id, { id, type, rank: -1 })
    else if (known.type !== type) throw new Unsupported(`${id} has two types`)
  }
  const occurring = new Set<Entity>()
  const groups = groupFacts(problem.init, (id) => {
    const entity = declared.get(id)
    if (entity === undefined) throw new Unsupported(`${id} is not declared`)
    occurring.add(entity)
    return entity
  })
  const kinds = rankByType(occurring)
  return {
    kinds,
    rankOf: new Map([...occurring].map(({ id, rank }) => [id, rank])),
    typeOf: new Map([...declared.values()].map(({ id, type }) => [id, type])),
    facts: new Map(
      groups.map(({ predicate, types, tuples }) => [
        signature(predicate, types),
        tuples.map((tuple) => tuple.map(({ rank }) => rank)),
      ]),
    ),
  }
}

interface FactGroup {
  readonly predicate: string
  readonly types: readonly string[]
  readonly tuples: Entity[][]
}

/** Facts of one predicate and argument types together. */
function groupFacts(facts: readonly Fact[], find: (id: string) => Entity): FactGroup[] {
  const byPredicate = new Map<string, FactGroup[]>()
  for (const { predicate, args } of facts) {
    const tuple = args.map(find)
    const groups = byPredicate.get(predicate) ?? []
    if (groups.length === 0) byPredicate.set(predicate, groups)
    const fits = ({ types }: FactGroup): boolean =>
      types.length === tuple.length && tuple.every(({ type }, i) => type === types[i])
    const group = groups.find(fits)
    if (group === undefined) groups.push({ predicate, types: tuple.map(({ type }) => type), tuples: [tuple] })
    else group.tuples.push(tuple)
  }
  return [...byPredicate.values()].flat()
}

/** Gives every entity its rank. */
function rankByType(entities: ReadonlySet<Entity>): Map<string, Kin> {
  const names = nameEntities([...entities].map(({ id }) => id))
  const byType = new Map<string, Entity[]>()
  for (const entity of entities) {
    const list = byType.get(entity.type)
    if (list === undefined) byType.set(entity.type, [entity])
    else list.push(entity)
  }
  const kinds = new Map<string, Kin>()
  for (const [type, list] of byType) {
    list.sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const [rank, entity] of list.entries()) entity.rank = rank
    kinds.set(type, { ids: list.map(({ id }) => ownText(id)), names: list.map(({ id }) => ownText(names.get(id)!)) })
  }
  return kinds
}

/** A copy that shares no memory: ids are slices of the problem text, which would keep all of it alive. */
const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string
