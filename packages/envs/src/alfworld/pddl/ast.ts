// Typed syntax trees of the PDDL subset that tw-pddl games use (PDDL 2.2 :adl with :typing; numeric fluents are read and
// dropped). All names are folded to lower case, because PDDL is case-insensitive. A term is a plain string: a variable
// keeps its leading "?", anything else is the id of an object of the problem.

/** `?name` or an object id. */
export type Term = string

export interface Parameter {
  /** With its leading "?". */
  readonly name: Term
  /** Exactly as written, a trailing comma included: unknown types have no objects. */
  readonly type: string
}

export type Condition =
  | { readonly kind: 'atom'; readonly predicate: string; readonly args: readonly Term[] }
  | { readonly kind: 'equal'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'not'; readonly part: Condition }
  /** Empty `and` is true (also written `()`), empty `or` is false. */
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'exists' | 'forall'; readonly parameters: readonly Parameter[]; readonly part: Condition }

/** One literal that an action makes true (`add`) or false, under the conditions of all `when` around it. */
export interface Effect {
  readonly add: boolean
  readonly predicate: string
  readonly args: readonly Term[]
  /** Absent: unconditional. */
  readonly when?: Condition
  /** Variables of an enclosing `forall`; absent: none. */
  readonly parameters?: readonly Parameter[]
}

export interface Action {
  /** Lower case. */
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly precondition: Condition
  /** In the order of the text. */
  readonly effects: readonly Effect[]
}

export interface TypedName {
  readonly id: string
  readonly type: string
}

export interface Domain {
  readonly name: string
  /** Type to parent type, `object` the root of those without one. */
  readonly types: ReadonlyMap<string, string>
  readonly constants: readonly TypedName[]
  readonly actions: readonly Action[]
}

export interface Fact {
  readonly predicate: string
  readonly args: readonly string[]
}

export interface Problem {
  readonly name: string
  /** In the order of the text. */
  readonly objects: readonly TypedName[]
  /** In the order of the text; `(= (f …) n)` is dropped. */
  readonly init: readonly Fact[]
  readonly goal: Condition
}
