// Right-hand sides of twl2: literal text, `#symbol#`, `{value | query}` and `[{value | query}]`. The reference's parser
// stops at the first character that fits nowhere and silently drops the rest, and loses white space at the very start
// of a text (that is how `help` loses its leading newline); both are kept, because games were written against them.
import type { Query, Rhs, RhsPart } from './ast.ts'
import { parseExpression } from './expression.ts'
import { parseQuery } from './query.ts'

const SYMBOL = /#([\w()/!<>\-\s,.]+)#/y
const BRACES = /\{(?:\s*#([\w()/!<>\-\s,.]+)#\s*|([^|[\]{}\n<>]+))(?:\|([^;|{}\n[\]#]+))?\}/y
const LITERAL = /"([^;|"<>[\]#{}]*)"|([^;|"<>[\]#{}]+)/y

/** @throws GigpoError `data` when an expression or a query inside is not of the language. */
export function parseRhs(raw: string): Rhs {
  const parts: RhsPart[] = []
  let position = raw.length - raw.trimStart().length
  while (position < raw.length) {
    const literal = match(LITERAL, raw, position)
    const symbol = literal ?? match(SYMBOL, raw, position)
    if (literal) {
      const text = literal[1] ?? literal[2]!
      if (text !== '') parts.push({ kind: 'literal', text })
      position = LITERAL.lastIndex
    } else if (symbol) {
      parts.push({ kind: 'symbol', name: symbol[1]! })
      position = SYMBOL.lastIndex
    } else {
      const list = raw[position] === '['
      const braces = match(BRACES, raw, list ? position + 1 : position)
      if (!braces || (list && raw[BRACES.lastIndex] !== ']')) break
      position = BRACES.lastIndex + (list ? 1 : 0)
      const [, name, source, given] = braces
      parts.push({
        kind: list ? 'list' : 'expression',
        value: name === undefined ? parseExpression(source!) : { kind: 'symbol', name },
        ...optionalQuery(given),
      })
    }
  }
  return { raw, parts }
}

const optionalQuery = (given: string | undefined): { query?: Query } =>
  given === undefined ? {} : { query: parseQuery(given) }

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(text)
}
