// A twl2 document: `action NAME { template :: "…"; feedback :: "…"; grammar :: """JSON"""; }` and `grammar :: """JSON""";`
// in any order, `#` comments outside strings. All JSON tables are merged by key; later ones overwrite.
import { messageOf } from '@gigpo/core'
import type { Grammar, GrammarAction, Rule } from './ast.ts'
import { twl2Error } from './error.ts'
import { parseQuery } from './query.ts'
import { parseRhs } from './rhs.ts'

const SPACE = /\s+|#[^\n]*/y
const TOKEN = /"""([\s\S]*?)"""|"([^"]*)"|([\w/-]+)|(::|[{};])/y
const FIELDS = new Set(['template', 'feedback', 'grammar', 'pddl'])

interface Token {
  readonly kind: 'block' | 'string' | 'name' | 'mark' | 'end'
  readonly text: string
}

/** @throws GigpoError `data` when the text is not a twl2 document. */
export function parseGrammar(text: string): Grammar {
  const next = tokenizer(text)
  const actions = new Map<string, GrammarAction>()
  const rules = new Map<string, readonly Rule[]>()
  for (let token = next(); token.kind !== 'end'; token = next()) {
    if (token.kind === 'name' && token.text === 'grammar') {
      addRules(readField(next, 'block'), rules)
    } else if (token.kind === 'name' && token.text === 'action') {
      const action = readAction(next, rules)
      actions.set(action.name.toLowerCase(), action)
    } else {
      throw twl2Error('"action" or "grammar" was expected', token.text)
    }
  }
  return { actions: [...actions.values()], rules }
}

function tokenizer(text: string): () => Token {
  let position = 0
  return () => {
    for (SPACE.lastIndex = position; SPACE.test(text); ) position = SPACE.lastIndex
    if (position >= text.length) return { kind: 'end', text: '' }
    TOKEN.lastIndex = position
    const match = TOKEN.exec(text)
    if (!match) throw twl2Error('unreadable text', text.slice(position, position + 40))
    position = TOKEN.lastIndex
    const [, block, string, name, mark] = match
    if (block !== undefined) return { kind: 'block', text: block }
    if (string !== undefined) return { kind: 'string', text: string }
    return name === undefined ? { kind: 'mark', text: mark! } : { kind: 'name', text: name }
  }
}

function expect(next: () => Token, kind: Token['kind'], text?: string): string {
  const token = next()
  if (token.kind !== kind || (text !== undefined && token.text !== text)) {
    throw twl2Error(`${text === undefined ? `a ${kind}` : `"${text}"`} was expected`, token.text)
  }
  return token.text
}

function readField(next: () => Token, kind: 'block' | 'string'): string {
  expect(next, 'mark', '::')
  const value = expect(next, kind)
  expect(next, 'mark', ';')
  return value
}

function readAction(next: () => Token, rules: Map<string, readonly Rule[]>): GrammarAction {
  const name = expect(next, 'name')
  expect(next, 'mark', '{')
  let template: string | undefined
  let feedback: string | undefined
  for (let token = next(); token.text !== '}' || token.kind !== 'mark'; token = next()) {
    if (token.kind !== 'name' || !FIELDS.has(token.text))
      throw twl2Error(`action ${name}: a field was expected`, token.text)
    if (token.text === 'template') template = readField(next, 'string')
    else if (token.text === 'feedback') feedback = readField(next, 'string')
    else if (token.text === 'grammar') addRules(withoutComments(readField(next, 'block')), rules)
    else readField(next, 'block')
  }
  if (template === undefined || feedback === undefined) throw twl2Error('an action without template or feedback', name)
  return { name, template: parseRhs(template), feedback: parseRhs(feedback) }
}

/** Inside actions, lines that start with "#" are comments of the JSON. */
const withoutComments = (json: string): string =>
  json
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')

function addRules(json: string, rules: Map<string, readonly Rule[]>): void {
  let table: unknown
  try {
    table = JSON.parse(json)
  } catch (error) {
    throw twl2Error(`a rule table is not JSON (${messageOf(error)})`, json)
  }
  if (!isRecord(table)) throw twl2Error('a rule table must be a JSON object', json)
  for (const [symbol, list] of Object.entries(table)) {
    if (!Array.isArray(list)) throw twl2Error('a symbol needs a list of rules', symbol)
    rules.set(
      symbol,
      list.map((rule: unknown) => readRule(symbol, rule)),
    )
  }
}

function readRule(symbol: string, rule: unknown): Rule {
  const { rhs, condition = '' }: Record<string, unknown> = isRecord(rule) ? rule : {}
  if (typeof rhs !== 'string' || typeof condition !== 'string') {
    throw twl2Error('a rule needs a text "rhs" and at most a text "condition"', symbol)
  }
  return { rhs: parseRhs(rhs), ...(condition === '' ? {} : { condition: parseQuery(condition) }) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
