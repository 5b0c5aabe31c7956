// One PDDL action with its words: finds the operators (instances) that apply in a state. Operators are made when first
// met and kept, with their command and changes, so a step is mostly index look-ups.
import { GigpoError } from '@gigpo/core'
import type { Action } from '../pddl/ast.ts'
import type { Grammar, GrammarAction } from '../twl2/ast.ts'
import type { ConditionCompiler, Join, Slot } from './condition-compiler.ts'
import { type Change, type ConditionalChange, dueChanges, EffectCompiler } from './effects.ts'
import type { FactSet } from './fact-set.ts'
import { atomsOf, dependsOnState, type Relevance, signature } from './relevance.ts'
import type { TextBinding, TextLayer } from './text-layer.ts'

/** Of one action, met in all plays of a game together. Real games have some thousands. */
const MAX_OPERATORS = 100_000

export interface Operator {
  readonly schema: ActionSchema
  /** The action's parameters, for its texts. */
  readonly bindings: readonly TextBinding[]
  readonly changes: readonly Change[]
  readonly conditional: readonly ConditionalChange[]
  /** Undefined while the command depends on the state. */
  readonly command: string | undefined
}

/** An operator that was met, dropped ones without `operator`. */
interface Entry {
  readonly operator: Operator | undefined
  /** The enumeration that met it last. */
  round: number
}

export class ActionSchema {
  readonly words: GrammarAction
  /** Written predicates that the precondition reads: its operators change only with these. */
  readonly reads: ReadonlySet<number>
  readonly #parameters: readonly { readonly name: string; readonly type: string; readonly slot: Slot }[]
  readonly #join: Join
  readonly #effects: EffectCompiler
  readonly #isStatic: boolean
  readonly #compiler: ConditionCompiler
  readonly #texts: TextLayer
  readonly #entries = new Map<number | string, Entry>()
  /** All combinations of parameters can be numbered. */
  readonly #isSmall: boolean
  #round = 0

  /** @throws GigpoError `data` when the grammar has no words for the action. */
  constructor(
    action: Action,
    grammar: Grammar,
    compiler: ConditionCompiler,
    relevance: Relevance,
    shadows: ReadonlySet<string>,
    texts: TextLayer,
  ) {
    const words = grammar.actions.find(({ name }) => name.toLowerCase() === action.name)
    if (words === undefined) {
      throw new GigpoError('data', `Grammar: no words for the PDDL action "${action.name}"`, {
        remedy: 'Add `action NAME { template :: "…"; feedback :: "…"; }` to the grammar.',
      })
    }
    const { scope, slots } = compiler.declare(action.parameters, new Map())
    this.words = words
    this.#parameters = action.parameters.map(({ name, type }, i) => ({ name: name.slice(1), type, slot: slots[i]! }))
    const atoms = [...atomsOf(action.precondition)].filter(({ predicate, args }) =>
      relevance.written.has(signature(predicate, args.length)),
    )
    this.reads = new Set(atoms.map(({ predicate, args }) => compiler.predicates.id(predicate, args.length)))
    this.#join = compiler.join(slots, [action.precondition], scope)
    this.#effects = new EffectCompiler(action, scope, compiler, relevance, shadows)
    this.#isStatic = !dependsOnState(words.template.parts, grammar, relevance.written)
    this.#compiler = compiler
    this.#texts = texts
    this.#isSmall = slots.reduce((size, { members }) => size * members.ranks.length, 1) <= Number.MAX_SAFE_INTEGER
  }

  /** All operators that apply, each once, in an order that depends on the facts alone. */
  operators(facts: FactSet): readonly Operator[] {
    const operators: Operator[] = []
    const round = ++this.#round
    this.#compiler.meter.reset()
    this.#join(facts, () => {
      const entry = this.#entry(facts)
      if (entry.round !== round && entry.operator) operators.push(entry.operator)
      entry.round = round
      return false
    })
    return operators
  }

  command(operator: Operator, facts: FactSet): string {
    return operator.command ?? this.#texts.derive(this.words.template.parts, facts, operator.bindings)
  }

  /** Changes the facts; calls `changed` with each predicate that is not as it was. */
  apply(operator: Operator, facts: FactSet, changed: (predicate: number) => void): void {
    let { changes } = operator
    if (operator.conditional.length > 0) {
      this.#compiler.meter.reset()
      this.#parameters.forEach(({ slot }, i) => {
        this.#compiler.frame[slot.index] = operator.bindings[i]!.rank
      })
      const due = dueChanges(operator.conditional, facts, this.#compiler.frame)
      changes = [...due.filter(({ present }) => !present), ...changes, ...due.filter(({ present }) => present)]
    }
    for (const { predicate, key, present } of changes) if (facts.set(predicate, key, present)) changed(predicate)
  }

  #entry(facts: FactSet): Entry {
    const key = this.#key()
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      if (this.#entries.size >= MAX_OPERATORS) throw tooManyOperators(this.words.name)
      entry = { operator: this.#create(facts), round: 0 }
      this.#entries.set(key, entry)
    }
    return entry
  }

  /** Different for different parameters. */
  #key(): number | string {
    const { frame } = this.#compiler
    if (!this.#isSmall) return this.#parameters.map(({ slot }) => frame[slot.index]).join()
    let key = 0
    for (const { slot } of this.#parameters) {
      key = key * slot.members.ranks.length + slot.members.places[frame[slot.index]!]!
    }
    return key
  }

  #create(facts: FactSet): Operator | undefined {
    const { frame } = this.#compiler
    const bindings = this.#parameters.map(({ name, type, slot }) => ({ name, type, rank: frame[slot.index]! }))
    const effects = this.#effects.ground()
    if (effects === undefined) return undefined
    const command = this.#isStatic ? this.#texts.derive(this.words.template.parts, facts, bindings) : undefined
    return { schema: this, bindings, ...effects, command }
  }
}

const tooManyOperators = (action: string): GigpoError =>
  new GigpoError('data', `action "${action}" applies to more than ${MAX_OPERATORS} combinations of objects`, {
    remedy: 'Check the precondition of the action: a parameter is bound to too much.',
  })
