// A view of the recipe schema as a tree of paths, read from its JSON Schema. Error messages use it to say what was expected
// and which key was probably meant; the documentation table is a walk over it.
import { z } from 'zod'
import { joinPath, show } from './json.ts'
import { runConfigSchema } from './schema.ts'

/** The part of JSON Schema that the recipe schema uses. */
export interface SchemaNode {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly additionalProperties?: boolean | object
}

export interface SchemaField {
  readonly path: string
  readonly node: SchemaNode
}

let cached: SchemaNode | undefined

export function schemaRoot(): SchemaNode {
  cached ??= z.toJSONSchema(runConfigSchema, { io: 'input' }) as SchemaNode
  return cached
}

/** The non-null alternative of a nullable node. */
export function withoutNull(node: SchemaNode): SchemaNode {
  return node.anyOf?.find((alternative) => alternative.type !== 'null') ?? node
}

/** The node at a path of keys and indices; undefined outside the schema. */
export function nodeAt(path: readonly PropertyKey[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = schemaRoot()
  for (const key of path) {
    if (node === undefined) return undefined
    const inner: SchemaNode = withoutNull(node)
    const known: Readonly<Record<string, SchemaNode>> = inner.properties ?? {}
    node = typeof key === 'number' ? inner.items : Object.hasOwn(known, String(key)) ? known[String(key)] : undefined
  }
  return node
}

/** All documented fields in schema order; list items as `panels[]`. */
export function schemaFields(node: SchemaNode = schemaRoot(), path = ''): SchemaField[] {
  const inner = withoutNull(node)
  const fields = path === '' ? [] : [{ path, node }]
  for (const [key, child] of Object.entries(inner.properties ?? {}))
    fields.push(...schemaFields(child, joinPath(path, key)))
  if (inner.items?.properties !== undefined) {
    for (const [key, child] of Object.entries(inner.items.properties))
      fields.push(...schemaFields(child, `${path}[].${key}`))
  }
  return fields
}

/** What a node accepts, in words: "an integer from 1 to 256, or null". */
export function expectation(node: SchemaNode): string {
  if (node.anyOf !== undefined) {
    const nullable = node.anyOf.some((alternative) => alternative.type === 'null')
    return `${expectation(withoutNull(node))}${nullable ? ', or null' : ''}`
  }
  if (node.enum !== undefined) return `one of ${node.enum.map(show).join(', ')}`
  switch (node.type) {
    case 'integer':
      return `an integer${range(node)}`
    case 'number':
      return `a number${range(node)}`
    case 'string':
      return node.pattern === undefined ? 'a text' : `a text like ${node.pattern}`
    case 'boolean':
      return 'true or false'
    case 'array':
      return `a list of ${node.items === undefined ? 'values' : expectation(node.items).replace(/^an? /, '')}`
    default:
      return 'a mapping'
  }
}

function range(node: SchemaNode): string {
  const low = node.exclusiveMinimum ?? finiteBound(node.minimum)
  const high = node.exclusiveMaximum ?? finiteBound(node.maximum)
  const parts = [
    low === undefined ? undefined : `${node.exclusiveMinimum === undefined ? '≥' : '>'} ${low}`,
    high === undefined ? undefined : `${node.exclusiveMaximum === undefined ? '≤' : '<'} ${high}`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`
}

const finiteBound = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound
