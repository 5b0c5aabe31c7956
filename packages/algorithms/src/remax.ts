// ReMax (arXiv 2310.10505): REINFORCE whose baseline is what the policy itself gets when it plays the task greedily,
//   A_i = R_i − R(greedy episode of the task).
// One sampled and one greedy episode a task are enough; the baseline does not depend on the sampled actions, so the
// gradient is unbiased.
//
// It needs `greedyReturns`, one more episode a task at temperature 0, which trains nothing and is no row. Deviation: the
// invalid-action penalty is taken off at the end; with scope `reward` it lowers R_i but not the greedy return.
import { episodeAdvantages } from './episode-advantages.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type PenaltyParameters, penaltyChecks } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'

export const remax: Algorithm<PenaltyParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1 },
  checks: penaltyChecks,
  needs: () => ['greedyReturns'],
  advantages(rows, parameters) {
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const { score } = episodeScore(rows, order, reward, { ...parameters, episodeStats: 'trajectories' })
    const episode = score.map((value, row) => value - rows.greedyReturns![rows.group[row]!]!)
    return episodeAdvantages(rows, order, reward, episode, parameters)
  },
}
