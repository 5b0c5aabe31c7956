// Goals as joins over the true state. The shapes of the six task types, and any other nesting of `and`, `exists` and
// `(not (= …))` over kept predicates, become one join for each outermost `exists`, its atoms reordered so that the
// cheapest and most selective run first.
import type { Condition, Term } from '../pddl/ast.ts'
import { compileJoin, type Join, type JoinAtom, type Slots } from './join.ts'
import { createRelation, type Relation } from './relations.ts'
import type { Layout, State } from './state.ts'
import { Unsupported } from './unsupported.ts'
import type { World } from './world.ts'

export type Goal = (state: State) => boolean

/** @throws Unsupported on other shapes. */
export function compileGoal(goal: Condition, world: World, layout: Layout): Goal {
  const blocks: Block[] = []
  separate(goal, blocks)
  return all(blocks.map((block) => compileBlock(block, world, layout)))
}

interface GoalAtom {
  readonly predicate: string
  readonly args: readonly Term[]
}

/** ∃ variables: all atoms hold and no pair is equal. */
interface Block {
  readonly types: Map<string, string>
  readonly atoms: GoalAtom[]
  readonly unequal: [Term, Term][]
}

/** A conjunction of closed conditions needs no common variables: each is a block of its own. */
function separate(condition: Condition, into: Block[]): void {
  if (condition.kind === 'and') {
    for (const part of condition.parts) separate(part, into)
  } else {
    const block: Block = { types: new Map(), atoms: [], unequal: [] }
    flatten(condition, block)
    into.push(block)
  }
}

function flatten(condition: Condition, block: Block): void {
  if (condition.kind === 'and') {
    for (const part of condition.parts) flatten(part, block)
  } else if (condition.kind === 'exists') {
    for (const { name, type } of condition.parameters) {
      if (block.types.has(name)) throw new Unsupported(`variable ${name} twice in the goal`)
      block.types.set(name, type)
    }
    flatten(condition.part, block)
  } else if (condition.kind === 'atom') {
    block.atoms.push(condition)
  } else if (condition.kind === 'not' && condition.part.kind === 'equal') {
    block.unequal.push([condition.part.left, condition.part.right])
  } else {
    throw new Unsupported(`"${condition.kind}" in the goal`)
  }
}

function compileBlock({ types, atoms, unequal }: Block, world: World, layout: Layout): Goal {
  const terms = [...new Set(atoms.flatMap(({ args }) => args))]
  const isVariable = (term: Term): boolean => term.startsWith('?')
  const typeOf = (term: Term): string => {
    const type = isVariable(term) ? types.get(term) : world.typeOf.get(term)
    if (type === undefined) throw new Unsupported(`${term} in the goal`)
    return type
  }
  for (const name of [...types.keys(), ...unequal.flat()])
    if (!terms.includes(name) || !isVariable(name)) throw new Unsupported(`${name} in the goal`)

  const slots: Slots = new Int32Array(terms.length)
  const known = new Set<Term>()
  for (const [slot, term] of terms.entries()) {
    if (isVariable(term)) continue
    const rank = world.rankOf.get(term)
    // A declared thing without any fact: nothing that the goal says of it can ever be true.
    if (rank === undefined) return never
    slots[slot] = rank
    known.add(term)
  }
  const bound = new Set([...known].map((term) => terms.indexOf(term)))
  const pending = atoms.map(({ predicate, args }) => ({
    args,
    relation: createRelation(world, layout, predicate, args.map(typeOf)),
  }))
  const ordered: JoinAtom[] = []
  while (pending.length > 0) {
    const costs = pending.map(({ args, relation }) => cost(relation, args, known))
    const [next] = pending.splice(costs.indexOf(Math.min(...costs)), 1)
    for (const arg of next!.args) known.add(arg)
    ordered.push({ relation: next!.relation, args: next!.args.map((arg) => terms.indexOf(arg)) })
  }
  const rivals = unequal.map(([a, b]) => [terms.indexOf(a), terms.indexOf(b)] as const)
  const join: Join = compileJoin(ordered, bound, slots, (slot, before) =>
    rivals.flatMap(([a, b]) => (a === slot && before.has(b) ? [b] : b === slot && before.has(a) ? [a] : [])),
  )
  return hasSolution(join)
}

// Made outside, so that a loaded game does not keep what compiling needed.
const all =
  (goals: readonly Goal[]): Goal =>
  (state) => {
    for (const goal of goals) if (!goal(state)) return false
    return true
  }
const hasSolution =
  (join: Join): Goal =>
  (state) =>
    join(state, always)
const always = (): boolean => true
const never = (): boolean => false

/** Tests come first, then what has one answer, then the fewest loops; unchanging facts before changing ones. */
function cost(relation: Relation, args: readonly Term[], known: ReadonlySet<Term>): number {
  const free = args.filter((arg) => !known.has(arg))
  if (free.length === 0) return 0
  const oneAgent = relation.second !== undefined && relation.sizes[0] === 1
  if (oneAgent || (relation.second !== undefined && known.has(args[0]!))) return 1
  return 2 * free.length + (relation.fixed ? 0 : 1)
}
