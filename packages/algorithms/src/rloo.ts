// RLOO, leave-one-out REINFORCE (Kool et al. 2019; "Back to Basics", arXiv 2402.14740, Eq. 6): the baseline of a trajectory
// is the mean return of the others of its task,
//   A_i = R_i − 1/(N−1) Σ_{j≠i} R_j = N/(N−1) · (R_i − mean_j R_j).
//
// Deviations: trained through the clipped loss like the others; a task with one trajectory has no others and gets 0; the
// invalid-action penalty is subtracted at the end. With `episodeStats: 'rows'` N counts step rows, as verl-agent does.
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type BaselineParameters, baselineChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { relative } from './statistics.ts'

export const rloo: Algorithm<BaselineParameters> = {
  defaults: episodeDefaults,
  checks: baselineChecks,
  advantages(rows, parameters) {
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const rules = { norm: 'mean', stdGuard: 'none', singleton: parameters.episodeSingleton } as const
    const centred = relative(score, rows.group, statistics, rules)
    const leaveOneOut = centred.map((advantage, i) => {
      const n = statistics.count[rows.group[i]!]!
      return n > 1 ? (n / (n - 1)) * advantage : advantage
    })
    return episodeAdvantages(rows, order, reward, leaveOneOut, parameters)
  },
}
