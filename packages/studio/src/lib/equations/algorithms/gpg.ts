// Beside packages/algorithms/src/gpg.ts: the group's mean as baseline, times α, which makes up for tasks that teach nothing.
import { homogeneous } from '@gigpo/algorithms'
import { scaled } from '../compare.ts'
import { addEpisodeAdvantage } from '../episode-part.ts'
import { number, quotient } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'

export function gpg(scored: Scored<'gpg'>, row: number): Derivation {
  const { episodeSingleton, episodeStats, rescale } = scored.parameters
  const sheet = new Sheet()
  const alpha = rescale === 'none' ? 1 : addInformativeScale(sheet, scored)
  const episode = addEpisodeAdvantage(sheet, scored, row, {
    ...{ number: '1', symbol: 'A', episodeStats },
    rules: { norm: 'mean', stdGuard: 'none', singleton: episodeSingleton },
    change: (compared) => scaled(compared, 'α', alpha),
  })
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}

/** (3)   α = B / (B − M): B episodes of the batch, M of them in tasks whose returns are all equal. */
function addInformativeScale(sheet: Sheet, scored: Scored): number {
  const { rows } = scored.batch
  const silent = homogeneous(rows)
  const { group, size } = rows.trajectoryEnd
  const informative = group.filter((g) => silent[g] === 0).length
  return sheet.add({
    ...{ number: '3', title: 'Scale for tasks that teach nothing', symbol: 'α', formula: '\\frac{B}{B − M}' },
    filled: informative === 0 ? number(1) : quotient(size, informative),
    note:
      informative === 0
        ? 'No task has returns that differ: 1.'
        : `${size} episodes, ${size - informative} of them in tasks whose raw returns are all equal.`,
  })
}
