// Which predicates matter. A predicate that no precondition, goal or grammar query reads cannot change anything a player
// sees, so it is not stored and is no part of the state key: looking around leaves the state as it was.
import type { Condition, Domain, Problem } from '../pddl/ast.ts'
import type { Grammar, Query, RhsPart } from '../twl2/ast.ts'

interface Predicate {
  readonly name: string
  readonly arity: number
}

/** By `name/arity`. */
export type PredicateSet = ReadonlyMap<string, Predicate>

export interface Relevance {
  /** What preconditions, goal, `when` conditions that matter and grammar queries read. */
  readonly read: PredicateSet
  /** What grammar queries read, `not_` names as they are written. */
  readonly queried: PredicateSet
  /** What some effect writes. */
  readonly written: PredicateSet
}

export const signature = (predicate: string, arity: number): string => `${predicate}/${arity}`

export function findRelevance(domain: Domain, problem: Problem, grammar: Grammar): Relevance {
  const effects = domain.actions.flatMap((action) => action.effects)
  const written = toSet(effects)
  const queried = toSet([...queriesOf(grammar)].flat())
  const read = new Map(queried)
  for (const { name, arity } of queried.values()) {
    if (name.startsWith('not_')) add(read, { predicate: name.slice(4), args: { length: arity } })
  }
  for (const condition of [problem.goal, ...domain.actions.map(({ precondition }) => precondition)]) {
    for (const atom of atomsOf(condition)) add(read, atom)
  }
  for (let size = -1; size !== read.size; ) {
    size = read.size
    for (const { predicate, args, when } of effects) {
      if (when && read.has(signature(predicate, args.length))) for (const atom of atomsOf(when)) add(read, atom)
    }
  }
  return { read, queried, written }
}

interface AtomLike {
  readonly predicate: string
  readonly args: { readonly length: number }
}

function toSet(atoms: readonly AtomLike[]): PredicateSet {
  const set = new Map<string, Predicate>()
  for (const atom of atoms) add(set, atom)
  return set
}

function add(set: Map<string, Predicate>, { predicate, args }: AtomLike): void {
  set.set(signature(predicate, args.length), { name: predicate, arity: args.length })
}

/** All atoms of a condition, with repetitions. */
export function* atomsOf(condition: Condition): Iterable<Extract<Condition, { kind: 'atom' }>> {
  if (condition.kind === 'atom') yield condition
  else if ('parts' in condition) for (const part of condition.parts) yield* atomsOf(part)
  else if ('part' in condition) yield* atomsOf(condition.part)
}

function* queriesOf(grammar: Grammar): Iterable<Query> {
  for (const { template, feedback } of grammar.actions) {
    yield* queriesIn(template.parts)
    yield* queriesIn(feedback.parts)
  }
  for (const rules of grammar.rules.values()) {
    for (const { rhs, condition } of rules) {
      if (condition) yield condition
      yield* queriesIn(rhs.parts)
    }
  }
}

function* queriesIn(parts: readonly RhsPart[]): Iterable<Query> {
  for (const part of parts) if ((part.kind === 'expression' || part.kind === 'list') && part.query) yield part.query
}

/** Whether a text can differ between states: some query that it may reach reads a written predicate or a `not_` one. */
export function dependsOnState(parts: readonly RhsPart[], grammar: Grammar, written: PredicateSet): boolean {
  const seen = new Set<string>()
  const isDynamic = (query: Query): boolean =>
    query.some(({ predicate, args }) => predicate.startsWith('not_') || written.has(signature(predicate, args.length)))
  const visitSymbol = (name: string): boolean => {
    if (seen.has(name)) return false
    seen.add(name)
    return (grammar.rules.get(name) ?? []).some(
      ({ rhs, condition }) => (condition !== undefined && isDynamic(condition)) || visit(rhs.parts),
    )
  }
  const visit = (texts: readonly RhsPart[]): boolean =>
    texts.some((part) => {
      if (part.kind === 'literal') return false
      if (part.kind === 'symbol') return visitSymbol(part.name)
      return (
        (part.query !== undefined && isDynamic(part.query)) ||
        (part.value.kind === 'symbol' && visitSymbol(part.value.name))
      )
    })
  return visit(parts)
}
