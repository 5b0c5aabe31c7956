// A run directory being written. Everything is appended or replaced by rename, and a checkpoint is named by `latest` only
// after all that came before it is on the disk. Opening a run again drops whatever lies after its latest checkpoint, so a
// run that was killed and resumed ends with the same bytes as one that was not (wall-clock metrics and events aside).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, type Group } from '@gigpo/core'
import { configDigest, printConfig, type RunConfig, resolveConfig } from '../config/index.ts'
import {
  type Checkpoint,
  listCheckpoints,
  numbered,
  pruneCheckpoints,
  readCheckpoint,
  readPointer,
  writeCheckpoint,
  writePointer,
} from './checkpoints.ts'
import { episodeLines, type StepAdvantages } from './episode-lines.ts'
import type { EvaluationReport } from './evaluation-report.ts'
import { parseRunEvent, type RunEvent, runEventLine } from './events.ts'
import {
  appendDurably,
  listDirectory,
  makeDirectory,
  removeTemporary,
  removeTree,
  replaceFile,
  TEMPORARY,
} from './files.ts'
import { readJsonLines, readText } from './json-lines.ts'
import { acquireLock, type Lock } from './lock.ts'
import { type Metrics, metricsLine, parseMetrics } from './metrics.ts'
import { FORMAT, type RecordedFacts, readRunConfig } from './read-run.ts'

const FOLDERS = ['episodes', 'eval', 'checkpoints'] as const

export interface RunOptions {
  /** Time stamps of events; default: the system clock. */
  readonly clock?: () => Date
}

export interface CreateRunOptions extends RunOptions {
  /** Kept in config.yaml beside the configuration: versions, digests of task sets and of the starting checkpoint. */
  readonly facts?: Readonly<Record<string, unknown>>
}

export interface OpenRunOptions extends RunOptions {
  /** `key=value` changes of the stored configuration, for example more iterations. They are stored and recorded. */
  readonly overrides?: readonly string[]
}

/**
 * Starts a run in a new or empty directory and holds its lock.
 * @throws GigpoError `usage` when it holds a run or other files, `locked`, `storage`.
 */
export function createRun(directory: string, config: RunConfig, options: CreateRunOptions = {}): Run {
  const made = !existsSync(directory)
  makeDirectory(directory)
  let lock: Lock | undefined
  try {
    lock = acquireLock(directory)
    assertVacant(directory)
    removeTemporary(directory)
    for (const folder of FOLDERS) makeDirectory(join(directory, folder))
    writeConfig(directory, config, options.facts ?? {})
  } catch (error) {
    lock?.release()
    if (made && !(GigpoError.isInstance(error) && error.code === 'locked')) removeTree(directory)
    throw error
  }
  return new Run(directory, config, options.facts ?? {}, lock, 0, options.clock)
}

/**
 * Opens a run to go on with it: takes the lock and rolls back to the latest checkpoint (without one, to the beginning).
 * @throws GigpoError `missing-data` or `data` when it is not a whole run, `checkpoint`, `config`, `locked`, `storage`.
 */
export function openRun(directory: string, options: OpenRunOptions = {}): Run {
  const stored = readRunConfig(directory)
  const lock = acquireLock(directory)
  try {
    const { config, facts, digest } = applyOverrides(directory, stored, options.overrides ?? [])
    const run = new Run(directory, config, facts, lock, 0, options.clock)
    run.rollbackTo(run.latestCheckpoint()?.iteration ?? null)
    if (configDigest(config) !== digest) {
      writeConfig(directory, config, facts)
      run.event({ kind: 'config-changed', severity: 'warning', message: `from ${digest} to ${configDigest(config)}` })
    }
    return run
  } catch (error) {
    lock.release()
    throw error
  }
}

export class Run {
  readonly directory: string
  readonly config: RunConfig
  readonly #lock: Lock
  readonly #clock: () => Date
  #iteration: number
  #facts: Readonly<Record<string, unknown>>

  /** Use createRun or openRun. */
  constructor(
    directory: string,
    config: RunConfig,
    facts: Readonly<Record<string, unknown>>,
    lock: Lock,
    iteration: number,
    clock: () => Date = () => new Date(),
  ) {
    this.directory = directory
    this.config = config
    this.#facts = facts
    this.#lock = lock
    this.#clock = clock
    this.#iteration = iteration
  }

  /** Iterations whose metrics are written. */
  get iteration(): number {
    return this.#iteration
  }

  /** Kept in config.yaml beside the configuration. */
  get facts(): Readonly<Record<string, unknown>> {
    return this.#facts
  }

  /** Keeps what only became known after the start. Facts of the same names are replaced. @throws GigpoError `storage`. */
  addFacts(facts: Readonly<Record<string, unknown>>): void {
    const merged = { ...this.#facts, ...facts }
    if (JSON.stringify(merged) === JSON.stringify(this.#facts)) return
    writeConfig(this.directory, this.config, merged)
    this.#facts = merged
  }

  /** Ends an iteration; write its episodes first. @throws GigpoError `contract` out of turn, `storage`. */
  appendMetrics(metrics: Metrics): void {
    this.#expectIteration(metrics.iteration, this.#iteration + 1)
    appendDurably(join(this.directory, 'metrics.jsonl'), `${metricsLine(metrics)}\n`)
    this.#iteration++
  }

  /** One line of supervised.jsonl, where `iteration` counts optimiser steps of the supervised start. */
  appendSupervised(metrics: Metrics): void {
    appendDurably(join(this.directory, 'supervised.jsonl'), `${metricsLine(metrics)}\n`)
  }

  /** `advantages` null: the episodes were not scored. */
  writeEpisodes(iteration: number, groups: readonly Group[], advantages: StepAdvantages | null): void {
    this.#expectIteration(iteration, this.#iteration + 1)
    replaceFile(join(this.directory, 'episodes', `${iteration}.jsonl`), episodeLines(groups, advantages))
  }

  /** Of the policy after `report.iteration` iterations: evaluate after appendMetrics and before checkpoint. */
  writeEvaluation(report: EvaluationReport): void {
    this.#expectIteration(report.iteration, this.#iteration)
    replaceFile(join(this.directory, 'eval', `${report.iteration}.json`), `${JSON.stringify(report)}\n`)
  }

  /** An event with an iteration is rolled back with it; one without stays. */
  event(event: RunEvent): void {
    appendDurably(join(this.directory, 'events.jsonl'), `${runEventLine(event, this.#clock())}\n`)
  }

  /**
   * Makes the run resumable from here. `save` writes the engine's files into the given directory, which does not exist
   * yet; `state` is plain JSON. Then deletes older checkpoints except the first, `best`, those of `keep` and the newest.
   * @throws GigpoError `contract` unless `iteration` is the one last appended, `storage`.
   */
  async checkpoint(
    iteration: number,
    save: (directory: string) => Promise<void>,
    state: unknown,
    options: { readonly best?: number | null; readonly keep?: readonly number[] } = {},
  ): Promise<void> {
    this.#expectIteration(iteration, this.#iteration)
    const root = this.#checkpoints
    const best = options.best ?? null
    await writeCheckpoint(root, iteration, save, { state, best })
    writePointer(root, 'latest', iteration)
    writePointer(root, 'best', best)
    pruneCheckpoints(root, this.config.checkpoint.keep, [best ?? 0, ...(options.keep ?? [])])
  }

  /** Names a checkpoint that is already written the best one. @throws GigpoError `storage`. */
  markBest(iteration: number): void {
    writePointer(this.#checkpoints, 'best', iteration)
  }

  /** The checkpoint that `latest` names, verified; null before the first. @throws GigpoError `checkpoint`. */
  latestCheckpoint(): Checkpoint | null {
    const latest = readPointer(this.#checkpoints, 'latest')
    return latest === null ? null : readCheckpoint(this.#checkpoints, latest)
  }

  /** A checkpoint that is still kept, verified. @throws GigpoError `checkpoint`. */
  checkpointOf(iteration: number): Checkpoint {
    return readCheckpoint(this.#checkpoints, iteration)
  }

  /**
   * Goes back to a checkpoint: everything after it is removed. null: to the beginning.
   * @throws GigpoError `checkpoint` unless it is there and whole, `data` if metrics before it are missing.
   */
  rollbackTo(iteration: number | null): void {
    const best = iteration === null ? null : readCheckpoint(this.#checkpoints, iteration).best
    const kept = this.#metricsUpTo(iteration ?? 0)
    // First `latest`: a kill from here on leaves a run whose next opening ends the same work.
    if (readPointer(this.#checkpoints, 'latest') !== iteration) writePointer(this.#checkpoints, 'latest', iteration)
    if (readPointer(this.#checkpoints, 'best') !== best) writePointer(this.#checkpoints, 'best', best)
    removeTemporary(this.directory)
    for (const folder of FOLDERS) {
      makeDirectory(join(this.directory, folder))
      removeTemporary(join(this.directory, folder))
    }
    this.#replaceIfChanged('metrics.jsonl', kept)
    this.#replaceIfChanged('events.jsonl', this.#eventsUpTo(iteration ?? -1))
    if (iteration === null) removeTree(join(this.directory, 'supervised.jsonl'))
    this.#removeLater('episodes', '.jsonl', iteration ?? -1)
    this.#removeLater('eval', '.json', iteration ?? -1)
    for (const later of listCheckpoints(this.#checkpoints)) {
      if (later > (iteration ?? -1)) removeTree(join(this.#checkpoints, String(later)))
    }
    this.#iteration = iteration ?? 0
  }

  /** Gives the directory back. */
  close(): void {
    this.#lock.release()
  }

  get #checkpoints(): string {
    return join(this.directory, 'checkpoints')
  }

  #metricsUpTo(iteration: number): string {
    const path = join(this.directory, 'metrics.jsonl')
    if (!existsSync(path) && iteration === 0) return ''
    const lines = readJsonLines(path)
      .map((line) => ({ raw: line.raw, iteration: parseMetrics(line, path).iteration }))
      .filter((line) => line.iteration <= iteration)
    if (lines.length !== iteration || lines.some((line, index) => line.iteration !== index + 1)) {
      throw new GigpoError(
        'data',
        `the latest checkpoint is of iteration ${iteration}, but metrics before it are missing`,
        {
          where: path,
          remedy: 'Restore the file, or start a new run from the checkpoint with --set model.path=….',
        },
      )
    }
    return lines.map((line) => `${line.raw}\n`).join('')
  }

  #eventsUpTo(iteration: number): string {
    const path = join(this.directory, 'events.jsonl')
    if (!existsSync(path)) return ''
    return readJsonLines(path)
      .filter((line) => (parseRunEvent(line, path).iteration ?? -1) <= iteration)
      .map((line) => `${line.raw}\n`)
      .join('')
  }

  #replaceIfChanged(name: string, content: string): void {
    const path = join(this.directory, name)
    if (existsSync(path) && readText(path) !== content) replaceFile(path, content)
  }

  #removeLater(folder: string, suffix: string, iteration: number): void {
    for (const later of numbered(listDirectory(join(this.directory, folder)), suffix)) {
      if (later > iteration) removeTree(join(this.directory, folder, `${later}${suffix}`))
    }
  }

  #expectIteration(received: number, expected: number): void {
    if (received !== expected) {
      throw new GigpoError('contract', `expected iteration ${expected}, received ${received}`, {
        where: this.directory,
      })
    }
  }
}

/** A directory that holds nothing but what a start that was killed may have left. */
function assertVacant(directory: string): void {
  const own = new Set<string>(['lock', ...FOLDERS])
  const found = listDirectory(directory).filter((name) => !own.has(name) && !name.startsWith(TEMPORARY))
  if (found.length === 0 && FOLDERS.every((folder) => listDirectory(join(directory, folder)).length === 0)) return
  const isRun = found.includes('config.yaml')
  throw new GigpoError('usage', isRun ? 'this directory already holds a run' : 'this directory is not empty', {
    where: directory,
    remedy: isRun ? 'Go on with it by --resume, or choose another name by --run.' : 'Choose another name by --run.',
  })
}

function writeConfig(directory: string, config: RunConfig, facts: Readonly<Record<string, unknown>>): void {
  const recorded = { format: FORMAT, digest: configDigest(config), facts }
  replaceFile(join(directory, 'config.yaml'), printConfig(config, recorded))
}

function applyOverrides(directory: string, stored: RecordedFacts, overrides: readonly string[]): RecordedFacts {
  if (overrides.length === 0) return stored
  const where = join(directory, 'config.yaml')
  return { ...stored, config: resolveConfig(printConfig(stored.config), { overrides, where }) }
}
