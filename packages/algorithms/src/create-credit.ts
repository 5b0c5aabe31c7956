// The registry: each estimator under its name. A new one is a file and a line here.
import { GigpoError } from '@gigpo/core'
import type { Credit } from './credit.ts'
import { drGrpo } from './dr-grpo.ts'
import { type GaeParameters, gae } from './gae.ts'
import { gagpo } from './gagpo.ts'
import { type GigpoParameters, gigpo } from './gigpo.ts'
import { type GpgParameters, gpg } from './gpg.ts'
import { graphBellman } from './graph-bellman.ts'
import { type GraphgpoParameters, graphgpo } from './graphgpo.ts'
import { grpo } from './grpo.ts'
import { type HgpoParameters, hgpo } from './hgpo.ts'
import type { LambdaParameters } from './lambda-options.ts'
import {
  type Algorithm,
  type BaselineParameters,
  type Check,
  type EpisodeParameters,
  type PenaltyParameters,
  type RowNeed,
  resolveOptions,
  unknownName,
} from './options.ts'
import { type PpoParameters, ppo } from './ppo.ts'
import { type ReinforceParameters, reinforce } from './reinforce.ts'
import { type ReinforcePlusPlusParameters, reinforcePlusPlus } from './reinforce-plus-plus.ts'
import { reinforcePlusPlusBaseline } from './reinforce-plus-plus-baseline.ts'
import { remax } from './remax.ts'
import { rloo } from './rloo.ts'
import type { StepRows } from './step-rows.ts'

export type CreditOptions =
  | ({ readonly name: 'gigpo' } & Partial<GigpoParameters>)
  | ({ readonly name: 'hgpo' } & Partial<HgpoParameters>)
  | ({ readonly name: 'graphgpo' } & Partial<GraphgpoParameters>)
  | ({ readonly name: 'graph-bellman' } & Partial<LambdaParameters>)
  | ({ readonly name: 'gagpo' } & Partial<LambdaParameters>)
  | ({ readonly name: 'ppo' } & Partial<PpoParameters>)
  | ({ readonly name: 'gae' } & Partial<GaeParameters>)
  | ({ readonly name: 'grpo' } & Partial<EpisodeParameters>)
  | ({ readonly name: 'dr-grpo' } & Partial<BaselineParameters>)
  | ({ readonly name: 'rloo' } & Partial<BaselineParameters>)
  | ({ readonly name: 'gpg' } & Partial<GpgParameters>)
  | ({ readonly name: 'remax' } & Partial<PenaltyParameters>)
  | ({ readonly name: 'reinforce' } & Partial<ReinforceParameters>)
  | ({ readonly name: 'reinforce++' } & Partial<ReinforcePlusPlusParameters>)
  | ({ readonly name: 'reinforce++-baseline' } & Partial<BaselineParameters>)

export type AlgorithmName = CreditOptions['name']

const algorithms: Readonly<Record<AlgorithmName, Algorithm<object>>> = {
  gigpo,
  hgpo,
  graphgpo,
  'graph-bellman': graphBellman,
  gagpo,
  ppo,
  gae,
  grpo,
  'dr-grpo': drGrpo,
  rloo,
  gpg,
  remax,
  reinforce,
  'reinforce++': reinforcePlusPlus,
  'reinforce++-baseline': reinforcePlusPlusBaseline,
}

export const algorithmNames: readonly AlgorithmName[] = Object.keys(algorithms) as AlgorithmName[]

/**
 * The estimator of these options. It throws GigpoError `contract` for rows without a column it needs (`algorithmNeeds`).
 * @throws GigpoError `config` for an unknown algorithm, option or value; the remedy names the nearest valid one.
 */
export function createCredit(options: CreditOptions): Credit {
  const algorithm = find(options.name)
  const parameters = resolveOptions(options.name, options, algorithm)
  const needs = algorithm.needs?.(parameters) ?? []
  return (rows) => {
    for (const need of needs) checkSupplied(rows, need, options.name)
    return algorithm.advantages(rows, parameters)
  }
}

/**
 * Columns the estimator of these options reads beside those every batch has: whoever makes the rows must supply them, or
 * refuse the configuration.
 * @throws GigpoError `config` as `createCredit`.
 */
export function algorithmNeeds(options: CreditOptions): readonly RowNeed[] {
  const algorithm = find(options.name)
  return algorithm.needs?.(resolveOptions(options.name, options, algorithm)) ?? []
}

/** The options that hold where none are given. The rules a mode implies are not listed, so `mode` may still be changed. */
export function algorithmDefaults(name: AlgorithmName): CreditOptions {
  return { name, ...find(name).defaults } as CreditOptions
}

/** The options an algorithm has, and the values each may take: what a form needs. */
export function algorithmChecks(name: AlgorithmName): Readonly<Record<string, Check>> {
  return find(name).checks as Readonly<Record<string, Check>>
}

/**
 * All options of an algorithm as `createCredit` completes them: given values, else defaults, else what the mode says.
 * @throws GigpoError `config` as `createCredit`.
 */
export function algorithmParameters(options: CreditOptions): Readonly<Record<string, string | number | boolean>> {
  return { ...resolveOptions(options.name, options, find(options.name)) }
}

function find(name: AlgorithmName): Algorithm<object> {
  if (!Object.hasOwn(algorithms, name)) throw unknownName('algorithm', name, algorithmNames)
  return algorithms[name]
}

const columns: Readonly<Record<RowNeed, (rows: StepRows) => { readonly have: number; readonly want: number }>> = {
  tokenValues: (rows) => ({ have: rows.tokenValues?.length ?? -1, want: rows.size }),
  values: (rows) => ({ have: rows.values?.length ?? -1, want: rows.size }),
  finalValues: ({ trajectoryEnd }) => ({ have: trajectoryEnd.values?.length ?? -1, want: trajectoryEnd.size }),
  greedyReturns: (rows) => ({ have: rows.greedyReturns?.length ?? -1, want: rows.groupCount }),
}

function checkSupplied(rows: StepRows, need: RowNeed, name: AlgorithmName): void {
  const { have, want } = columns[need](rows)
  if (have === want) return
  const received = have === -1 ? 'the rows have none' : `the rows have ${have} of ${want}`
  throw new GigpoError('contract', `algorithm ${name} needs ${need}, ${received}`, {
    remedy: `supply ${need}, or choose an algorithm that does without`,
  })
}
