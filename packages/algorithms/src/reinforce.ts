// REINFORCE (Williams 1992, episodic form): the return of the whole episode, less a baseline, on each of its steps,
//   A_i = R_i − b,   b = mean return of all trajectories of the batch (`batch-mean`) or 0 (`none`).
// It is what the group methods are measured against: one baseline for all tasks, however hard each is.
//
// Choices: the whole return on every step (not the return to go), γ = 1, no whitening. A batch of one trajectory follows
// `episodeSingleton` (0). With `episodeStats: 'rows'` the mean is over step rows. Penalty as in the other estimators.
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type BaselineParameters, baselineChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { relative } from './statistics.ts'
import type { StepRows } from './step-rows.ts'

export interface ReinforceParameters extends BaselineParameters {
  readonly baseline: 'batch-mean' | 'none'
}

export const reinforce: Algorithm<ReinforceParameters> = {
  defaults: { ...episodeDefaults, baseline: 'batch-mean' },
  checks: { ...baselineChecks, baseline: ['batch-mean', 'none'] },
  advantages(rows, parameters) {
    const batch = asOneGroup(rows)
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const { score, statistics } = episodeScore(batch, order, reward, parameters)
    const rules = { norm: 'mean', stdGuard: 'none', singleton: parameters.episodeSingleton } as const
    const episode = parameters.baseline === 'none' ? score : relative(score, batch.group, statistics, rules)
    return episodeAdvantages(rows, order, reward, episode, parameters)
  },
}

function asOneGroup(rows: StepRows): StepRows {
  const trajectoryEnd = { ...rows.trajectoryEnd, group: new Int32Array(rows.trajectoryEnd.size) }
  return { ...rows, groupCount: 1, group: new Int32Array(rows.size), trajectoryEnd }
}
