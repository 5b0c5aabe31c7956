// Dr. GRPO ("Understanding R1-Zero-Like Training", arXiv 2503.20783, §3.2): GRPO without its two biases. The advantage is
//   A_i = R_i − mean_j R_j
// (no division by σ, which favours tasks that are nearly solved or nearly hopeless), and token losses are summed and
// divided by a constant, not by the response's length: aggregation `seq-mean-token-sum-norm`.
//
// Deviations: a task with one trajectory gets 0; the invalid-action penalty is subtracted at the end. Both are options.
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type BaselineParameters, baselineChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { relative } from './statistics.ts'

export const drGrpo: Algorithm<BaselineParameters> = {
  defaults: episodeDefaults,
  checks: baselineChecks,
  advantages(rows, parameters) {
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const rules = { norm: 'mean', stdGuard: 'none', singleton: parameters.episodeSingleton } as const
    return episodeAdvantages(rows, order, reward, relative(score, rows.group, statistics, rules), parameters)
  },
}
