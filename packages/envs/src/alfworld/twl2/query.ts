// Queries and conditions: `pred(v:type, …) & pred(…)`. A variable without a type is its own type, as in the reference.
import type { Query, QueryAtom } from './ast.ts'
import { twl2Error } from './error.ts'

const ATOM = /^\s*([\w/-]+)\s*\(([^()]*)\)\s*$/
const VARIABLE = /^([\w'/-]+)(?:\s*:\s*([\w'/|-]+))?$/

/** @throws GigpoError `data` on anything else. */
export function parseQuery(source: string): Query {
  return source.split('&').map((part): QueryAtom => {
    const atom = ATOM.exec(part)
    if (!atom) throw twl2Error('a query that is not understood', source)
    const list = atom[2]!.trim()
    const args = list === '' ? [] : list.split(',')
    return {
      predicate: atom[1]!,
      args: args.map((arg) => {
        const variable = VARIABLE.exec(arg.trim())
        if (!variable) throw twl2Error('a query that is not understood', source)
        return { name: variable[1]!, type: variable[2] ?? variable[1]! }
      }),
    }
  })
}
