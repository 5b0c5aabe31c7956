// A PDDL problem: the objects, the initial facts and the goal of one game. Numeric initial values are dropped.
import type { Condition, Fact, Problem, TypedName } from './ast.ts'
import { readAtom, readCondition } from './condition.ts'
import { readHeader } from './domain.ts'
import { pddlError, readList, type SExpression } from './reader.ts'
import { readTypedList } from './typed-list.ts'

const IGNORED = new Set([':domain', ':requirements', ':metric'])

/** @throws GigpoError `data` when the text is not a problem of the subset. */
export function parseProblem(text: string): Problem {
  const sections = readList(text)
  const name = readHeader(sections, 'problem')
  const objects: TypedName[] = []
  const init: Fact[] = []
  let goal: Condition | undefined
  for (const section of sections.slice(2)) {
    const head = Array.isArray(section) ? section[0] : undefined
    if (!Array.isArray(section) || typeof head !== 'string')
      throw pddlError('a section of a problem was expected', section)
    if (head === ':objects') {
      for (const object of readTypedList(section, 1, ':objects')) objects.push(object)
    } else if (head === ':init') {
      for (let i = 1; i < section.length; i++) if (!isNumeric(section[i]!)) init.push(readAtom(section[i]!))
    } else if (head === ':goal') {
      if (section.length !== 2) throw pddlError('":goal" takes one condition', section)
      goal = readCondition(section[1])
    } else if (!IGNORED.has(head)) {
      throw pddlError('unknown section of a problem', head)
    }
  }
  if (goal === undefined) throw pddlError('the problem has no goal')
  return { name, objects, init, goal }
}

/** `(= (function …) number)`. */
const isNumeric = (fact: SExpression): boolean => Array.isArray(fact) && fact[0] === '=' && Array.isArray(fact[1])
