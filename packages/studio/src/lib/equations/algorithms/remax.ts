// Beside packages/algorithms/src/remax.ts: the baseline is what the policy gets when it plays the task greedily.
import { addScore } from '../episode-part.ts'
import { difference } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { trajectoryName } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'

export function remax(scored: Scored<'remax'>, row: number): Derivation {
  const { rows } = scored.batch
  const sheet = new Sheet()
  const score = addScore(sheet, scored, row)
  const episode = sheet.add({
    ...{ number: '', title: 'Advantage over the greedy episode', symbol: 'A' },
    formula: `R(${trajectoryName(scored, row)}) − R(greedy)`,
    filled: difference(score, rows.greedyReturns![rows.group[row]!]!),
  })
  const total = addPenalty(sheet, scored, row, episode)
  return { equations: sheet.equations, episode, step: 0, total }
}
