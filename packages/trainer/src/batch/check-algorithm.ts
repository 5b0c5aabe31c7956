// Whether a run can be scored: the estimator's options are right, and every column it reads beside those of each batch has
// a source here. Asked before anything is played, so that a recipe fails at once and by name.
import {
  algorithmNames,
  algorithmNeeds,
  type CreditOptions,
  createCredit,
  presets,
  type RowNeed,
} from '@gigpo/algorithms'
import { GigpoError } from '@gigpo/core'
import type { RunConfig } from '../config/index.ts'

/** What a critic adds to the rows of a run. */
const BY_CRITIC: readonly RowNeed[] = ['tokenValues', 'values', 'finalValues']

/**
 * @throws GigpoError `config` for wrong options, for an algorithm that needs what this run has no source of, and for a
 * critic that nobody asks.
 */
export function checkAlgorithm({ algorithm, critic }: Pick<RunConfig, 'algorithm' | 'critic'>): void {
  const { name } = algorithm
  if (!(algorithmNames as readonly string[]).includes(name) && Object.hasOwn(presets, name)) {
    throw new GigpoError('config', `algorithm.name: "${name}" is a preset, not an algorithm`, {
      remedy: `write preset: ${name} at the top of the recipe`,
    })
  }
  createCredit(algorithm as CreditOptions)
  const needed = algorithmNeeds(algorithm as CreditOptions)
  if (critic !== undefined && !needed.some((need) => BY_CRITIC.includes(need))) {
    throw new GigpoError('config', `algorithm ${name} needs no critic, and this run has one`, {
      remedy: 'leave the `critic` section out, or choose ppo',
    })
  }
  const lacking = critic === undefined ? needed.filter((need) => BY_CRITIC.includes(need)) : []
  if (lacking.length === 0) return
  throw new GigpoError(
    'config',
    `algorithm ${name} needs ${lacking.join(' and ')} of a critic, and this run has none`,
    {
      remedy: 'add a section `critic: {}`, or choose an algorithm without a critic, for example gigpo or gagpo',
    },
  )
}

/** Whether a greedy episode of every task is played beside the groups. */
export function needsGreedyReturns(config: Pick<RunConfig, 'algorithm'>): boolean {
  return needs(config, 'greedyReturns')
}

/** Whether the critic is asked where an episode was cut. */
export function needsFinalValues(config: Pick<RunConfig, 'algorithm'>): boolean {
  return needs(config, 'finalValues')
}

function needs({ algorithm }: Pick<RunConfig, 'algorithm'>, column: RowNeed): boolean {
  return algorithmNeeds(algorithm as CreditOptions).includes(column)
}
