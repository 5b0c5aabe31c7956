// The recipe's fields as rows and as a Markdown table for the documentation, generated from the schema alone.
import { show } from './json.ts'
import { expectation, type SchemaNode, schemaFields } from './schema-tree.ts'

export interface ConfigField {
  /** Dotted path; items of a list as `panels[].name`. */
  readonly path: string
  /** What it accepts, in words. */
  readonly accepts: string
  /** JSON of the default; undefined for sections and required fields. */
  readonly default: string | undefined
  readonly description: string
}

/** Every field in the order of the schema. */
export function describeConfig(): ConfigField[] {
  return schemaFields().map(({ path, node }) => ({
    path,
    accepts: expectation(node),
    default: defaultText(node),
    description: node.description ?? '',
  }))
}

/** The same as a Markdown table. */
export function configTable(): string {
  const rows = describeConfig().map(
    (field) =>
      `| \`${field.path}\` | ${escapeCell(field.accepts)} | ${field.default === undefined ? '' : `\`${field.default}\``} | ${escapeCell(field.description)} |`,
  )
  return ['| Field | Accepts | Default | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n')
}

/** A section's own default `{}` says nothing: its fields list theirs. */
function defaultText(node: SchemaNode): string | undefined {
  const isSection =
    node.properties !== undefined ||
    (node.anyOf !== undefined && node.default !== null && typeof node.default === 'object')
  return isSection || node.default === undefined ? undefined : show(node.default)
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|')
