// Conditions (preconditions, goals) and effects from nested lists. Effects are flattened into literals that carry their
// own `when`; costs and other numeric effects are dropped, because nothing in these games reads them.
import type { Condition, Effect, Parameter, Term } from './ast.ts'
import { pddlError, type SExpression } from './reader.ts'
import { readParameters } from './typed-list.ts'

const NUMERIC_EFFECTS = new Set(['increase', 'decrease', 'assign', 'scale-up', 'scale-down'])
const RESERVED = new Set(['and', 'or', 'not', 'exists', 'forall', 'when', 'imply', '=', '<', '>', '<=', '>='])

/** @throws GigpoError `data` on anything outside the subset. */
export function readCondition(expression: SExpression | undefined): Condition {
  if (!Array.isArray(expression)) throw pddlError('a condition was expected', expression)
  const head = expression[0]
  switch (head) {
    case undefined:
      return { kind: 'and', parts: [] }
    case 'and':
    case 'or':
      return { kind: head, parts: expression.slice(1).map(readCondition) }
    case 'not':
      if (expression.length !== 2) throw pddlError('"not" takes one condition', expression)
      return { kind: 'not', part: readCondition(expression[1]) }
    case 'imply':
      if (expression.length !== 3) throw pddlError('"imply" takes two conditions', expression)
      return { kind: 'or', parts: [{ kind: 'not', part: readCondition(expression[1]) }, readCondition(expression[2])] }
    case 'exists':
    case 'forall':
      if (expression.length !== 3) throw pddlError(`"${head}" takes parameters and one condition`, expression)
      return { kind: head, parameters: readParameters(expression[1], head), part: readCondition(expression[2]) }
    case '=': {
      const [, left, right] = expression
      if (typeof left !== 'string' || typeof right !== 'string' || expression.length !== 3) {
        throw pddlError('"=" compares two terms', expression)
      }
      return { kind: 'equal', left, right }
    }
    default:
      return { kind: 'atom', ...readAtom(expression) }
  }
}

/** `(predicate term …)`. @throws GigpoError `data` on nested lists and reserved words. */
export function readAtom(expression: SExpression): { predicate: string; args: Term[] } {
  if (!Array.isArray(expression)) throw pddlError('an atom was expected', expression)
  const predicate = expression[0]
  if (typeof predicate !== 'string' || RESERVED.has(predicate)) throw pddlError('an atom was expected', expression)
  const args: Term[] = []
  for (let i = 1; i < expression.length; i++) {
    const arg = expression[i]!
    if (typeof arg !== 'string') throw pddlError('the arguments of an atom are names', expression)
    args.push(arg)
  }
  return { predicate, args }
}

/** @throws GigpoError `data` on anything outside the subset. */
export function readEffects(expression: SExpression | undefined): Effect[] {
  const effects: Effect[] = []
  collect(expression, effects, undefined, undefined)
  return effects
}

function collect(
  expression: SExpression | undefined,
  into: Effect[],
  when: Condition | undefined,
  parameters: readonly Parameter[] | undefined,
): void {
  if (!Array.isArray(expression)) throw pddlError('an effect was expected', expression)
  const head = expression[0]
  if (head === undefined) return
  if (head === 'and') {
    for (let i = 1; i < expression.length; i++) collect(expression[i], into, when, parameters)
  } else if (head === 'when') {
    if (expression.length !== 3) throw pddlError('"when" takes a condition and an effect', expression)
    const condition = readCondition(expression[1])
    collect(expression[2], into, when ? { kind: 'and', parts: [when, condition] } : condition, parameters)
  } else if (head === 'forall') {
    if (expression.length !== 3) throw pddlError('"forall" takes parameters and an effect', expression)
    if (when) throw pddlError('"forall" inside "when" is not supported', expression)
    collect(expression[2], into, when, [...(parameters ?? []), ...readParameters(expression[1], 'forall')])
  } else if (typeof head !== 'string' || !NUMERIC_EFFECTS.has(head)) {
    const add = head !== 'not'
    if (!add && expression.length !== 2) throw pddlError('"not" takes one atom', expression)
    into.push({
      add,
      ...readAtom(add ? expression : expression[1]!),
      ...(when && { when }),
      ...(parameters && { parameters }),
    })
  }
}
