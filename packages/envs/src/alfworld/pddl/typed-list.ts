// Typed lists, `a b - type c - other`: the objects of a problem, the types and constants of a domain, the parameters of
// an action or a quantifier. Names without a type have the root type `object`.
import type { Parameter, TypedName } from './ast.ts'
import { pddlError, type SExpression } from './reader.ts'

/** @throws GigpoError `data` on anything but names, and on a "-" without names before or a type after it. */
export function readTypedList(list: readonly SExpression[], from: number, what: string): TypedName[] {
  const result: TypedName[] = []
  let untyped: string[] = []
  for (let i = from; i < list.length; i++) {
    const name = list[i]!
    if (typeof name !== 'string') throw pddlError(`${what}: a name was expected`, name)
    if (name !== '-') {
      untyped.push(name)
      continue
    }
    const type = list[++i]
    if (typeof type !== 'string' || type === '-' || untyped.length === 0) throw pddlError(`${what}: a stray "-"`, type)
    for (const id of untyped) result.push({ id, type })
    untyped = []
  }
  for (const id of untyped) result.push({ id, type: 'object' })
  return result
}

/** @throws GigpoError `data` unless every name is a variable. */
export function readParameters(list: SExpression | undefined, what: string): Parameter[] {
  if (!Array.isArray(list)) throw pddlError(`${what}: a list of parameters was expected`, list)
  return readTypedList(list, 0, what).map(({ id, type }) => {
    if (id.charCodeAt(0) !== 63) throw pddlError(`${what}: a parameter starts with "?"`, id)
    return { name: id, type }
  })
}
