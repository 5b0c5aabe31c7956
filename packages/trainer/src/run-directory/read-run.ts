// Reading a run directory, finished or live, without its lock. A half-written last line of a live run is left out; a
// directory that is not a run, or is damaged, is an error that says which file and why.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import { type RunConfig, resolveConfig } from '../config/index.ts'
import { parseRecipe, RECORDED_KEY } from '../config/resolve.ts'
import { numbered, readPointer } from './checkpoints.ts'
import { type EpisodeLine, parseEpisodes } from './episode-lines.ts'
import { type EvaluationReport, parseEvaluation } from './evaluation-report.ts'
import { parseRunEvent, type StoredRunEvent } from './events.ts'
import { listDirectory } from './files.ts'
import { readJsonLines, readText } from './json-lines.ts'
import { type Metrics, parseMetrics } from './metrics.ts'

/** Version of the layout. */
export const FORMAT = 1

const recordedSchema = z.object({
  format: z.int(),
  digest: z.string(),
  facts: z.record(z.string(), z.unknown()),
})

export interface RecordedFacts {
  readonly config: RunConfig
  /** Digest of the configuration as it was stored. */
  readonly digest: string
  /** What createRun was given: versions, digests of task sets and of the starting checkpoint. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** @throws GigpoError `missing-data` when there is no run, `data` when its config.yaml is not one of a run. */
export function readRunConfig(directory: string): RecordedFacts {
  const path = join(directory, 'config.yaml')
  if (!existsSync(path)) {
    throw new GigpoError('missing-data', 'there is no run in this directory: config.yaml is missing', {
      where: directory,
      remedy: 'Name a directory that gigpo train has written, usually runs/NAME.',
    })
  }
  const text = readText(path)
  const recorded = recordedSchema.safeParse(parseRecipe(text, path)[RECORDED_KEY])
  if (!recorded.success) {
    throw new GigpoError('data', `config.yaml has no valid "${RECORDED_KEY}" block, so this is not a run directory`, {
      where: path,
      remedy: 'A recipe starts a new run: gigpo train RECIPE --run NAME.',
    })
  }
  if (recorded.data.format !== FORMAT) {
    throw new GigpoError('data', `expected layout ${FORMAT}, received ${recorded.data.format}`, {
      where: path,
      remedy: 'Use the version of gigpo that wrote this run.',
    })
  }
  return { config: resolveConfig(text, { where: path }), digest: recorded.data.digest, facts: recorded.data.facts }
}

/** The lines of metrics.jsonl, or of supervised.jsonl; none if it is not there yet. */
export function readMetrics(
  directory: string,
  file: 'metrics.jsonl' | 'supervised.jsonl' = 'metrics.jsonl',
): Metrics[] {
  const path = join(directory, file)
  return existsSync(path) ? readJsonLines(path).map((line) => parseMetrics(line, path)) : []
}

/** One episode file. @throws GigpoError `missing-data` or `data`. */
export function readEpisodes(file: string): EpisodeLine[] {
  return parseEpisodes(readText(file), file)
}

/** Iterations with an episode file, ascending. */
export function listEpisodes(directory: string): number[] {
  return numbered(listDirectory(join(directory, 'episodes')), '.jsonl')
}

/** All evaluations in order of iteration. */
export function readEvaluations(directory: string): EvaluationReport[] {
  return numbered(listDirectory(join(directory, 'eval')), '.json').map((iteration) => {
    const path = join(directory, 'eval', `${iteration}.json`)
    return parseEvaluation(readText(path), path)
  })
}

export function readEvents(directory: string): StoredRunEvent[] {
  const path = join(directory, 'events.jsonl')
  return existsSync(path) ? readJsonLines(path).map((line) => parseRunEvent(line, path)) : []
}

/** Directory of the best checkpoint, or else of the latest; null before the first. @throws GigpoError `checkpoint`. */
export function findCheckpoint(directory: string, which: 'best' | 'latest' = 'latest'): string | null {
  const root = join(directory, 'checkpoints')
  const iteration = (which === 'best' ? readPointer(root, 'best') : null) ?? readPointer(root, 'latest')
  return iteration === null ? null : join(root, String(iteration))
}
