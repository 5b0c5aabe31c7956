// Beside packages/algorithms/src/reinforce.ts: one baseline for all tasks of the batch, or none.
import { addEpisodeAdvantage, addScore } from '../episode-part.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { trajectoryName } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'

export function reinforce(scored: Scored<'reinforce'>, row: number): Derivation {
  const sheet = new Sheet()
  const episode = scored.parameters.baseline === 'none' ? addReturn(sheet, scored, row) : addCentred(sheet, scored, row)
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}

function addReturn(sheet: Sheet, scored: Scored, row: number): number {
  const filled = addScore(sheet, scored, row)
  const formula = `R(${trajectoryName(scored, row)})`
  return sheet.add({ number: '', title: 'Advantage without a baseline', symbol: 'A', formula, filled })
}

function addCentred(sheet: Sheet, scored: Scored<'reinforce'>, row: number): number {
  const { episodeSingleton, episodeStats } = scored.parameters
  return addEpisodeAdvantage(sheet, scored, row, {
    ...{ number: '', title: 'Advantage over the batch', symbol: 'A', episodeStats, wholeBatch: true },
    rules: { norm: 'mean', stdGuard: 'none', singleton: episodeSingleton },
  })
}
