// Beside packages/algorithms/src/dr-grpo.ts: GRPO's comparison without the division by σ.
import { addEpisodeAdvantage } from '../episode-part.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'

export function drGrpo(scored: Scored<'dr-grpo'>, row: number): Derivation {
  const { episodeSingleton, episodeStats } = scored.parameters
  const sheet = new Sheet()
  const rules = { norm: 'mean', stdGuard: 'none', singleton: episodeSingleton } as const
  const episode = addEpisodeAdvantage(sheet, scored, row, { number: '', symbol: 'A', episodeStats, rules })
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}
