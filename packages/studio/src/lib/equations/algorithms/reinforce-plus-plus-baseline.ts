// Beside packages/algorithms/src/reinforce-plus-plus-baseline.ts: the task's mean as baseline, then one scale for the batch.
import { compare } from '../compare.ts'
import { addEpisodeAdvantage, episodeEntries, scoreOf } from '../episode-part.ts'
import { evaluate } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import type { Scored } from '../scored.ts'
import { addPenalty, addWhitening } from '../step-part.ts'

export function reinforcePlusPlusBaseline(scored: Scored<'reinforce++-baseline'>, row: number): Derivation {
  const { episodeSingleton, episodeStats } = scored.parameters
  const rules = { norm: 'mean', stdGuard: 'none', singleton: episodeSingleton } as const
  const sheet = new Sheet()
  addEpisodeAdvantage(sheet, scored, row, { ...{ number: '1', symbol: 'B', episodeStats, rules } })

  const centred = Array.from(scored.batch.rows.group.keys(), (each) => {
    const entries = episodeEntries(scored, each, { episodeStats })
    return evaluate(compare(scoreOf(scored, each), entries, { symbol: '', group: '' }, rules).filled)
  })
  const line = { number: '2', symbol: 'A', of: 'B' }
  const episode = addWhitening(sheet, scored, row, (each) => centred[each]!, line)
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}
