// `--set rollout.tasks=4`: a dotted path and a YAML value, written into the parsed recipe before it is validated, so an
// override meets exactly the same checks as a line of the file. Numbers in a path index lists; the index after the last
// item appends one.
import { GigpoError } from '@gigpo/core'
import { parse } from 'yaml'
import { assertJson, show } from './json.ts'

const remedy = 'Write --set path.to.key=value, for example --set rollout.tasks=4.'

/** Applies `key=value` texts in order to a parsed recipe, in place. @throws GigpoError `config`. */
export function applyOverrides(recipe: Record<string, unknown>, overrides: readonly string[]): void {
  for (const override of overrides) {
    const where = `--set ${override}`
    const equals = override.indexOf('=')
    const path = override.slice(0, equals).trim().split('.')
    if (equals < 1 || path.some((part) => part === '' || part === '__proto__')) {
      throw new GigpoError('config', `expected key=value, received ${show(override)}`, { where, remedy })
    }
    assign(recipe, path, parseValue(override.slice(equals + 1), where), where)
  }
}

function parseValue(text: string, where: string): unknown {
  let value: unknown
  try {
    value = parse(text, { logLevel: 'error' })
  } catch (cause) {
    throw new GigpoError('config', `the value is not YAML: ${show(text)}`, { where, remedy: 'Quote the value.', cause })
  }
  assertJson(value, where)
  return value
}

function assign(root: Record<string, unknown>, path: readonly string[], value: unknown, where: string): void {
  let target: Record<string, unknown> | unknown[] = root
  for (const [depth, part] of path.entries()) {
    const key = Array.isArray(target) ? listIndex(target, path, depth, where) : part
    const container = target as Record<string | number, unknown>
    if (depth === path.length - 1) {
      container[key] = value
      return
    }
    const present = Object.hasOwn(container, key) ? container[key] : undefined
    if (present !== undefined && present !== null && typeof present !== 'object') {
      const at = path.slice(0, depth + 1).join('.')
      throw new GigpoError('config', `${at} is ${show(present)}, so it has no key ${show(path[depth + 1])}`, {
        where,
        remedy,
      })
    }
    container[key] = present ?? {}
    target = container[key] as Record<string, unknown> | unknown[]
  }
}

function listIndex(list: readonly unknown[], path: readonly string[], depth: number, where: string): number {
  const part = path[depth]!
  const index = /^\d+$/.test(part) ? Number(part) : -1
  if (index >= 0 && index <= list.length) return index
  const at = path.slice(0, depth).join('.')
  throw new GigpoError(
    'config',
    `${at} is a list of ${list.length}: expected an index from 0 to ${list.length}, received ${show(part)}`,
    {
      where,
      remedy,
    },
  )
}
