// Grammar queries over the text layer's facts: a left-to-right backtracking join that visits the facts of a predicate in
// sorted order. Types are compared exactly and different variables never share an object, as in TextWorld's
// State.all_assignments.
import type { Query, QueryVariable } from '../twl2/ast.ts'
import type { FactSet } from './fact-set.ts'
import type { ObjectTable } from './object-table.ts'
import type { TextContext } from './text-context.ts'
import type { WorkMeter } from './work-meter.ts'

export interface TextPredicates {
  /** The number under which the text layer sees a predicate. */
  textId(predicate: string, arity: number): number
}

export class TextQuery {
  readonly #predicates: readonly number[]
  readonly #args: readonly (readonly QueryVariable[])[]
  readonly #types: readonly string[]
  readonly #meter: WorkMeter

  constructor(query: Query, objects: ObjectTable, predicates: TextPredicates, meter: WorkMeter) {
    this.#predicates = query.map(({ predicate, args }) => predicates.textId(predicate, args.length))
    this.#args = query.map(({ args }) => args)
    this.#types = objects.types
    this.#meter = meter
  }

  /** Calls `found` for each solution, with the context extended by it; stops with true once `found` returns true. */
  solve(facts: FactSet, context: TextContext, found: () => boolean): boolean {
    return this.#solveFrom(0, facts, context, found)
  }

  #solveFrom(atom: number, facts: FactSet, context: TextContext, found: () => boolean): boolean {
    const args = this.#args[atom]
    if (args === undefined) return found()
    const relation = facts.relation(this.#predicates[atom]!)
    let keys = relation.keys
    for (let position = 0; position < args.length; position++) {
      const { name, type } = args[position]!
      const rank = context.variable(name, type)
      if (rank === undefined) continue
      const matching = relation.matching(position, rank)
      if (matching.length <= keys.length) keys = matching
    }
    const depth = context.depth
    for (const key of keys) {
      this.#meter.spend()
      let fits = true
      for (let position = 0; fits && position < args.length; position++) {
        fits = this.#bind(args[position]!, relation.argument(key, position), context)
      }
      if (fits && this.#solveFrom(atom + 1, facts, context, found)) {
        context.unwind(depth)
        return true
      }
      context.unwind(depth)
    }
    return false
  }

  #bind({ name, type }: QueryVariable, rank: number, context: TextContext): boolean {
    const bound = context.variable(name, type)
    if (bound !== undefined) return bound === rank
    if (this.#types[rank] !== type || context.isUsed(rank)) return false
    context.bind(name, type, rank)
    return true
  }
}
