// Turns conditions into closures over one frame of numbered variables: a test answers for bound variables, a join binds
// its variables to every solution in turn. Joins are planned once a game, greedily by the sizes of the initial relations,
// and read each relation through the index of an argument that is already bound; nothing is grounded beforehand.
import { GigpoError } from '@gigpo/core'
import type { Condition, Parameter, Term } from '../pddl/ast.ts'
import type { FactSet } from './fact-set.ts'
import { type Item, planJoin } from './join-plan.ts'
import type { Members, ObjectTable } from './object-table.ts'
import type { PredicateTable } from './predicate-table.ts'
import type { WorkMeter } from './work-meter.ts'

/** Whether a condition holds under the frame's present values. */
export type Test = (facts: FactSet) => boolean

/** Calls `found` for each solution, with the frame set; stops with true as soon as `found` returns true. */
export type Join = (facts: FactSet, found: () => boolean) => boolean

export interface Slot {
  /** Place in the frame. */
  readonly index: number
  /** What it may be bound to. */
  readonly members: Members
}

/** Variables by name. */
export type Scope = ReadonlyMap<Term, Slot>

export class ConditionCompiler {
  /** Ranks of objects by slot. Constants have slots of their own, set for good. */
  readonly frame: number[] = []
  readonly objects: ObjectTable
  readonly predicates: PredicateTable
  readonly meter: WorkMeter
  readonly #constants = new Map<string, Slot>()
  readonly #itemTests = new WeakMap<Item, Test>()

  constructor(objects: ObjectTable, predicates: PredicateTable, meter: WorkMeter) {
    this.objects = objects
    this.predicates = predicates
    this.meter = meter
  }

  /** New slots for parameters, inside a scope. */
  declare(parameters: readonly Parameter[], outer: Scope): { readonly scope: Scope; readonly slots: readonly Slot[] } {
    const slots = parameters.map(({ type }) => this.#slot(this.objects.ofType(type), 0))
    return { scope: new Map([...outer, ...parameters.map(({ name }, i) => [name, slots[i]!] as const)]), slots }
  }

  /** The slot of a term; undefined for a constant that is no object of the problem. */
  slot(term: Term, scope: Scope): Slot | undefined {
    if (term.startsWith('?')) {
      const slot = scope.get(term)
      if (slot === undefined) throw new GigpoError('data', `PDDL: variable "${term}" is not declared`)
      return slot
    }
    const rank = this.objects.rank(term)
    if (rank === undefined) return undefined
    let slot = this.#constants.get(term)
    if (slot === undefined) {
      slot = this.#slot(this.objects.ofType('object'), rank)
      this.#constants.set(term, slot)
    }
    return slot
  }

  /** The slots of all terms; undefined when one is a constant that is no object of the problem. */
  slots(terms: readonly Term[], scope: Scope): readonly Slot[] | undefined {
    const slots = terms.map((term) => this.slot(term, scope))
    return slots.every((slot) => slot !== undefined) ? slots : undefined
  }

  /** @throws GigpoError `data` on a variable that is not in scope. */
  test(condition: Condition, scope: Scope): Test {
    switch (condition.kind) {
      case 'atom':
        return this.#atomTest(condition.predicate, condition.args, scope)
      case 'equal': {
        const { frame } = this
        const left = this.slot(condition.left, scope)?.index
        const right = this.slot(condition.right, scope)?.index
        if (left === undefined || right === undefined) return constant(condition.left === condition.right)
        return () => frame[left] === frame[right]
      }
      case 'not': {
        const part = this.test(condition.part, scope)
        return (facts) => !part(facts)
      }
      case 'and': {
        const parts = condition.parts.map((part) => this.test(part, scope))
        return (facts) => parts.every((part) => part(facts))
      }
      case 'or': {
        const parts = condition.parts.map((part) => this.test(part, scope))
        return (facts) => parts.some((part) => part(facts))
      }
      case 'exists': {
        const inner = this.declare(condition.parameters, scope)
        const join = this.join(inner.slots, [condition.part], inner.scope)
        return (facts) => join(facts, isFound)
      }
      case 'forall': {
        const inner = this.declare(condition.parameters, scope)
        const join = this.join(inner.slots, [{ kind: 'not', part: condition.part }], inner.scope)
        return (facts) => !join(facts, isFound)
      }
    }
  }

  /** The test of an item, compiled once even where several branches of a join need it. */
  itemTest(item: Item): Test {
    const test = this.#itemTests.get(item) ?? this.test(item.condition, item.scope)
    this.#itemTests.set(item, test)
    return test
  }

  /** Solutions of all conditions together over the variables; a solution may be found more than once. */
  join(variables: readonly Slot[], conditions: readonly Condition[], scope: Scope): Join {
    const items: Item[] = []
    const all = variables.slice()
    for (const condition of conditions) this.flatten(condition, scope, items, all)
    return planJoin(this, all, items)
  }

  /** Splits conjunctions and lifts existential variables into the join. */
  flatten(condition: Condition, scope: Scope, items: Item[], variables: Slot[]): void {
    if (condition.kind === 'and') {
      for (const part of condition.parts) this.flatten(part, scope, items, variables)
    } else if (condition.kind === 'exists') {
      const inner = this.declare(condition.parameters, scope)
      variables.push(...inner.slots)
      this.flatten(condition.part, inner.scope, items, variables)
    } else {
      items.push({ condition, scope })
    }
  }

  #atomTest(predicate: string, args: readonly Term[], scope: Scope): Test {
    const slots = this.slots(args, scope)?.map(({ index }) => index)
    if (slots === undefined) return constant(false)
    const id = this.predicates.id(predicate, args.length)
    const { frame } = this
    const { radix } = this.predicates
    return (facts) => {
      let key = 0
      for (let i = 0; i < slots.length; i++) key = key * radix + frame[slots[i]!]!
      return facts.relation(id).has(key)
    }
  }

  #slot(members: Members, value: number): Slot {
    this.frame.push(value)
    return { index: this.frame.length - 1, members }
  }
}

const isFound = (): boolean => true

const constant =
  (value: boolean): Test =>
  () =>
    value
