// The environments a recipe can name: a folder in @gigpo/envs and a line here.
import { type CreateAgent, GigpoError, nearest } from '@gigpo/core'
import { alfworld } from './alfworld.ts'
import type { EnvironmentKind } from './environment-kind.ts'
import { frozenLake, sokoban } from './grids.ts'
import { hopSearch } from './hop-search.ts'
import { openenv } from './openenv.ts'
import { webshop } from './webshop.ts'

const environments: Readonly<Record<string, EnvironmentKind>> = {
  alfworld,
  'frozen-lake': frozenLake,
  'hop-search': hopSearch,
  openenv,
  sokoban,
  webshop,
}

export const environmentNames: readonly string[] = Object.keys(environments)

/** @throws GigpoError `config` for an unknown name. */
export function environmentKind(name: string): EnvironmentKind {
  return find(environments, name, 'environment')
}

/** @throws GigpoError `config` for an agent this environment does not have. */
export function createAgentOf(
  environment: string,
  agent: { readonly name: string; readonly options: Readonly<Record<string, unknown>> },
): CreateAgent {
  // Behind OpenEnv may be any of ours, and its agent is then named with it: frozen-lake/compact.
  const [of, name] = agent.name.split('/')
  if (environment === 'openenv' && name !== undefined) return createAgentOf(of!, { ...agent, name })
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
