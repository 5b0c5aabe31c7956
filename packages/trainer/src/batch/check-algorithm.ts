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

/** What the loop adds to the rows of a run. */
const SUPPLIED: readonly RowNeed[] = ['greedyReturns']

/** @throws GigpoError `config` for wrong options, and for an algorithm that needs what this run has no source of. */
export function checkAlgorithm({ algorithm }: Pick<RunConfig, 'algorithm'>): void {
  const { name } = algorithm
  if (!(algorithmNames as readonly string[]).includes(name) && Object.hasOwn(presets, name)) {
    throw new GigpoError('config', `algorithm.name: "${name}" is a preset, not an algorithm`, {
      remedy: `write preset: ${name} at the top of the recipe`,
    })
  }
  createCredit(algorithm as CreditOptions)
  const lacking = algorithmNeeds(algorithm as CreditOptions).filter((need) => !SUPPLIED.includes(need))
  if (lacking.length === 0) return
  throw new GigpoError(
    'config',
    `algorithm ${name} needs ${lacking.join(' and ')} of a critic, and this run has none`,
    {
      remedy: 'choose an algorithm without a critic, for example gigpo or gagpo',
    },
  )
}

export function needsGreedyReturns({ algorithm }: Pick<RunConfig, 'algorithm'>): boolean {
  return algorithmNeeds(algorithm as CreditOptions).includes('greedyReturns')
}
