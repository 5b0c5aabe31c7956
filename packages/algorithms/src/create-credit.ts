// The registry: each estimator under its name. A new one is a file and a line here.
import type { Credit } from './credit.ts'
import { drGrpo } from './dr-grpo.ts'
import { type GigpoParameters, gigpo } from './gigpo.ts'
import { grpo } from './grpo.ts'
import {
  type Algorithm,
  type BaselineParameters,
  type EpisodeParameters,
  resolveOptions,
  unknownName,
} from './options.ts'
import { type ReinforceParameters, reinforce } from './reinforce.ts'
import { rloo } from './rloo.ts'

export type CreditOptions =
  | ({ readonly name: 'gigpo' } & Partial<GigpoParameters>)
  | ({ readonly name: 'grpo' } & Partial<EpisodeParameters>)
  | ({ readonly name: 'dr-grpo' } & Partial<BaselineParameters>)
  | ({ readonly name: 'rloo' } & Partial<BaselineParameters>)
  | ({ readonly name: 'reinforce' } & Partial<ReinforceParameters>)

export type AlgorithmName = CreditOptions['name']

const algorithms: Readonly<Record<AlgorithmName, Algorithm<object>>> = {
  gigpo,
  grpo,
  'dr-grpo': drGrpo,
  rloo,
  reinforce,
}

export const algorithmNames: readonly AlgorithmName[] = Object.keys(algorithms) as AlgorithmName[]

/**
 * The estimator of these options.
 * @throws GigpoError `config` for an unknown algorithm, option or value; the remedy names the nearest valid one.
 */
export function createCredit(options: CreditOptions): Credit {
  const algorithm = find(options.name)
  const parameters = resolveOptions(options.name, options, algorithm)
  return (rows) => algorithm.advantages(rows, parameters)
}

/** The options that hold where none are given. The rules a mode implies are not listed, so `mode` may still be changed. */
export function algorithmDefaults(name: AlgorithmName): CreditOptions {
  return { name, ...find(name).defaults } as CreditOptions
}

function find(name: AlgorithmName): Algorithm<object> {
  if (!Object.hasOwn(algorithms, name)) throw unknownName('algorithm', name, algorithmNames)
  return algorithms[name]
}
