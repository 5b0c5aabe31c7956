// Options of the methods that value states by the rollout graph and carry credit along an episode by λ: GAGPO, graph Bellman.
import { type Check, type EpisodeParameters, episodeChecks, type PenaltyParameters, penaltyChecks } from './options.ts'
import type { Norm } from './statistics.ts'
import { type StateRules, stateChecks } from './step-groups.ts'

export interface LambdaParameters extends PenaltyParameters, StateRules, Pick<EpisodeParameters, 'stdGuard'> {
  readonly norm: Norm
  /** Discount γ of the values, in [0, 1]. */
  readonly gamma: number
  /** λ: 0 is the one-step difference, 1 the discounted outcome less V. GRAFT published 0.95 ALFWorld, 0.8 WebShop, 0.6 search. */
  readonly lambda: number
}

export const lambdaChecks: { readonly [K in keyof LambdaParameters]: Check } = {
  ...penaltyChecks,
  ...stateChecks,
  stdGuard: episodeChecks.stdGuard,
  norm: ['mean_std', 'mean'],
  gamma: { min: 0, max: 1 },
  lambda: { min: 0, max: 1 },
}
