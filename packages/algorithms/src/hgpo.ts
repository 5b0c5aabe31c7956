// HGPO, "Hierarchy-of-Groups Policy Optimization for Long-Horizon Agentic Tasks", arXiv 2602.22817, in the form of its
// public recipe. A step is compared with steps in the same state (level 1), with those that came by the same last two
// states (level 2), and so on to K + 1: longer contexts are purer and rarer, so their comparisons weigh more.
//
// Deviations: only the rules all estimators share: the invalid-action penalty is taken off at the end, and with `mean_std`
// a cluster of σ ≤ 1e-6 gets 0 (`mode: 'verl-agent'` undoes both). Here σ has ddof 0, unlike everywhere else.
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type EpisodeParameters, episodeChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { discountedReturns, orderByTime, type TimeOrder } from './returns.ts'
import { type GroupStatistics, groupStatistics, type Norm, relative } from './statistics.ts'
import { previousRows, type StepGroups, stateDefaults, stepGroups, withStateBefore } from './step-groups.ts'

export interface HgpoParameters extends EpisodeParameters {
  readonly norm: Norm
  /** Discount γ of the step returns, in [0, 1]. */
  readonly gamma: number
  /** K: how many earlier states the longest context has. */
  readonly context: number
  /** α: a context of L states weighs (L + 1)^α. */
  readonly alpha: number
  /** Whether the whole task counts as a context of length 0, that is, A^E with weight 1. */
  readonly baseGroup: boolean
}

/** A comparison that says nothing: left out of the average, not averaged in as 0. */
const SILENT = 1e-12

export const hgpo: Algorithm<HgpoParameters> = {
  defaults: { ...episodeDefaults, norm: 'mean_std', gamma: 0.95, context: 2, alpha: 1, baseGroup: false },

  checks: {
    ...episodeChecks,
    norm: ['mean_std', 'mean'],
    gamma: { min: 0, max: 1 },
    context: { min: 0, max: 1000, integer: true },
    alpha: { min: -100, max: 100 },
    baseGroup: 'boolean',
  },

  advantages(rows, parameters) {
    const { norm, gamma, context, alpha, baseGroup, stdGuard, episodeSingleton } = parameters
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const weighted = new Float64Array(rows.size)
    const weights = new Float64Array(rows.size)
    const add = (row: number, advantage: number, weight: number): void => {
      if (Math.abs(advantage) < SILENT) return
      weighted[row]! += weight * advantage
      weights[row]! += weight
    }

    // (1)   A^E as in GRPO: the context of length 0, if it counts
    let episode: Float64Array = new Float64Array(rows.size)
    if (baseGroup) {
      const { score, statistics } = episodeScore(rows, order, reward, parameters)
      episode = relative(score, rows.group, statistics, { norm, stdGuard, singleton: episodeSingleton })
      for (let i = 0; i < rows.size; i++) add(i, episode[i]!, 1)
    }

    // (2)   R_t = Σ_{k ≥ t} γ^{k−t} r_k
    const stepReturn = discountedReturns(order, reward, gamma)
    const stepScore = penalised(stepReturn, rows, parameters, 'row')

    // (3)   G_L(t) = the steps of the task whose last L states, their own included, are those of t;  L = 1 … K + 1
    const previous = previousRows(order)
    const own = stepGroups(rows, { ...stateDefaults, stateKey: 'task' }, previous)
    let window = own
    for (let length = 1; length <= context + 1; length++) {
      if (length > 1) window = withStateBefore(window, own, previous)

      // (4)   a_L = (R_t − mean_{G_L} R) / σ_{G_L} R,   where G_L has two members or more
      const cluster = fullWindows(order, window, length)
      const statistics = population(groupStatistics(stepScore, cluster.label, cluster.count))
      const compared = relative(stepScore, cluster.label, statistics, { norm, stdGuard, singleton: 'zero' })

      // (5)   w_L = (L + 1)^α
      const weight = (length + 1) ** alpha
      for (let i = 0; i < rows.size; i++) add(i, compared[i]!, weight)
    }

    // (6)   A = Σ_L w_L a_L / (Σ_L w_L + 1e-6)   over the contexts that say something
    const step = weighted.map((sum, i) => sum / (weights[i]! + 1e-6))
    return {
      episode,
      step,
      total: penalised(step.slice(), rows, parameters, 'advantage'),
      stepReturn,
      stepGroup: own.label,
    }
  },
}

/** Rows with fewer than `length` states so far belong to no cluster: each is one of its own. */
function fullWindows(order: TimeOrder, window: StepGroups, length: number): StepGroups {
  const label = window.label.slice()
  let count = window.count
  for (let trajectory = 0; trajectory + 1 < order.offset.length; trajectory++) {
    const start = order.offset[trajectory]!
    const end = Math.min(start + length - 1, order.offset[trajectory + 1]!)
    for (let k = start; k < end; k++) label[order.row[k]!] = count++
  }
  return { label, count }
}

/** The same statistics with ddof 0. */
function population({ count, mean, std }: GroupStatistics): GroupStatistics {
  return { count, mean, std: std.map((sigma, g) => (count[g]! > 1 ? sigma * Math.sqrt(1 - 1 / count[g]!) : 0)) }
}
