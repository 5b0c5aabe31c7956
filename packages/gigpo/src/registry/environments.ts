// The environments a recipe can name: a folder in @gigpo/envs and a line here. Everything that differs between
// environments (where tasks come from, who demonstrates, which agents can play) is behind EnvironmentKind.
import { type CreateAgent, type CreateDemonstrator, GigpoError, nearest, type TaskSet } from '@gigpo/core'
import type { EnvironmentConfig, TaskSelection } from '@gigpo/trainer'
import { alfworld } from './alfworld.ts'

/** How tasks of a selection are played. */
export type PlaySettings = Pick<EnvironmentConfig, 'anchor' | 'maxSteps' | 'reward'>

export interface EnvironmentKind {
  /** @throws GigpoError `missing-data`, `data` or `config`. */
  createTaskSet(selection: TaskSelection, settings: PlaySettings, home: string): TaskSet
  readonly createDemonstrator: CreateDemonstrator
  /** Agents by name; each checks its own options. */
  readonly agents: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => CreateAgent>>
}

const environments: Readonly<Record<string, EnvironmentKind>> = { alfworld }

/** @throws GigpoError `config` for an unknown name. */
export function environmentKind(name: string): EnvironmentKind {
  return find(environments, name, 'environment')
}

/** @throws GigpoError `config` for an agent this environment does not have. */
export function createAgentOf(
  environment: string,
  agent: { readonly name: string; readonly options: Readonly<Record<string, unknown>> },
): CreateAgent {
  return find(environmentKind(environment).agents, agent.name, `agent of ${environment}`)(agent.options)
}

function find<T>(table: Readonly<Record<string, T>>, name: string, kind: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (found !== undefined) return found
  const near = nearest(name, Object.keys(table))
  throw new GigpoError('config', `unknown ${kind} "${name}"`, {
    remedy: near === undefined ? `choose one of: ${Object.keys(table).join(', ')}` : `did you mean ${near}?`,
  })
}
