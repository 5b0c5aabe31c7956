// Derives texts from the grammar: of a symbol's rules the first whose condition has a solution is written out, a list
// joins what a query yields. The task sentence is filled in at the end, so that parsed grammars are shared by all games.
import { GigpoError } from '@gigpo/core'
import { TASK_PLACEHOLDER } from '../game.ts'
import type { Expression, Grammar, Query, RhsPart } from '../twl2/ast.ts'
import type { FactSet } from './fact-set.ts'
import type { ObjectTable } from './object-table.ts'
import { TextContext } from './text-context.ts'
import { type TextPredicates, TextQuery } from './text-query.ts'
import type { WorkMeter } from './work-meter.ts'

/** A grammar may refer to itself; these end what would not. */
const MAX_DEPTH = 64
const MAX_SYMBOLS = 100_000

/** A variable of the grammar with its value. */
export interface TextBinding {
  readonly name: string
  readonly type: string
  readonly rank: number
}

export class TextLayer {
  readonly #grammar: Grammar
  readonly #objects: ObjectTable
  readonly #predicates: TextPredicates
  readonly #meter: WorkMeter
  readonly #task: string
  readonly #queries = new Map<Query, TextQuery>()
  readonly #context = new TextContext()
  #facts!: FactSet
  #depth = 0
  #symbols = 0

  constructor(grammar: Grammar, objects: ObjectTable, predicates: TextPredicates, meter: WorkMeter, task: string) {
    this.#meter = meter
    this.#grammar = grammar
    this.#objects = objects
    this.#predicates = predicates
    this.#task = task
  }

  /** @throws GigpoError `data` on unknown symbols and variables, symbols without applicable rule, and endless recursion. */
  derive(parts: readonly RhsPart[], facts: FactSet, bindings: readonly TextBinding[]): string {
    this.#facts = facts
    this.#depth = 0
    this.#symbols = 0
    this.#meter.reset()
    this.#context.unwind(0)
    for (const { name, type, rank } of bindings) this.#context.bind(name, type, rank)
    const text = this.#write(parts)
    return text.includes(TASK_PLACEHOLDER) ? text.replaceAll(TASK_PLACEHOLDER, () => this.#task) : text
  }

  #write(parts: readonly RhsPart[]): string {
    let text = ''
    for (const part of parts) {
      if (part.kind === 'literal') text += part.text
      else if (part.kind === 'symbol') text += this.#symbol(part.name)
      else if (part.kind === 'list') text += this.#join(this.#values(part.value, part.query))
      else text += this.#values(part.value, part.query).join('')
    }
    return text
  }

  #symbol(name: string): string {
    const rules = this.#grammar.rules.get(name)
    if (rules === undefined) throw grammarError(`symbol "${name}" has no rules`)
    if (++this.#symbols > MAX_SYMBOLS || ++this.#depth > MAX_DEPTH) throw grammarError(`symbol "${name}" does not end`)
    for (const { rhs, condition } of rules) {
      if (condition !== undefined && !this.#query(condition).solve(this.#facts, this.#context, isFound)) continue
      const text = this.#write(rhs.parts)
      this.#depth--
      return text
    }
    throw grammarError(`no rule of symbol "${name}" applies`)
  }

  /** One text a solution, or the one text where there is no query. */
  #values(value: Expression, query: Query | undefined): string[] {
    if (query === undefined) return [this.#evaluate(value)]
    const texts: string[] = []
    this.#query(query).solve(this.#facts, this.#context, () => {
      texts.push(this.#evaluate(value))
      return false
    })
    return texts
  }

  #join(texts: readonly string[]): string {
    if (texts.length === 0) return this.#symbol('list_empty')
    if (texts.length === 1) return texts[0]!
    let text = texts[0]!
    for (let i = 1; i < texts.length; i++) {
      text += this.#symbol(i === texts.length - 1 ? 'list_last_separator' : 'list_separator') + texts[i]!
    }
    return text
  }

  #evaluate(value: Expression): string {
    switch (value.kind) {
      case 'text':
        return value.text
      case 'symbol':
        return this.#symbol(value.name)
      case 'concat':
        return value.parts.map((part) => this.#evaluate(part)).join('')
      case 'either': {
        const texts = value.parts.map((part) => this.#evaluate(part))
        return texts.find((text) => text !== '') ?? ''
      }
      case 'attribute': {
        if (value.attribute === 'indefinite') return 'a'
        if (value.attribute === 'definite') return 'the'
        const rank = this.#context.named(value.variable)
        if (rank === undefined) throw grammarError(`variable "${value.variable}" is not bound`)
        return this.#objects[ATTRIBUTES[value.attribute]][rank]!
      }
    }
  }

  #query(query: Query): TextQuery {
    let compiled = this.#queries.get(query)
    if (compiled === undefined) {
      compiled = new TextQuery(query, this.#objects, this.#predicates, this.#meter)
      this.#queries.set(query, compiled)
    }
    return compiled
  }
}

const ATTRIBUTES = { name: 'names', id: 'ids', type: 'types' } as const

const isFound = (): boolean => true

const grammarError = (what: string): GigpoError =>
  new GigpoError('data', `Grammar: ${what}`, { remedy: 'Check the grammar text of this game.' })
