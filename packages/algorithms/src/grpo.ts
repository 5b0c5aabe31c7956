// GRPO, outcome supervision ("DeepSeekMath", arXiv 2402.03300, §4.1.2): every step of trajectory i gets
//   A_i = (R_i − mean_j R_j) / std_j R_j
// over the N trajectories of its task. GiGPO with ω = 0 is this estimator.
//
// Deviations: σ + 1e-6 with ddof 1; groups with σ ≤ 1e-6 and tasks with one trajectory get 0; the invalid-action penalty
// is subtracted at the end. The group rules are options as for GiGPO (`mode: 'verl-agent'` normalises over step rows).
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type EpisodeParameters, episodeChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { relative } from './statistics.ts'

export const grpo: Algorithm<EpisodeParameters> = {
  defaults: episodeDefaults,
  checks: episodeChecks,
  advantages(rows, parameters) {
    const { stdGuard, episodeSingleton } = parameters
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const rules = { norm: 'mean_std', stdGuard, singleton: episodeSingleton } as const
    return episodeAdvantages(rows, order, reward, relative(score, rows.group, statistics, rules), parameters)
  },
}
