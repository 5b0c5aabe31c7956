// Reads PDDL text into nested lists. One pass over char codes with an explicit stack, so a problem of 60 kB takes about a
// millisecond and no input can overflow the call stack. Names are folded to lower case, `;` comments end with the line,
// and a comma is an ordinary character of a name: the shipped domain's `?l - location, ?r - receptacle` must stay wrong.
import { GigpoError } from '@gigpo/core'

/** A name or a list; lists are read-only by convention, not by type, because the reader fills them. */
export type SExpression = string | SExpression[]

/** Deeper nesting is refused: the readers of conditions and effects recurse. */
const MAX_DEPTH = 256

const OPEN = 40
const CLOSE = 41
const COMMENT = 59
const NEWLINE = 10
const SPACE = 32

/**
 * The one top-level list of a text.
 * @throws GigpoError `data` with a line number: unbalanced parentheses, nesting over 256, text outside the list.
 */
export function readList(text: string): SExpression[] {
  const source = text.toLowerCase()
  const length = source.length
  const stack: SExpression[][] = []
  let current: SExpression[] | undefined
  let result: SExpression[] | undefined
  let i = 0
  while (i < length) {
    const code = source.charCodeAt(i)
    if (code <= SPACE) {
      i++
    } else if (code === COMMENT) {
      i = source.indexOf('\n', i)
      if (i < 0) break
    } else if (code === OPEN) {
      if (result !== undefined) throw syntaxError('text after the end', source, i)
      const list: SExpression[] = []
      if (current !== undefined) {
        current.push(list)
        stack.push(current)
        if (stack.length >= MAX_DEPTH) throw syntaxError(`more than ${MAX_DEPTH} nested parentheses`, source, i)
      }
      current = list
      i++
    } else if (code === CLOSE) {
      if (current === undefined) throw syntaxError('")" without "("', source, i)
      const parent = stack.pop()
      if (parent === undefined) result = current
      current = parent
      i++
    } else {
      const start = i++
      while (i < length && !endsName(source.charCodeAt(i))) i++
      if (current === undefined)
        throw syntaxError(`"${excerpt(source.slice(start, i))}" outside parentheses`, source, start)
      current.push(source.slice(start, i))
    }
  }
  if (current !== undefined) throw syntaxError('")" missing at the end', source, length)
  if (result === undefined) throw syntaxError('no "(" in the text', source, length)
  return result
}

const endsName = (code: number): boolean => code <= SPACE || code === OPEN || code === CLOSE || code === COMMENT

function syntaxError(what: string, source: string, position: number): GigpoError {
  let line = 1
  for (let i = 0; i < position; i++) if (source.charCodeAt(i) === NEWLINE) line++
  return new GigpoError('data', `PDDL: ${what}`, {
    where: `line ${line}`,
    remedy: 'Use the pddl_domain and pddl_problem texts of an unmodified game.tw-pddl file.',
  })
}

/** A PDDL text that is balanced but means nothing we know. */
export function pddlError(what: string, received?: SExpression): GigpoError {
  return new GigpoError(
    'data',
    `PDDL: ${what}${received === undefined ? '' : `, received ${excerpt(show(received))}`}`,
    {
      remedy: 'Only the PDDL subset of ALFWorld games is read; see the documentation of the game format.',
    },
  )
}

const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

function show(expression: SExpression): string {
  if (typeof expression === 'string') return expression
  return `(${expression.map((part) => (typeof part === 'string' ? part : '(…)')).join(' ')})`
}
