// Syntax trees of twl2, the grammar language that gives a tw-pddl game its words (TextWorld's text generation). Literal
// text is kept raw: the language has no escapes of its own.

/** A typed variable of a query: equal name and type is the same variable. */
export interface QueryVariable {
  readonly name: string
  readonly type: string
}

export interface QueryAtom {
  readonly predicate: string
  readonly args: readonly QueryVariable[]
}

/** Conjunction, joined left to right. */
export type Query = readonly QueryAtom[]

export type Attribute = 'name' | 'id' | 'type' | 'indefinite' | 'definite'

export type Expression =
  /** `x` prints the name of what x is bound to. */
  | { readonly kind: 'attribute'; readonly variable: string; readonly attribute: Attribute }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'symbol'; readonly name: string }
  /** `a + b`. */
  | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
  /** `a or b`: the first that is not empty. */
  | { readonly kind: 'either'; readonly parts: readonly Expression[] }

export type RhsPart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `#name#`: the key of a rule, taken literally. */
  | { readonly kind: 'symbol'; readonly name: string }
  /** `{value}`, or `{value | query}`: printed once for each solution, without separators. */
  | { readonly kind: 'expression'; readonly value: Expression; readonly query?: Query }
  /** `[{value | query}]`: all solutions, joined by the grammar's separators. */
  | { readonly kind: 'list'; readonly value: Expression; readonly query?: Query }

export interface Rhs {
  readonly raw: string
  /** The reference reads up to the first character it cannot place and drops the rest; so do we. */
  readonly parts: readonly RhsPart[]
}

export interface Rule {
  readonly rhs: Rhs
  /** The rule applies if this has a solution; absent: always. */
  readonly condition?: Query
}

export interface GrammarAction {
  /** As written (the PDDL action of the same name in any case). */
  readonly name: string
  readonly template: Rhs
  readonly feedback: Rhs
}

export interface Grammar {
  readonly actions: readonly GrammarAction[]
  /** Symbol to its rules: the first whose condition holds wins. */
  readonly rules: ReadonlyMap<string, readonly Rule[]>
}
