// A PDDL domain: types, constants and actions. Predicates and functions are declared in the text but not needed, since
// the reference does not check them either (its quirks live from undeclared names).
import type { Action, Domain, TypedName } from './ast.ts'
import { readCondition, readEffects } from './condition.ts'
import { pddlError, readList, type SExpression } from './reader.ts'
import { readParameters, readTypedList } from './typed-list.ts'

const IGNORED = new Set([':requirements', ':predicates', ':functions'])

/** @throws GigpoError `data` when the text is not a domain of the subset. */
export function parseDomain(text: string): Domain {
  const sections = readList(text)
  const name = readHeader(sections, 'domain')
  const types = new Map<string, string>()
  const constants: TypedName[] = []
  const actions: Action[] = []
  const seen = new Set<string>()
  for (const section of sections.slice(2)) {
    const head = Array.isArray(section) ? section[0] : undefined
    if (!Array.isArray(section) || typeof head !== 'string')
      throw pddlError('a section of a domain was expected', section)
    if (head === ':types') {
      for (const { id, type } of readTypedList(section, 1, ':types')) if (id !== 'object') types.set(id, type)
    } else if (head === ':constants') {
      constants.push(...readTypedList(section, 1, ':constants'))
    } else if (head === ':action') {
      const action = readAction(section)
      if (seen.has(action.name)) throw pddlError(`action "${action.name}" is defined twice`)
      seen.add(action.name)
      actions.push(action)
    } else if (!IGNORED.has(head)) {
      throw pddlError('unknown section of a domain', head)
    }
  }
  return { name, types, constants, actions }
}

/** Checks `define (kind name)` and returns the name. */
export function readHeader(sections: readonly SExpression[], kind: 'domain' | 'problem'): string {
  const header = sections[1]
  if (sections[0] !== 'define' || !Array.isArray(header) || header[0] !== kind || typeof header[1] !== 'string') {
    throw pddlError(`a ${kind} starts with (define (${kind} name)`, header)
  }
  return header[1]
}

function readAction(section: readonly SExpression[]): Action {
  const name = section[1]
  if (typeof name !== 'string') throw pddlError('an action needs a name', name)
  const parts = new Map<string, SExpression>()
  for (let i = 2; i < section.length; i += 2) {
    const key = section[i]!
    const value = section[i + 1]
    if (typeof key !== 'string' || value === undefined) throw pddlError(`action "${name}": a part is missing`, key)
    if (key !== ':parameters' && key !== ':precondition' && key !== ':effect') {
      throw pddlError(`action "${name}": unknown part`, key)
    }
    parts.set(key, value)
  }
  return {
    name,
    parameters: readParameters(parts.get(':parameters') ?? [], name),
    precondition: readCondition(parts.get(':precondition') ?? []),
    effects: readEffects(parts.get(':effect') ?? []),
  }
}
