// Compiles a game's own grammar into closures over the fast state: symbols, conditions, lists and command templates. No
// wording lives here. A text is compiled once for each set of variables that have a value where it is used.

import { TASK_PLACEHOLDER } from '../game.ts'
import type { Expression, Grammar, Query, Rhs, RhsPart } from '../twl2/ast.ts'
import { compileJoin, type Join, type JoinAtom } from './join.ts'
import { createRelation, type Relation } from './relations.ts'
import { extend, keyOf, resolve, type Scope, type Variable, Variables } from './scope.ts'
import type { Layout, State } from './state.ts'
import { Unsupported } from './unsupported.ts'
import { kin, signature, type World } from './world.ts'

/** Renders a text; variables of its scope are read from the slots. */
export type Text = (state: State) => string

export class TextCompiler {
  readonly variables: Variables = new Variables()
  readonly #grammar: Grammar
  readonly #world: World
  readonly #layout: Layout
  readonly #task: string
  readonly #texts = new Map<string, Text | 'compiling'>()
  readonly #relations = new Map<string, Relation>()
  #readsState = false

  constructor(grammar: Grammar, world: World, layout: Layout, task: string) {
    this.#grammar = grammar
    this.#world = world
    this.#layout = layout
    this.#task = task
  }

  rhs(rhs: Rhs, scope: Scope): Text {
    return sequence(rhs.parts.map((part) => this.#part(part, scope)))
  }

  /** The same for texts that must not depend on the state. Only before any text that may. */
  fixedRhs(rhs: Rhs, scope: Scope): Text {
    const text = this.rhs(rhs, scope)
    if (this.#readsState) throw new Unsupported(`"${rhs.raw}" depends on the state`)
    return text
  }

  /** The first rule whose condition holds; its bindings are not passed on. */
  symbol(name: string, scope: Scope): Text {
    const key = `${name}|${[...scope.keys()].sort().join(',')}`
    const known = this.#texts.get(key)
    if (known === 'compiling') throw new Unsupported(`symbol ${name} contains itself`)
    if (known !== undefined) return known
    this.#texts.set(key, 'compiling')
    const rules = this.#grammar.rules.get(name) ?? []
    const choices = rules.map((rule) => ({
      text: this.rhs(rule.rhs, scope),
      holds: rule.condition === undefined ? undefined : this.#join(rule.condition, scope).join,
    }))
    const text = choose(name, choices)
    this.#texts.set(key, text)
    return text
  }

  #part(part: RhsPart, scope: Scope): Text {
    if (part.kind === 'literal') {
      return constant(part.text.replaceAll(TASK_PLACEHOLDER, () => this.#task))
    }
    if (part.kind === 'symbol') return this.symbol(part.name, scope)
    if (part.query === undefined) {
      if (part.kind === 'list') throw new Unsupported('a list without a query')
      return this.#expression(part.value, scope)
    }
    const { join, inner } = this.#join(part.query, scope)
    const value = this.#expression(part.value, inner)
    if (part.kind === 'expression') return list(join, value, { empty: nothing, between: nothing, last: nothing })
    return list(join, value, {
      empty: this.symbol('list_empty', scope),
      between: this.symbol('list_separator', scope),
      last: this.symbol('list_last_separator', scope),
    })
  }

  #expression(expression: Expression, scope: Scope): Text {
    switch (expression.kind) {
      case 'text':
        return constant(expression.text)
      case 'symbol':
        return this.symbol(expression.name, scope)
      case 'concat':
        return sequence(expression.parts.map((part) => this.#expression(part, scope)))
      case 'either':
        return firstNotEmpty(expression.parts.map((part) => this.#expression(part, scope)))
      case 'attribute':
        return this.#attribute(resolve(scope, expression.variable), expression.attribute)
    }
  }

  #attribute({ type, slot }: Variable, attribute: string): Text {
    const { slots } = this.variables
    if (attribute === 'indefinite') return constant('a')
    const { ids, names } = kin(this.#world, type)
    if (attribute !== 'name' && attribute !== 'id') throw new Unsupported(`attribute ${attribute}`)
    const texts = attribute === 'name' ? names : ids
    return () => texts[slots[slot]!]!
  }

  #join(query: Query, scope: Scope): { join: Join; inner: Scope } {
    const found: Variable[] = []
    const atoms = query.map(({ predicate, args }): JoinAtom => {
      const variables = args.map(({ name, type }) => {
        const bound = scope.get(keyOf(name, type))
        if (bound?.unknown) throw new Unsupported(`variable ${name}`)
        return bound ?? this.variables.declare(name, type)
      })
      found.push(...variables)
      const types = args.map(({ type }) => type)
      return { relation: this.#relation(predicate, types), args: variables.map(({ slot }) => slot) }
    })
    const bound = new Set([...scope.values()].map(({ slot }) => slot))
    const { slots, distinctFrom } = this.variables
    return { join: compileJoin(atoms, bound, slots, distinctFrom), inner: extend(scope, found) }
  }

  #relation(predicate: string, types: readonly string[]): Relation {
    const key = signature(predicate, types)
    let relation = this.#relations.get(key)
    if (relation === undefined) {
      relation = createRelation(this.#world, this.#layout, predicate, types)
      this.#relations.set(key, relation)
    }
    if (!relation.fixed) this.#readsState = true
    return relation
  }
}

// The closures that run in play are made outside the class, so that a loaded game does not keep the compiler alive.

const constant =
  (text: string): Text =>
  () =>
    text

const nothing = constant('')

interface Choice {
  readonly text: Text
  readonly holds: Join | undefined
}

const always = (): boolean => true

function choose(name: string, choices: readonly Choice[]): Text {
  const final = choices.findIndex(({ holds }) => holds === undefined)
  if (final === -1) throw new Unsupported(`symbol ${name} may have no rule`)
  const otherwise = choices[final]!.text
  if (final === 0) return otherwise
  const first = choices.slice(0, final)
  return (state) => {
    for (const { holds, text } of first) if (holds!(state, always)) return text(state)
    return otherwise(state)
  }
}

function list(join: Join, value: Text, words: Readonly<Record<'empty' | 'between' | 'last', Text>>): Text {
  // Written to by one call at a time: a text never contains itself.
  let count = 0
  let before = ''
  let newest = ''
  let between = ''
  const visit = (state: State): boolean => {
    if (count > 0) before = count === 1 ? newest : before + between + newest
    newest = value(state)
    count++
    return false
  }
  return (state) => {
    count = 0
    between = words.between(state)
    join(state, visit)
    if (count === 0) return words.empty(state)
    return count === 1 ? newest : before + words.last(state) + newest
  }
}

function sequence(parts: readonly Text[]): Text {
  if (parts.length === 1) return parts[0]!
  return (state) => {
    let text = ''
    for (const part of parts) text += part(state)
    return text
  }
}

function firstNotEmpty(parts: readonly Text[]): Text {
  return (state) => {
    for (const part of parts) {
      const text = part(state)
      if (text !== '') return text
    }
    return ''
  }
}
