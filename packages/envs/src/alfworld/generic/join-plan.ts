// Plans a join: which relation to read first, and through which index. Greedy: tests as soon as their variables are
// bound, then the relation with the fewest rows to expect, and only if nothing else binds a variable all objects of its
// type. A disjunction that alone binds a variable splits the join into one join a branch, as the reference's planner does.
import type { Condition, Term } from '../pddl/ast.ts'
import type { ConditionCompiler, Join, Scope, Slot } from './condition-compiler.ts'
import type { FactSet } from './fact-set.ts'
import type { Relation } from './relation.ts'

/** A condition that is no conjunction and no quantifier `exists`, with the variables it may use. */
export interface Item {
  readonly condition: Condition
  readonly scope: Scope
}

type AtomItem = Item & { readonly condition: Extract<Condition, { readonly kind: 'atom' }> }

/** More branches are not split but tested on all objects. */
const MAX_BRANCHES = 64

const never: Join = () => false
const always: Join = (_facts, found) => found()

export function planJoin(
  compiler: ConditionCompiler,
  variables: readonly Slot[],
  items: readonly Item[],
  branches = 1,
): Join {
  if (variables.some(({ members }) => members.ranks.length === 0)) return never
  const bindable = new Set(items.filter(isAtom).flatMap((item) => slotsOf(compiler, item)))
  const free = (item: Item): Slot[] => variablesOf(compiler, item).filter((slot) => variables.includes(slot))
  const split = items.find((item) => item.condition.kind === 'or' && free(item).some((slot) => !bindable.has(slot)))
  if (split?.condition.kind === 'or' && branches * split.condition.parts.length <= MAX_BRANCHES) {
    const others = items.filter((item) => item !== split)
    const count = branches * split.condition.parts.length
    const joins = split.condition.parts.map((part) => {
      const inner: Item[] = []
      const all = variables.slice()
      compiler.flatten(part, split.scope, inner, all)
      return planJoin(compiler, all, [...others, ...inner], count)
    })
    return (facts, found) => joins.some((join) => join(facts, found))
  }
  return chain(compiler, variables, items, free)
}

/** Orders the items and links one closure to the next. */
function chain(
  compiler: ConditionCompiler,
  variables: readonly Slot[],
  items: readonly Item[],
  free: (item: Item) => Slot[],
): Join {
  const pending = new Set(items)
  const unbound = new Set(variables)
  const steps: ((next: Join) => Join)[] = []
  for (;;) {
    for (const item of pending) {
      if (free(item).some((slot) => unbound.has(slot))) continue
      const test = compiler.itemTest(item)
      steps.push((next) => (facts, found) => test(facts) && next(facts, found))
      pending.delete(item)
    }
    if (unbound.size === 0) break
    const scans = [...pending].filter(isAtom).map((item) => planScan(compiler, item, unbound))
    if (scans.includes(undefined)) return never
    const scan = scans.reduce(
      (best, other) => (best === undefined || other!.rows < best.rows ? other : best),
      undefined,
    )
    if (scan !== undefined) {
      steps.push((next) => scanRelation(compiler, scan, next))
      for (const slot of scan.slots) unbound.delete(slot)
      pending.delete(scan.item)
    } else {
      const [slot] = unbound
      steps.push((next) => scanObjects(compiler, slot!, next))
      unbound.delete(slot!)
    }
  }
  return steps.reduceRight((next: Join, step) => step(next), always)
}

interface Scan {
  readonly item: Item
  readonly predicate: number
  readonly slots: readonly Slot[]
  /** By argument: bound before this step, or earlier in the same atom. */
  readonly bound: readonly boolean[]
  /** Argument to look up by; -1 reads all rows. */
  readonly by: number
  /** Expected number of rows. */
  readonly rows: number
}

/** Undefined when the atom names an unknown object and is thus never true. */
function planScan(compiler: ConditionCompiler, item: AtomItem, unbound: ReadonlySet<Slot>): Scan | undefined {
  const { predicate, args } = item.condition
  const slots = compiler.slots(args, item.scope)
  if (slots === undefined) return undefined
  const id = compiler.predicates.id(predicate, args.length)
  const relation: Relation = compiler.predicates.initial[id]!
  const total = Math.max(1, relation.keys.length)
  let by = -1
  let rows = total
  slots.forEach((slot, position) => {
    const expected = total / Math.max(1, relation.distinct(position))
    if (!unbound.has(slot) && (by < 0 || expected < rows)) {
      by = position
      rows = expected
    }
  })
  const bound = slots.map((slot, position) => !unbound.has(slot) || slots.indexOf(slot) < position)
  return { item, predicate: id, slots, bound, by, rows }
}

function scanRelation({ frame, meter }: ConditionCompiler, scan: Scan, next: Join): Join {
  const { predicate, slots, bound, by } = scan
  const arity = slots.length
  return (facts: FactSet, found) => {
    const relation = facts.relation(predicate)
    const keys = by < 0 ? relation.keys : relation.matching(by, frame[slots[by]!.index]!)
    rows: for (let row = 0; row < keys.length; row++) {
      meter.spend()
      for (let position = 0; position < arity; position++) {
        if (position === by) continue
        const value = relation.argument(keys[row]!, position)
        const slot = slots[position]!
        if (bound[position]) {
          if (frame[slot.index] !== value) continue rows
        } else {
          if (slot.members.places[value]! < 0) continue rows
          frame[slot.index] = value
        }
      }
      if (next(facts, found)) return true
    }
    return false
  }
}

function scanObjects({ frame, meter }: ConditionCompiler, slot: Slot, next: Join): Join {
  return (facts, found) => {
    for (const rank of slot.members.ranks) {
      meter.spend()
      frame[slot.index] = rank
      if (next(facts, found)) return true
    }
    return false
  }
}

const isAtom = (item: Item): item is AtomItem => item.condition.kind === 'atom'

const slotsOf = (compiler: ConditionCompiler, item: AtomItem): readonly Slot[] =>
  compiler.slots(item.condition.args, item.scope) ?? []

/** Slots of the variables of the item's scope that its condition uses. */
function variablesOf(compiler: ConditionCompiler, { condition, scope }: Item): Slot[] {
  return [...freeVariables(condition)].flatMap((term) => compiler.slot(term, scope) ?? [])
}

function freeVariables(condition: Condition): Set<Term> {
  if ('parts' in condition) return new Set(condition.parts.flatMap((part) => [...freeVariables(part)]))
  if ('part' in condition) {
    const inner = freeVariables(condition.part)
    if ('parameters' in condition) for (const { name } of condition.parameters) inner.delete(name)
    return inner
  }
  const terms = condition.kind === 'atom' ? condition.args : [condition.left, condition.right]
  return new Set(terms.filter((term) => term.startsWith('?')))
}
