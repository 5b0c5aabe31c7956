// Beside packages/algorithms/src/grpo.ts: one comparison of whole episodes, the same for each of their steps.
import { addEpisodeAdvantage } from '../episode-part.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'

export function grpo(scored: Scored<'grpo'>, row: number): Derivation {
  const { stdGuard, episodeSingleton, episodeStats } = scored.parameters
  const sheet = new Sheet()
  const rules = { norm: 'mean_std', stdGuard, singleton: episodeSingleton } as const
  const episode = addEpisodeAdvantage(sheet, scored, row, { number: '', symbol: 'A', episodeStats, rules })
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}
