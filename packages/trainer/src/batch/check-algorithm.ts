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

/** What a critic adds to the rows of a run. It cannot say V of the state after a last step: nobody was asked there. */
const BY_CRITIC: readonly RowNeed[] = ['tokenValues', 'values']

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
  const needs = algorithmNeeds(algorithm as CreditOptions)
  if (critic !== undefined && !needs.some((need) => BY_CRITIC.includes(need))) {
    throw new GigpoError('config', `algorithm ${name} needs no critic, and this run has one`, {
      remedy: 'leave the `critic` section out, or choose ppo',
    })
  }
  if (needs.includes('finalValues')) {
    throw new GigpoError(
      'config',
      `algorithm ${name} needs V of the state an episode was left in, which is not recorded`,
      {
        remedy: 'leave `bootstrap` out',
      },
    )
  }
  const lacking = critic === undefined ? needs.filter((need) => BY_CRITIC.includes(need)) : []
  if (lacking.length === 0) return
  throw new GigpoError(
    'config',
    `algorithm ${name} needs ${lacking.join(' and ')} of a critic, and this run has none`,
    {
      remedy: 'add a section `critic: {}`, or choose an algorithm without a critic, for example gigpo or gagpo',
    },
  )
}

export function needsGreedyReturns({ algorithm }: Pick<RunConfig, 'algorithm'>): boolean {
  return algorithmNeeds(algorithm as CreditOptions).includes('greedyReturns')
}
