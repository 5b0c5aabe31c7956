// GiGPO, "Group-in-Group Policy Optimization for LLM Agent Training", arXiv 2505.10978. Read `advantages` beside §4 of the
// paper: each equation stands in a comment above the line that computes it.
//
// Deviations of the default mode (`fixed`) from the paper, each an option:
//  1. The invalid-action penalty leaves rewards alone and is subtracted from the step's total at the end. Inside the
//     reward, one malformed action in a group of failures lends the other failures a phantom advantage.
//  2. With F = std, a group whose σ ≤ 1e-6 gets 0: no rounding noise is divided by the epsilon. A = (x − mean) / (σ + 1e-6),
//     ddof 1.
//  3. A task with one trajectory, and a step group with one row, get 0.
// Modes `paper`, `verl-agent` and `roll` (rules.ts) reproduce the paper and the two public Python trainers.
// A truncated episode is treated as finished: nothing is bootstrapped, as in all of them.
import { balancedWeight, silentRows } from './automatic.ts'
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type EpisodeParameters, episodeChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { discountedReturns, orderByTime } from './returns.ts'
import { groupStatistics, type Norm, relative } from './statistics.ts'
import { previousRows, type StateRules, stateChecks, stateDefaults, stepGroups } from './step-groups.ts'

export interface GigpoParameters extends EpisodeParameters, StateRules {
  /** F: the standard deviation, or 1. */
  readonly norm: Norm
  /** Discount γ of the step returns, in [0, 1]. */
  readonly gamma: number
  /** Weight ω of the step advantage; `auto`: from the size of the two signals in the batch (automatic.ts). */
  readonly omega: number | 'auto'
  /** Weight of the episode advantage; 0: step credit alone. */
  readonly episodeWeight: number
  /** What stands in for A^S where a step group says nothing (one row, or equal returns): 0, or A^E. */
  readonly fallback: 'none' | 'episode'
  /** States are the same within a task, or across the whole batch. */
  readonly stateKey: 'task' | 'batch'
}

export const gigpo: Algorithm<GigpoParameters> = {
  defaults: {
    ...episodeDefaults,
    ...stateDefaults,
    norm: 'mean_std',
    gamma: 0.95,
    omega: 1,
    episodeWeight: 1,
    fallback: 'none',
  },

  checks: {
    ...episodeChecks,
    ...stateChecks,
    norm: ['mean_std', 'mean'],
    gamma: { min: 0, max: 1 },
    omega: { min: -Number.MAX_VALUE, max: Number.MAX_VALUE, or: 'auto' },
    episodeWeight: { min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
    fallback: ['none', 'episode'],
    stateKey: ['task', 'batch'],
  },

  advantages(rows, parameters) {
    const { norm, gamma, omega, episodeWeight, fallback, stdGuard, episodeSingleton } = parameters
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')

    // Eq. 3   A^E(τ_i) = (R(τ_i) − mean_j R(τ_j)) / F_j R(τ_j),   R(τ) = Σ_t r_t,   τ_1 … τ_N of one task
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const episode = relative(score, rows.group, statistics, { norm, stdGuard, singleton: episodeSingleton })

    // Eq. 5   R_t = Σ_{k ≥ t} γ^{k−t} r_k
    const stepReturn = discountedReturns(order, reward, gamma)

    // Eq. 6   G^S(s̃) = { (a_t, R_t) : s_t = s̃ }   over all trajectories and times of the task, repeats included
    const groups = stepGroups(rows, parameters, previousRows(order))
    const stepScore = penalised(stepReturn, rows, parameters, 'row')

    // Eq. 7   A^S(a_t) = (R_t − mean_{G^S(s_t)} R) / F_{G^S(s_t)} R
    const stepStatistics = groupStatistics(stepScore, groups.label, groups.count)
    const compared = relative(stepScore, groups.label, stepStatistics, { norm, stdGuard, singleton: 'zero' })

    // Not in the paper, off by default: A^S := A^E in silent groups, and ω from the batch
    const silent = fallback === 'none' ? undefined : silentRows(groups, stepStatistics)
    const step = silent === undefined ? compared : compared.map((own, i) => (silent[i] === 1 ? episode[i]! : own))
    const weight = omega === 'auto' ? balancedWeight(episode, compared) : omega

    // Eq. 8   A(a_t) = A^E(τ) + ω A^S(a_t), and a weight of A^E for ablations
    const sum = episode.map((advantage, i) => episodeWeight * advantage + weight * step[i]!)
    const total = penalised(sum, rows, parameters, 'advantage')

    const result = { episode, step, total, stepReturn, stepGroup: groups.label }
    if (omega !== 'auto' && silent === undefined) return result
    const fellBack = silent?.reduce((sum, one) => sum + one, 0) ?? 0
    return { ...result, chosen: { omega: weight, frac_fallback: fellBack / Math.max(1, rows.size) } }
  },
}
