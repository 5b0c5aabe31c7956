// The expressions inside braces. The reference evaluates them as Python; games use five forms of it: `x`, `x.name`,
// a quoted text, `a + b` and `a or b` (which binds weaker). Anything else is refused rather than guessed.
import type { Attribute, Expression } from './ast.ts'
import { twl2Error } from './error.ts'

const TOKEN = /\s*(?:([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?|'([^']*)'|"([^"]*)"|(\+))\s*/y
const ATTRIBUTES: ReadonlySet<string> = new Set<Attribute>(['name', 'id', 'type', 'indefinite', 'definite'])

/** @throws GigpoError `data` on other Python. */
export function parseExpression(source: string): Expression {
  const options: Expression[] = []
  let terms: Expression[] = []
  let expectTerm = true
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source)
    if (!token) throw twl2Error('an expression that is not understood', source)
    const [, variable, attribute, single, double, plus] = token
    const isOr = variable === 'or' && attribute === undefined
    if (expectTerm === (plus !== undefined || isOr)) throw twl2Error('an expression that is not understood', source)
    if (isOr) {
      options.push(concat(terms))
      terms = []
    } else if (variable !== undefined) {
      const name = attribute ?? 'name'
      if (!isAttribute(name)) throw twl2Error(`unknown attribute "${name}"`, source)
      terms.push({ kind: 'attribute', variable, attribute: name })
    } else if (plus === undefined) {
      terms.push({ kind: 'text', text: single ?? double! })
    }
    expectTerm = !expectTerm
  }
  if (expectTerm) throw twl2Error('an expression that is not understood', source)
  options.push(concat(terms))
  return options.length === 1 ? options[0]! : { kind: 'either', parts: options }
}

const concat = (terms: readonly Expression[]): Expression =>
  terms.length === 1 ? terms[0]! : { kind: 'concat', parts: terms }

const isAttribute = (name: string): name is Attribute => ATTRIBUTES.has(name)
