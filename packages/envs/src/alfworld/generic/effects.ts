// What an operator changes. Unconditional literals are fixed when the operator is first met; `when` literals are decided
// in the state before. The text layer applies all literals, ignoring `when`, and turns a deleted p(x) into not_p(x).
import type { Action, Condition, Effect } from '../pddl/ast.ts'
import type { ConditionCompiler, Scope, Slot, Test } from './condition-compiler.ts'
import type { FactSet } from './fact-set.ts'
import { type Relevance, signature } from './relevance.ts'

/** One fact to make true or false. */
export interface Change {
  readonly predicate: number
  readonly key: number
  readonly present: boolean
}

/** A change of the true state under a condition on the state before. */
export interface ConditionalChange extends Change {
  readonly holds: Test
  /** Slots and values of quantified variables while `holds` is asked. */
  readonly bindings: readonly (readonly [slot: number, rank: number])[]
}

export interface OperatorEffects {
  readonly changes: readonly Change[]
  readonly conditional: readonly ConditionalChange[]
}

interface Literal {
  readonly effect: CompiledEffect
  readonly key: number
  readonly bindings: readonly (readonly [slot: number, rank: number])[]
}

interface CompiledEffect {
  readonly add: boolean
  readonly name: string
  readonly slots: readonly Slot[]
  readonly variables: readonly Slot[]
  readonly when: Test | undefined
  /** Numbers of the predicates to write; undefined where nobody reads them. */
  readonly truth: number | undefined
  readonly text: number | undefined
  readonly negated: number | undefined
}

/** Work of one instance of a quantified effect, in rows of a join. */
const LITERAL_COST = 64

export class EffectCompiler {
  readonly #compiler: ConditionCompiler
  readonly #effects: readonly CompiledEffect[]
  /** Literals that every state in which the action applies satisfies. */
  readonly #given: readonly { readonly name: string; readonly slots: readonly Slot[]; readonly positive: boolean }[]

  constructor(
    action: Action,
    scope: Scope,
    compiler: ConditionCompiler,
    relevance: Relevance,
    shadows: ReadonlySet<string>,
  ) {
    this.#compiler = compiler
    this.#effects = action.effects.flatMap((effect) => compileEffect(effect, scope, compiler, relevance, shadows))
    this.#given = literalsOf(action.precondition).flatMap(({ atom, positive }) => {
      const slots = compiler.slots(atom.args, scope)
      return slots === undefined ? [] : [{ name: signature(atom.predicate, atom.args.length), slots, positive }]
    })
  }

  /**
   * The effects under the frame's present parameters; undefined when there are none, because such operators are dropped:
   * an atom both added and deleted is added, and adding or deleting what the precondition already says is no effect.
   */
  ground(): OperatorEffects | undefined {
    const literals = this.#effects.flatMap((effect) => this.#expand(effect))
    const unconditional = literals.filter(({ effect }) => effect.when === undefined)
    const added = new Set(unconditional.filter(({ effect }) => effect.add).map(nameOf))
    const kept = literals.filter((literal) => literal.effect.add || literal.effect.when || !added.has(nameOf(literal)))
    const given = new Set(this.#given.map(({ name, slots, positive }) => `${positive} ${name} ${this.#key(slots)}`))
    if (kept.every((literal) => !literal.effect.when && given.has(`${literal.effect.add} ${nameOf(literal)}`)))
      return undefined
    const changes: Change[] = []
    const conditional: ConditionalChange[] = []
    for (const { effect, key, bindings } of kept) {
      const { add, truth, text, negated, when } = effect
      if (truth !== undefined && when) conditional.push({ predicate: truth, key, present: add, holds: when, bindings })
      else if (truth !== undefined) changes.push({ predicate: truth, key, present: add })
      if (text !== undefined && text !== truth) changes.push({ predicate: text, key, present: add })
      if (negated !== undefined) changes.push({ predicate: negated, key, present: !add })
    }
    return { changes, conditional }
  }

  /** All instances over quantified variables. */
  #expand(effect: CompiledEffect): Literal[] {
    const { frame, meter } = this.#compiler
    const instances = effect.variables.reduce((count, { members }) => count * members.ranks.length, 1)
    meter.spend(instances * LITERAL_COST)
    let literals: Literal[] = [{ effect, key: 0, bindings: [] }]
    for (const slot of effect.variables) {
      literals = literals.flatMap((literal) =>
        slot.members.ranks.map((rank) => ({
          ...literal,
          bindings: [...literal.bindings, [slot.index, rank] as const],
        })),
      )
    }
    return literals.map((literal) => {
      for (const [slot, rank] of literal.bindings) frame[slot] = rank
      return { ...literal, key: this.#key(effect.slots) }
    })
  }

  #key(slots: readonly Slot[]): number {
    return this.#compiler.predicates.key(slots.map(({ index }) => this.#compiler.frame[index]!))
  }
}

/** Changes whose condition holds now. The frame must hold the operator's parameters. */
export function dueChanges(conditional: readonly ConditionalChange[], facts: FactSet, frame: number[]): Change[] {
  return conditional.filter(({ holds, bindings }) => {
    for (const [slot, rank] of bindings) frame[slot] = rank
    return holds(facts)
  })
}

const nameOf = ({ effect, key }: Literal): string => `${effect.name} ${key}`

function compileEffect(
  effect: Effect,
  outer: Scope,
  compiler: ConditionCompiler,
  { read, queried }: Relevance,
  shadows: ReadonlySet<string>,
): CompiledEffect[] {
  const { predicate, args, add } = effect
  const { scope, slots: variables } = compiler.declare(effect.parameters ?? [], outer)
  const slots = compiler.slots(args, scope)
  if (slots === undefined) return []
  const name = signature(predicate, args.length)
  const { predicates } = compiler
  const truth = read.has(name) ? predicates.id(predicate, args.length) : undefined
  return [
    {
      add,
      name,
      slots,
      variables,
      when: effect.when && compiler.test(effect.when, scope),
      truth,
      text: shadows.has(name) && queried.has(name) ? predicates.shadow(predicate, args.length) : truth,
      negated: queried.has(`not_${name}`) ? predicates.id(`not_${predicate}`, args.length) : undefined,
    },
  ]
}

/** Atoms and negated atoms of the outermost conjunction. */
function literalsOf(condition: Condition): { atom: Extract<Condition, { kind: 'atom' }>; positive: boolean }[] {
  if (condition.kind === 'and') return condition.parts.flatMap(literalsOf)
  if (condition.kind === 'atom') return [{ atom: condition, positive: true }]
  if (condition.kind === 'not' && condition.part.kind === 'atom') return [{ atom: condition.part, positive: false }]
  return []
}
