// GAGPO, "Generalized Advantage Grouped Policy Optimization", arXiv 2605.13217: advantages without a critic. The value of a
// state is the mean return of the steps taken in it, which the merged rollout graph gives for free; GAE then spreads the
// differences along each trajectory.
//
// The paper was available in summary only: equations (1) to (4) are this project's definition. Deviations shared with the
// other estimators: σ ≤ 1e-6 gives 0, a task of one row gives 0, the invalid-action penalty is taken off at the end (`row`:
// off A before normalisation). Meant for a loss with one ratio an action (objective `gspo` with clip 0.2).
import { type LambdaParameters, lambdaChecks } from './lambda-options.ts'
import type { Algorithm } from './options.ts'
import { penalised } from './penalty.ts'
import { discountedReturns, generalisedAdvantages, orderByTime } from './returns.ts'
import { ENDS, rolloutGraph } from './rollout-graph.ts'
import { groupStatistics, relative } from './statistics.ts'
import { stepAdvantages } from './step-advantages.ts'
import { stateDefaults } from './step-groups.ts'

export const gagpo: Algorithm<LambdaParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, ...stateDefaults, norm: 'mean_std', gamma: 0.95, lambda: 0.95 },

  checks: lambdaChecks,

  advantages(rows, parameters) {
    const { norm, gamma, lambda, stdGuard } = parameters
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const graph = rolloutGraph(rows, parameters, order)

    // (1)   V(s) = mean of R_t over the steps taken in s,   R_t = Σ_{k ≥ t} γ^{k−t} r_k
    const { mean: value } = groupStatistics(discountedReturns(order, reward, gamma), graph.source, graph.nodeCount)

    // (2)   δ_t = r_t + γ V(s_{t+1}) − V(s_t),   V of an end is 0
    const delta = reward.map((r, row) => {
      const next = graph.end[row] === ENDS.goesOn ? value[graph.target[row]!]! : 0
      return r + gamma * next - value[graph.source[row]!]!
    })

    // (3)   A_t = Σ_l (γλ)^l δ_{t+l}
    const raw = penalised(generalisedAdvantages(order, delta, gamma * lambda), rows, parameters, 'row')

    // (4)   Â_t = (A_t − mean A) / F   over all rows of the task
    const statistics = groupStatistics(raw, rows.group, rows.groupCount)
    const step = relative(raw, rows.group, statistics, { norm, stdGuard, singleton: 'zero' })

    const stepReturn = raw.map((advantage, i) => advantage + value[graph.source[i]!]!)
    return stepAdvantages(rows, step, stepReturn, parameters, graph.source)
  },
}
