// What is left to do for a planned run, judged from its directory: nothing there yet, cut before its budget, or complete. A run
// of another configuration under the same name is an error: a study never mixes them.
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { configDifferences, configDigest } from '../config/index.ts'
import { findCheckpoint, readMetrics, readRunConfig } from '../run-directory/index.ts'
import type { PlannedRun } from './plan-study.ts'

export interface RunStatus {
  readonly state: 'missing' | 'cut' | 'complete'
  /** Taken in training so far; after a cut some may be repeated. */
  readonly environmentSteps: number
}

/** @throws GigpoError `data` when the run there has another configuration or is damaged. */
export function runStatus({ directory, config, name }: PlannedRun): RunStatus {
  if (!existsSync(join(directory, 'config.yaml'))) return { state: 'missing', environmentSteps: 0 }
  const stored = readRunConfig(directory).config
  if (configDigest(stored) !== configDigest(config)) {
    const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))
    const differences = configDifferences(stored, config).filter(({ path }) => path !== 'name')
    const [first] = differences
    const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : ''
    throw new GigpoError(
      'data',
      `run ${name} was made with another configuration: ${first?.path} is ${show(first?.a)} there and ${show(first?.b)} in the study${more}`,
      {
        where: directory,
        remedy: 'give the study another name, put its file back as it was, or move this run away',
      },
    )
  }
  const last = readMetrics(directory).at(-1)
  const environmentSteps = last?.['total/environment_steps'] ?? 0
  const latest = findCheckpoint(directory)
  const isEvaluated =
    config.evaluation.panels.length === 0 || existsSync(join(directory, 'eval', `${last?.iteration ?? 0}.json`))
  const isSaved = latest !== null && basename(latest) === String(last?.iteration ?? 0)
  const isDone = environmentSteps >= config.budget!.environmentSteps && isEvaluated && isSaved
  return { state: isDone ? 'complete' : 'cut', environmentSteps }
}
