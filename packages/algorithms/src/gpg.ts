// GPG, "Group Policy Gradient" (arXiv 2504.02546): REINFORCE with the group's mean as baseline and nothing else: no clip, no
// reference model, no division by σ,
//   (1)  A_i = α · (R_i − mean_j R_j)
//   (2)  loss = −A · log π     (objective `policy-gradient`)
// Tasks whose returns are all equal give no gradient but still count in the loss's mean; the paper corrects for them with
//   (3)  α = B / (B − M),   B trajectories of the batch, M of them in such tasks   (`rescale: 'informative'`).
//
// Deviations: α is 1 by default, because dynamic sampling replaces such tasks; a task with one trajectory gets 0; the
// invalid-action penalty is taken off at the end and is not scaled by α. Equal means equal *raw* returns.
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { homogeneous } from './homogeneous.ts'
import { type Algorithm, type BaselineParameters, baselineChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { relative } from './statistics.ts'
import type { StepRows } from './step-rows.ts'

export interface GpgParameters extends BaselineParameters {
  readonly rescale: 'none' | 'informative'
}

export const gpg: Algorithm<GpgParameters> = {
  defaults: { ...episodeDefaults, rescale: 'none' },
  checks: { ...baselineChecks, rescale: ['none', 'informative'] },
  advantages(rows, parameters) {
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const rules = { norm: 'mean', stdGuard: 'none', singleton: parameters.episodeSingleton } as const
    const alpha = parameters.rescale === 'none' ? 1 : informativeScale(rows)
    const episode = relative(score, rows.group, statistics, rules).map((advantage) => alpha * advantage)
    return episodeAdvantages(rows, order, reward, episode, parameters)
  },
}

/** Eq. 3; 1 where no task is informative. */
function informativeScale(rows: StepRows): number {
  const silent = homogeneous(rows)
  const { group, size } = rows.trajectoryEnd
  const informative = group.filter((g) => silent[g] === 0).length
  return informative === 0 ? 1 : size / informative
}
