// What the server tells the pages: the one contract between them, and the format of an exported site's data files. The
// server reads run directories and answers in these shapes; the pages know nothing of files. Everything is plain JSON.
// A line or file that is damaged is counted and named in `damage`, never the reason for an error.
import type { Info, StopReason, Task } from '@gigpo/core'

/**
 * `running`: the process that holds the lock lives; `stale`: the lock is there and its process is not, or nothing was written
 * for long; `done`: all iterations or the whole budget; `stopped`: neither.
 */
export type RunStatus = 'running' | 'stale' | 'done' | 'stopped'

/** Something in a file that could not be read; the rest of the file was. */
export interface Damage {
  /** Path inside the run directory. */
  readonly file: string
  /** 1-based; absent where the whole file is meant. */
  readonly line?: number
  readonly reason: string
}

export interface PanelSummary {
  readonly panel: string
  readonly temperature: number
  readonly iteration: number
  readonly success: number
  /** 95 % Wilson interval. */
  readonly interval: readonly [low: number, high: number]
  readonly tasks: number
  /** Of the task set played. */
  readonly digest: string
}

export interface RunSummary {
  /** Path below the studio's folder with `/`, for example `study/gigpo-seed1`. */
  readonly id: string
  readonly name: string
  readonly status: RunStatus
  /** Iterations done, of all; `iterations` is null where a budget ends the run. */
  readonly iteration: number
  readonly iterations: number | null
  readonly environmentSteps: number
  readonly algorithm: string
  readonly environment: string
  readonly engine: string
  readonly seed: number
  /** Without the seed: equal digests are one group of seeds. */
  readonly digest: string
  /** The latest evaluation of every panel and temperature. */
  readonly panels: readonly PanelSummary[]
  /** Of the last iteration; null before the first. */
  readonly return: number | null
  readonly successRate: number | null
  readonly tokensPerSecond: number | null
  /** Seconds; null where the run does not run or its end is unknown. */
  readonly timeLeft: number | null
  /** Unix milliseconds of the first and the last write. */
  readonly startedAt: number
  readonly updatedAt: number
  readonly alarms: number
  /** From the run's notes.json; see docs/studio.md. */
  readonly tags: readonly string[]
  readonly note: string
  readonly damage: number
}

export interface RunEventLine {
  readonly time: string
  readonly kind: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly message: string
  readonly iteration?: number
  readonly [detail: string]: unknown
}

export interface RunDetail extends RunSummary {
  /** The resolved configuration as it is in config.yaml, `recorded` included. */
  readonly config: Readonly<Record<string, unknown>>
  readonly events: readonly RunEventLine[]
  /** Names in metrics.jsonl and supervised.jsonl. */
  readonly metricNames: readonly string[]
  readonly supervisedNames: readonly string[]
  /** Iterations that have an episode file, ascending. */
  readonly episodeIterations: readonly number[]
  readonly damages: readonly Damage[]
}

/** Columns of equal length. Where lines were thinned out, `low` and `high` hold the extremes of what a point stands for. */
export interface MetricColumns {
  readonly iteration: readonly number[]
  /** `total/environment_steps`, tokens and seconds of the wall clock since the start, for the other x axes. */
  readonly environmentSteps: readonly (number | null)[]
  readonly tokens: readonly (number | null)[]
  readonly seconds: readonly (number | null)[]
  readonly values: Readonly<Record<string, readonly (number | null)[]>>
  readonly low?: Readonly<Record<string, readonly (number | null)[]>>
  readonly high?: Readonly<Record<string, readonly (number | null)[]>>
  /** Lines in the file, of which the columns are a part. */
  readonly lines: number
}

export interface PanelOutcomes extends PanelSummary {
  readonly source: string
  readonly split: string
  readonly environmentSteps: number
  readonly outcomes: readonly {
    readonly id: string
    readonly type: string
    readonly success: boolean
    readonly return: number
    readonly steps: number
    readonly stop: StopReason
    readonly score?: number
  }[]
}

/** One line of the table of episodes. */
export interface EpisodeRow {
  readonly iteration: number
  /** Line of the iteration's file, 0-based: together with the iteration the episode's address. */
  readonly index: number
  readonly group: string
  readonly task: Task
  readonly member: number
  readonly success: boolean
  readonly return: number
  readonly stop: StopReason
  readonly steps: number
  readonly tokens: number
  readonly invalid: number
  /** Largest |total advantage| of its steps; null where none was scored. */
  readonly advantage: number | null
  /** Where a search matched: step and the text around. */
  readonly match?: { readonly t: number; readonly text: string }
}

export type EpisodeFacet = 'failed' | 'succeeded' | 'truncated' | 'invalid' | 'error'
export type EpisodeOrder = 'file' | 'longest' | 'advantage' | 'return'

export interface EpisodeQuery {
  /** Absent: all iterations. */
  readonly iteration?: number
  /** Words that must all occur in observations, thoughts, actions or the task. */
  readonly search?: string
  readonly facets?: readonly EpisodeFacet[]
  readonly group?: string
  readonly order?: EpisodeOrder
  readonly offset?: number
  /** At most 500. */
  readonly limit?: number
}

export interface EpisodePage {
  readonly total: number
  readonly rows: readonly EpisodeRow[]
  /** Episodes by facet under the same search. */
  readonly facets: Readonly<Record<EpisodeFacet, number>>
  /** Files not yet in the index: the numbers will grow. */
  readonly pending: number
}

export interface StepCredit {
  readonly episode: number
  readonly step: number
  readonly total: number
  readonly return: number
  readonly group: number
}

/** A step without its tokens: what groups, graphs and re-scoring need. */
export interface StepView {
  readonly t: number
  readonly observation: string
  readonly anchor: string
  readonly state?: string
  readonly action: string
  readonly valid: boolean
  readonly thought?: string
  readonly reward: number
  readonly info?: Info
  /** Completion tokens, for estimators that weigh by them. */
  readonly tokens: number
  /** A critic's V before each completion token, where one was asked. */
  readonly values?: readonly number[]
  readonly advantage: StepCredit | null
}

export interface EpisodeView {
  readonly iteration: number
  readonly index: number
  readonly group: string
  readonly task: Task
  readonly member: number
  readonly seed: number
  readonly success: boolean
  readonly return: number
  readonly stop: StopReason
  readonly finalAnchor: string
  /** A critic's V of the state after the last action, where one was asked. */
  readonly finalValue?: number
  /** Return of the greedy episode of the group, where one was played (ReMax). */
  readonly greedyReturn?: number
  readonly error?: string
  readonly steps: readonly StepView[]
}

/** What was sampled at one step. `text` of a token is what it adds to the decoded string; without a tokenizer its id. */
export interface TokenView {
  readonly id: number
  readonly text: string
  readonly logprob: number
}

export interface StepTokens {
  readonly t: number
  readonly policyVersion: number
  /** The exact prompt, decoded. */
  readonly prompt: string
  readonly promptTokens: number
  readonly completion: readonly TokenView[]
}

export interface EpisodeDetail extends EpisodeView {
  readonly tokens: readonly StepTokens[]
  /** Whether a tokenizer was found in the run's checkpoints. */
  readonly decoded: boolean
}

/** The groups of one iteration. */
export interface GroupSummary {
  readonly group: string
  readonly task: Task
  readonly episodes: number
  readonly successes: number
  readonly steps: number
  /** Steps that share their anchor with another step of the group. */
  readonly grouped: number
}

/** Server-sent events: which parts of which run have new data. The data itself is fetched as always. */
export interface StudioChange {
  readonly run: string
  readonly parts: readonly ('summary' | 'metrics' | 'events' | 'episodes' | 'evaluations')[]
}

/** Every error answer. */
export interface StudioProblem {
  readonly error: { readonly code: string; readonly message: string; readonly remedy?: string }
}

/** The roadmap and its evidence as `<folder>/roadmap.json` keeps it lives in lib/roadmap; this is its address. */
export const ROADMAP_FILE = 'roadmap.json'

/**
 * The addresses, all GET. `:run` is the run's id with each part URL-encoded and `/` kept as `%2F`.
 *   /api/runs                                   RunSummary[]
 *   /api/runs/:run                              RunDetail
 *   /api/runs/:run/metrics?names=a,b&points=N   MetricColumns; &file=supervised for the supervised start
 *   /api/runs/:run/evaluations                  PanelOutcomes[], in order of iteration
 *   /api/runs/:run/episodes?…                   EpisodePage; the fields of EpisodeQuery, facets joined by commas
 *   /api/runs/:run/episodes/:iteration/:index   EpisodeDetail
 *   /api/runs/:run/groups/:iteration            GroupSummary[]
 *   /api/runs/:run/groups/:iteration/:group     EpisodeView[], members in order
 *   /api/roadmap                                the parsed roadmap.json of the folder, or null
 *   /api/changes                                server-sent events: StudioChange, with Last-Event-ID
 * `addresses` in addresses.ts builds them. Errors are a StudioProblem with status 400, 401, 403, 404, 405 or 500.
 *
 * An exported site has no server: each answer is a script `data/<name>.js` that puts it at `gigpoStudioData[address]`, and
 * data/index.js says what was exported. static-site.ts holds the names and the format; rows are searched, filtered and
 * ordered by search-words.ts and select-episodes.ts there as here.
 */
export interface StudioSource {
  runs(): Promise<RunSummary[]>
  run(id: string): Promise<RunDetail>
  metrics(id: string, names: readonly string[], options?: MetricOptions): Promise<MetricColumns>
  evaluations(id: string): Promise<PanelOutcomes[]>
  episodes(id: string, query: EpisodeQuery): Promise<EpisodePage>
  episode(id: string, iteration: number, index: number): Promise<EpisodeDetail>
  groups(id: string, iteration: number): Promise<GroupSummary[]>
  group(id: string, iteration: number, group: string): Promise<EpisodeView[]>
  roadmap(): Promise<unknown>
  /** Calls back on every change until the returned function is called; an exported site never calls back. */
  watch(onChange: (change: StudioChange) => void, onState: (connected: boolean) => void): () => void
}

export interface MetricOptions {
  readonly file?: 'metrics' | 'supervised'
  /** Most points a column; default 3,000. */
  readonly points?: number
}
