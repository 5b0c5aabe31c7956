// What makes two configurations the same: a digest over everything but the label, and the list of fields that differ.
// Grouping runs by configuration without seed uses the same digest with `seed` left out.
import { sha256 } from '@gigpo/core'
import { canonicalJson, joinPath } from './json.ts'
import type { RunConfig } from './run-config.ts'

export interface ConfigDifference {
  readonly path: string
  /** undefined: the field is absent on this side. */
  readonly a: unknown
  readonly b: unknown
}

/** SHA-256 (hex) of the canonical JSON, without `name` and the top-level fields in `omit`. */
export function configDigest(config: RunConfig, omit: readonly (keyof RunConfig)[] = []): string {
  const left = new Set<string>(['name', ...omit])
  return sha256(canonicalJson(Object.fromEntries(Object.entries(config).filter(([key]) => !left.has(key)))))
}

/** The configuration with the fields at these dotted paths set to null, for comparing the rest. */
export function withoutFields(config: RunConfig, paths: readonly string[]): RunConfig {
  const copy = structuredClone(config) as unknown as Record<string, unknown>
  for (const path of paths) {
    const keys = path.split('.')
    let place: unknown = copy
    for (const key of keys.slice(0, -1)) place = (place as Record<string, unknown> | null | undefined)?.[key]
    if (typeof place === 'object' && place !== null) (place as Record<string, unknown>)[keys.at(-1)!] = null
  }
  return copy as unknown as RunConfig
}

/** The fields that differ, in path order; lists are compared item by item. */
export function configDifferences(a: RunConfig, b: RunConfig): ConfigDifference[] {
  const left = flatten(a)
  const right = flatten(b)
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => canonicalJson(left.get(path)) !== canonicalJson(right.get(path)))
    .sort()
    .map((path) => ({ path, a: left.get(path), b: right.get(path) }))
}

function flatten(value: unknown, path = '', into: Map<string, unknown> = new Map()): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return into.set(path, value)
  for (const [key, item] of Object.entries(value)) flatten(item, joinPath(path, key), into)
  return into
}
