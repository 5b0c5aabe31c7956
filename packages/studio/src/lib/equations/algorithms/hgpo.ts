// Beside packages/algorithms/src/hgpo.ts: a step against steps in the same state, against those that came by the same last
// two states, and so on; the weighted mean of what says something.
import { addEpisodeAdvantage } from '../episode-part.ts'
import { product, quotient, sum } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { discounted, penaltyIn, rewardOf } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addComparison, addPenalty, addStepReturn, sameTask } from '../step-part.ts'

/** A comparison that says nothing is left out of the mean. */
const SILENT = 1e-12

export function hgpo(scored: Scored<'hgpo'>, row: number): Derivation {
  const { norm, gamma, context, alpha, baseGroup, stdGuard, episodeSingleton, episodeStats } = scored.parameters
  const sheet = new Sheet()
  const said: { readonly advantage: number; readonly weight: number }[] = []
  const add = (advantage: number, weight: number): void => {
    if (Math.abs(advantage) >= SILENT) said.push({ advantage, weight })
  }

  // (1)   A^E, if the whole task counts as a context of length 0
  let episode = 0
  if (baseGroup) {
    const rules = { norm, stdGuard, singleton: episodeSingleton }
    episode = addEpisodeAdvantage(sheet, scored, row, { number: '1', episodeStats, rules })
    add(episode, 1)
  }

  // (2)   R_t
  addStepReturn(sheet, scored, row, '2', gamma)
  const score = (each: number): number =>
    discounted(scored, each, gamma, (own) => rewardOf(scored, own)) - penaltyIn(scored, 'row', each)

  // (3), (4)   a_L against the steps whose last L states are the same;   (5)   w_L = (L + 1)^α
  const task = sameTask(scored, row)
  for (let length = 1; length <= context + 1; length++) {
    const own = lastStates(scored, row, length)
    if (own === undefined) continue // the episode is not that long yet
    const members = task.filter((each) => lastStates(scored, each, length) === own)
    const advantage = addComparison(sheet, scored, row, members, score, {
      ...{ number: '3 and 4', title: `Context of ${length} ${length === 1 ? 'state' : 'states'}` },
      ...{ symbol: `a_{${length}}`, of: 'R_{t}', group: `G_{${length}}` },
      what: `Steps of the task whose last ${length === 1 ? 'state is' : `${length} states are`} the same`,
      rules: { norm, stdGuard, singleton: 'zero', ddof: 0 },
    })
    add(advantage, (length + 1) ** alpha)
  }

  // (6)   A = Σ_L w_L a_L / (Σ_L w_L + 1e-6)
  const step = sheet.add({
    ...{ number: '6', title: 'Mean of the contexts that say something', symbol: 'A' },
    formula: '\\frac{Σ_{L} w_{L} a_{L}}{Σ_{L} w_{L} + 10^{−6}}',
    filled: quotient(
      sum(...said.map(({ advantage, weight }) => product(weight, advantage))),
      sum(...said.map(({ weight }) => weight), 1e-6),
    ),
    note: `w_L = (L + 1)^α, α = ${alpha}; ${said.length} of the comparisons say something.`,
  })
  const total = addPenalty(sheet, scored, row, step)
  return { equations: sheet.equations, episode, step, total }
}

/** The last states up to the row's own, as one key; undefined where the episode has fewer. */
function lastStates({ batch: { rows, rowsOf } }: Scored<'hgpo'>, row: number, length: number): string | undefined {
  const own = rowsOf[rows.trajectory[row]!]!
  const end = own.indexOf(row) + 1
  return end < length
    ? undefined
    : own
        .slice(end - length, end)
        .map((each) => rows.state[each])
        .join(' ')
}
