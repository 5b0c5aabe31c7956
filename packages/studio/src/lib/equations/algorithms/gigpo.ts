// Beside packages/algorithms/src/gigpo.ts: the equations of §4 of the paper, with its numbers.

import { meanAndStd } from '../compare.ts'
import { addEpisodeAdvantage } from '../episode-part.ts'
import { product, sum } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { discounted, penaltyIn, rewardOf } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addComparison, addPenalty, addStepReturn, sameStepGroup } from '../step-part.ts'

export function gigpo(scored: Scored<'gigpo'>, row: number): Derivation {
  const { norm, gamma, episodeWeight, stdGuard, episodeSingleton, episodeStats, stateKey, fallback } = scored.parameters
  const sheet = new Sheet()

  // Eq. 3   A^E(τ_i) = (R(τ_i) − mean_j R(τ_j)) / F
  const rules = { norm, stdGuard, singleton: episodeSingleton }
  const episode = addEpisodeAdvantage(sheet, scored, row, { number: '3', episodeStats, rules })

  // Eq. 5   R_t = Σ_{k ≥ t} γ^{k−t} r_k
  addStepReturn(sheet, scored, row, '5', gamma)

  // Eq. 6   G^S(s̃) = { (a_t, R_t) : s_t = s̃ }
  const members = sameStepGroup(scored, row)
  const score = (each: number): number =>
    discounted(scored, each, gamma, (own) => rewardOf(scored, own)) - penaltyIn(scored, 'row', each)
  const scope = stateKey === 'batch' ? 'the iteration' : 'the task'

  // Eq. 7   A^S(a_t) = (R_t − mean R) / F   inside that group
  const compared = addComparison(sheet, scored, row, members, score, {
    ...{ number: '6 and 7', title: 'Step advantage', symbol: 'A^{S}(a_{t})', of: 'R_{t}', group: 'G' },
    what: `Step group: returns of the steps of ${scope} that start in the same anchor state`,
    rules: { norm, stdGuard, singleton: 'zero' },
  })

  const silent = fallback === 'episode' && saysNothing(members.map(score))
  const step = silent ? addFallback(sheet, episode) : compared

  // Eq. 8   A(a_t) = A^E(τ) + ω A^S(a_t)
  const omega = scored.advantages.chosen?.omega ?? Number(scored.parameters.omega)
  const weighted = episodeWeight === 1 ? sum(episode) : product(episodeWeight, episode)
  const added = sheet.add({
    ...{ number: '8', title: 'Advantage of the action', symbol: 'A(a_{t})' },
    formula: `${episodeWeight === 1 ? '' : 'w · '}A^{E} + ω · A^{S}`,
    filled: sum(weighted, product(omega, step)),
    ...(scored.parameters.omega === 'auto'
      ? { note: 'ω was chosen from the size of the two parts in the batch.' }
      : {}),
  })
  const total = addPenalty(sheet, scored, row, added)
  return { equations: sheet.equations, episode, step, total }
}

/** One row, or returns that are all equal. */
function saysNothing(returns: readonly number[]): boolean {
  return returns.length < 2 || meanAndStd(returns).std <= 1e-6
}

function addFallback(sheet: Sheet, episode: number): number {
  return sheet.add({
    ...{ number: '', title: 'In place of a silent step group', symbol: 'A^{S}', formula: 'A^{E}' },
    filled: episode,
    note: 'fallback: episode',
  })
}
