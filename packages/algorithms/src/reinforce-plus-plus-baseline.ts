// REINFORCE++-baseline (arXiv 2501.03262, the variant for several completions a task): the task's mean return is the
// baseline, and one scale holds for the whole batch. Unlike GRPO, a task whose returns hardly differ stays small.
//
// Deviations: a task with one trajectory gets 0 before whitening (`episodeSingleton`); rows count in the whitening once a
// token where token counts are known; the invalid-action penalty is taken off at the end. With `episodeStats: 'rows'` the
// task's mean is over step rows, as verl-agent does.
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type BaselineParameters, baselineChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { relative } from './statistics.ts'
import { whitened } from './whiten.ts'

export const reinforcePlusPlusBaseline: Algorithm<BaselineParameters> = {
  defaults: episodeDefaults,
  checks: baselineChecks,
  advantages(rows, parameters) {
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')

    // (1)   B_i = R_i − mean_j R_j   over the trajectories of the task
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const rules = { norm: 'mean', stdGuard: 'none', singleton: parameters.episodeSingleton } as const
    const centred = relative(score, rows.group, statistics, rules)

    // (2)   A_i = (B_i − mean B) / √(var B + 1e-8)   over the tokens of the whole batch
    return episodeAdvantages(rows, order, reward, whitened(centred, rows.tokens), parameters)
  },
}
