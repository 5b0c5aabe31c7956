// Turns what zod found wrong into one GigpoError that a person can act on: each line names the path, what was expected and
// what was received, and unknown keys get the nearest valid one.
import { GigpoError, nearest } from '@gigpo/core'
import type { z } from 'zod'
import { show } from './json.ts'
import { expectation, nodeAt, schemaFields, schemaRoot, withoutNull } from './schema-tree.ts'

const MAX_LINES = 8

export function configError(issues: readonly z.core.$ZodIssue[], input: unknown, where: string): GigpoError {
  const lines = issues.flatMap((issue) => describeIssue(issue, input))
  const shown = lines.slice(0, MAX_LINES)
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`)
  return new GigpoError('config', shown.join('\n'), {
    where,
    remedy: 'Run with --dry-run to see every field with its default.',
  })
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => describeUnknownKey(issue.path, key))
  const path = pathText(issue.path)
  const node = nodeAt(issue.path)
  if (issue.code === 'custom' || node === undefined) return [`${path}: ${issue.message}`]
  return [`${path}: expected ${expectation(node)}, received ${show(valueAt(input, issue.path))}`]
}

function describeUnknownKey(path: readonly PropertyKey[], key: string): string {
  const suggestion = suggestKey(path, key)
  return `${pathText([...path, key])}: unknown key${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`
}

/** A sibling with a similar name, or else the same name elsewhere in the recipe. */
function suggestKey(path: readonly PropertyKey[], key: string): string | undefined {
  const siblings = Object.keys(withoutNull(nodeAt(path) ?? schemaRoot()).properties ?? {})
  const elsewhere = schemaFields().find((field) => field.path.split('.').at(-1) === key)?.path
  const sibling = nearest(key, siblings)
  if (sibling === undefined) return elsewhere
  return elsewhere === undefined ? pathText([...path, sibling]) : elsewhere
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'the recipe' : path.map(String).join('.')
