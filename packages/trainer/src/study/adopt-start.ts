// Variants of one seed that differ only in reinforcement learning begin with the very same supervised start, bit for bit. A
// study trains it once: the other runs copy checkpoint 0 of the first.
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, sha256 } from '@gigpo/core'
import type { RunConfig } from '../config/index.ts'
import { canonicalJson } from '../config/json.ts'
import { readCheckpoint } from '../run-directory/checkpoints.ts'
import { type Run, readMetrics, readRunConfig } from '../run-directory/index.ts'

/** What the start does not depend on. Everything else, known or yet to come, must be equal. */
const AFTER_START = new Set<string>([
  'name',
  'preset',
  'algorithm',
  'rollout',
  'loss',
  'optimizer',
  'iterations',
  'budget',
  'evaluation',
  'checkpoint',
  'guard',
])

/** Equal for runs with the same supervised start; null for a run without one. */
export function startDigest(config: RunConfig): string | null {
  if (config.supervised === null) return null
  // The state key is read by credit alone.
  const before: RunConfig = { ...config, environment: { ...config.environment, anchor: 'text' } }
  return sha256(canonicalJson(Object.fromEntries(Object.entries(before).filter(([key]) => !AFTER_START.has(key)))))
}

/** Whether a run has its start on disk. */
export function hasStart(directory: string): boolean {
  return existsSync(join(directory, 'checkpoints', 'latest')) && existsSync(join(directory, 'checkpoints', '0'))
}

/**
 * Gives a new run the start of another one.
 * @throws GigpoError `data` when the starts differ, `checkpoint` when the other's is damaged, `storage`.
 */
export async function adoptStart(run: Run, from: string): Promise<void> {
  const source = readRunConfig(from)
  if (startDigest(source.config) === null || startDigest(source.config) !== startDigest(run.config)) {
    throw new GigpoError('data', 'the run to start from has another supervised start', { where: from })
  }
  for (const kind of ['tasks', 'demonstrations'] as const) {
    if (canonicalJson(source.facts[kind]) !== canonicalJson(run.facts[kind])) {
      throw new GigpoError('data', `the run to start from was made with other ${kind}`, { where: from })
    }
  }
  const { directory, state } = readCheckpoint(join(from, 'checkpoints'), 0)
  for (const line of readMetrics(from, 'supervised.jsonl')) run.appendSupervised(line)
  const copy = async (target: string): Promise<void> => {
    for (const name of readdirSync(directory)) {
      if (name !== 'state.json') cpSync(join(directory, name), join(target, name), { recursive: true })
    }
  }
  await run.checkpoint(0, copy, state)
  run.event({
    kind: 'start-adopted',
    severity: 'info',
    message: `the supervised start is that of ${from}`,
    iteration: 0,
  })
}
