// The resolved configuration as text: YAML with every default written out, in the order of the schema, so that equal
// configurations print equal bytes and a printed file can be used as a recipe again.
import { stringify } from 'yaml'
import type { RunConfig } from './run-config.ts'

/** Stable YAML; with `recorded`, facts about the run follow under that key. */
export function printConfig(config: RunConfig, recorded?: Readonly<Record<string, unknown>>): string {
  const document = recorded === undefined ? config : { ...config, recorded }
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
}
