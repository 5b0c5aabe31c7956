// config.yaml as the studio reads it: all of it as plain JSON for the pages, and the few fields that a summary needs, each
// with what to show where it is missing. The digest groups runs that differ in nothing but name and seed.
import { join } from 'node:path'
import { messageOf, sha256 } from '@gigpo/core'
import { parse } from 'yaml'
import type { Damage } from '../../api/contract.ts'
import { type Fence, readWithin } from '../files/fence.ts'
import { isRecord, isShallow, numberAt, textAt } from '../files/json-values.ts'

export interface ReadConfig {
  readonly config: Readonly<Record<string, unknown>>
  readonly algorithm: string
  readonly environment: string
  readonly engine: string
  readonly seed: number
  /** null where a budget ends the run. */
  readonly iterations: number | null
  /** Environment steps; null where iterations end the run. */
  readonly budget: number | null
  readonly digest: string
  readonly damages: readonly Damage[]
}

const FILE = 'config.yaml'

export function readConfig(fence: Fence, directory: string): ReadConfig {
  try {
    const text = readWithin(fence, join(directory, FILE), 2 ** 20)
    if (text === undefined) return toConfig({}, [{ file: FILE, reason: 'this file is missing' }])
    // Through JSON, because YAML knows values that JSON does not.
    const value: unknown = parse(text, { maxAliasCount: 100, logLevel: 'silent' })
    if (!isRecord(value) || !isShallow(value)) return toConfig({}, [{ file: FILE, reason: 'this is no configuration' }])
    return toConfig(JSON.parse(JSON.stringify(value)) as Record<string, unknown>, [])
  } catch (error) {
    return toConfig({}, [{ file: FILE, reason: messageOf(error) }])
  }
}

function toConfig(config: Readonly<Record<string, unknown>>, damages: readonly Damage[]): ReadConfig {
  const budget = numberAt(config.budget, 'environmentSteps') ?? null
  const { name: _name, seed: _seed, recorded: _recorded, ...same } = config
  return {
    config,
    algorithm: textAt(config.algorithm, 'name') ?? '',
    environment: textAt(config.environment, 'name') ?? '',
    engine: textAt(config.engine, 'name') ?? '',
    seed: numberAt(config, 'seed') ?? 0,
    iterations: budget === null ? (numberAt(config, 'iterations') ?? null) : null,
    budget,
    digest: sha256(canonical(same)),
    damages,
  }
}

/** JSON with keys in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}
