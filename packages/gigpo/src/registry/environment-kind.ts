// Everything that differs between environments for the command line: where tasks come from, who demonstrates, which
// agents can play. An environment implements this beside its line in environments.ts.
import type { CreateAgent, CreateDemonstrator, TaskSet } from '@gigpo/core'
import type { EnvironmentConfig, TaskSelection } from '@gigpo/trainer'

/** How tasks of a selection are played. */
export type PlaySettings = Pick<EnvironmentConfig, 'anchor' | 'maxSteps' | 'reward' | 'options'>

export interface EnvironmentKind {
  /** @throws GigpoError `missing-data`, `data` or `config`. */
  createTaskSet(selection: TaskSelection, settings: PlaySettings, home: string): TaskSet
  readonly createDemonstrator: CreateDemonstrator
  /** Agents by name; each checks its own options. */
  readonly agents: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => CreateAgent>>
}
