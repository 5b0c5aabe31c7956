// Beside packages/algorithms/src/rloo.ts: the mean of the *other* episodes is the baseline, which is N/(N−1) times the
// difference from the mean of all.
import { scaled } from '../compare.ts'
import { addEpisodeAdvantage } from '../episode-part.ts'
import { quotient } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'

export function rloo(scored: Scored<'rloo'>, row: number): Derivation {
  const { episodeSingleton, episodeStats } = scored.parameters
  const sheet = new Sheet()
  const episode = addEpisodeAdvantage(sheet, scored, row, {
    ...{ number: '', title: 'Leave-one-out advantage', symbol: 'A', episodeStats },
    rules: { norm: 'mean', stdGuard: 'none', singleton: episodeSingleton },
    change: (compared, { length: n }) => (n > 1 ? scaled(compared, '\\frac{N}{N − 1}', quotient(n, n - 1)) : compared),
  })
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}
