// Everything that differs between environments for the command line: where tasks come from, who demonstrates, which
// agents can play, and how a person names a task. An environment implements this beside its line in environments.ts.
import type { CreateAgent, CreateDemonstrator, TaskSet } from '@gigpo/core'
import type { EnvironmentConfig, TaskSelection } from '@gigpo/trainer'

type Options = Readonly<Record<string, unknown>>

/** How tasks of a selection are played. */
export type PlaySettings = Pick<EnvironmentConfig, 'anchor' | 'maxSteps' | 'reward' | 'options'>

export interface EnvironmentKind {
  /** @throws GigpoError `missing-data`, `data` or `config`. */
  createTaskSet(selection: TaskSelection, settings: PlaySettings, home: string): TaskSet
  /** Who demonstrates, under the options of `supervised.demonstrator`. @throws GigpoError `config` */
  demonstrator(options: Options, settings: PlaySettings): CreateDemonstrator
  /** Agents by name; each checks its own options. */
  readonly agents: Readonly<Record<string, (options: Options) => CreateAgent>>
  readonly play: PlayKind
}

export interface WebOptions {
  /** As `gigpo play --task`. */
  readonly task?: string
  readonly port?: number
  /** A file of recorded episodes to look at, and which of them comes first. */
  readonly episodes?: string
  readonly episode?: number
}

export interface WebServer {
  readonly url: string
  close(): Promise<void>
}

/** For `gigpo play`. */
export interface PlayKind {
  /** Where a number counts when no split is named. */
  readonly defaultSplit: string
  readonly defaultMaxSteps: number
  /** Whether the local store holds data of this environment: play prefers it to generated tasks. */
  hasImport(home: string): boolean
  /** Where to look for a task that a person names by id or path (never a bare number), and its id there; null: the first. */
  locate(task: string, source: string): { readonly source: string; readonly split: string; readonly id: string | null }
  /** Serves the environment as a web site, where it has one. @throws GigpoError `usage`, `missing-data` or `data`. */
  serve?(
    selection: Pick<TaskSelection, 'source' | 'split'>,
    settings: PlaySettings,
    home: string,
    web: WebOptions,
  ): Promise<WebServer>
}
