// One run directory as the studio knows it: what was read of each file, brought up to date by `refresh`, which tells what has
// changed since. Nothing here writes into the run except the index of its episodes.
import { join } from 'node:path'
import type { Damage, StudioChange } from '../../api/contract.ts'
import { createEpisodeIndex, type EpisodeIndex } from '../episodes/episode-index.ts'
import { type Fence, type FileState, sameState } from '../files/fence.ts'
import { createLineFile } from '../files/line-file.ts'
import { createTokenizerFinder, type TokenizerFinder } from '../tokens/find-tokenizer.ts'
import { createEvaluations, type Evaluations } from './evaluations.ts'
import type { FoundRun } from './find-runs.ts'
import { type LockState, lockState } from './lock-state.ts'
import { createMetricLines, type MetricLines } from './metric-lines.ts'
import { type Notes, readNotes } from './notes.ts'
import { type ReadConfig, readConfig } from './run-config.ts'
import { createRunEvents, type RunEvents } from './run-events.ts'

export type RunPart = StudioChange['parts'][number]

export interface RunFolder extends FoundRun {
  /** Reads what has changed on the disk, and says which parts that is. */
  refresh(): RunPart[]
  readonly config: ReadConfig
  readonly notes: Notes
  readonly lock: LockState
  readonly metrics: MetricLines
  readonly supervised: MetricLines
  readonly events: RunEvents
  readonly evaluations: Evaluations
  readonly episodes: EpisodeIndex
  readonly tokenizer: TokenizerFinder
  /** Unix milliseconds of the first and the last write, as far as the files tell. */
  readonly startedAt: number
  readonly updatedAt: number
  readonly damages: readonly Damage[]
}

/** What a trainer touches while it works. */
const WRITTEN = [
  'config.yaml',
  'metrics.jsonl',
  'supervised.jsonl',
  'events.jsonl',
  'episodes',
  'eval',
  'checkpoints',
  'lock',
]

export function openRunFolder(fence: Fence, { id, directory }: FoundRun): RunFolder {
  const metrics = createMetricLines()
  const supervised = createMetricLines()
  const events = createRunEvents()
  const at = (name: string): string => join(directory, name)
  const metricsFile = createLineFile(fence, at('metrics.jsonl'), 'metrics.jsonl', metrics)
  const supervisedFile = createLineFile(fence, at('supervised.jsonl'), 'supervised.jsonl', supervised)
  const eventsFile = createLineFile(fence, at('events.jsonl'), 'events.jsonl', events)
  const evaluations = createEvaluations(fence, directory)
  const episodes = createEpisodeIndex(fence, directory)
  const whole = watchedFiles(fence)
  let config = readConfig(fence, directory)
  let noted = readNotes(fence, directory)
  let lock: LockState = 'none'
  let startedAt = 0
  let updatedAt = 0

  const readTimes = (): void => {
    const times = WRITTEN.map((name) => Math.round(fence.state(at(name))?.mtimeMs ?? 0))
    updatedAt = Math.max(...times)
    const first = Date.parse(events.events[0]?.time ?? '')
    const oldest = Math.min(...times.filter((time) => time > 0), Number.isNaN(first) ? Number.POSITIVE_INFINITY : first)
    startedAt = Number.isFinite(oldest) ? oldest : updatedAt
  }

  return {
    id,
    directory,
    metrics,
    supervised,
    events,
    evaluations,
    episodes,
    tokenizer: createTokenizerFinder(fence, directory),
    refresh: () => {
      const parts = new Set<RunPart>()
      if (whole.hasChanged(at('config.yaml'))) {
        config = readConfig(fence, directory)
        parts.add('summary')
      }
      if (whole.hasChanged(at('notes.json'))) {
        noted = readNotes(fence, directory)
        parts.add('summary')
      }
      // Both, even where the first has changed.
      if ([metricsFile.refresh(), supervisedFile.refresh()].includes(true)) parts.add('metrics').add('summary')
      if (eventsFile.refresh()) parts.add('events').add('summary')
      if (evaluations.refresh()) parts.add('evaluations').add('summary')
      if (episodes.refresh()) parts.add('episodes')
      const held = lockState(fence, directory)
      if (held !== lock) parts.add('summary')
      lock = held
      readTimes()
      return [...parts]
    },
    get config() {
      return config
    },
    get notes() {
      return noted.notes
    },
    get lock() {
      return lock
    },
    get startedAt() {
      return startedAt
    },
    get updatedAt() {
      return updatedAt
    },
    get damages() {
      const lines = [metricsFile, supervisedFile, eventsFile].flatMap((file) => file.damages)
      return [...config.damages, ...noted.damages, ...lines, ...evaluations.damages, ...episodes.damages]
    },
  }
}

/** Remembers how files that are read whole were; the first question about one answers yes where it is there. */
function watchedFiles(fence: Fence): { hasChanged(path: string): boolean } {
  const states = new Map<string, FileState | undefined>()
  return {
    hasChanged: (path) => {
      const now = fence.state(path)
      const same = sameState(states.get(path), now)
      states.set(path, now)
      return !same
    },
  }
}
