// Beside packages/algorithms/src/reinforce-plus-plus.ts: the return to go, on one scale for the whole batch.
import { type Derivation, Sheet } from '../filled-equation.ts'
import { discounted, penaltyIn, rewardOf } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addPenalty, addStepReturn, addWhitening } from '../step-part.ts'

export function reinforcePlusPlus(scored: Scored<'reinforce++'>, row: number): Derivation {
  const { gamma } = scored.parameters
  const sheet = new Sheet()
  addStepReturn(sheet, scored, row, '1', gamma)
  const reward = (each: number): number => rewardOf(scored, each)
  const scores = (each: number): number => discounted(scored, each, gamma, reward) - penaltyIn(scored, 'row', each)
  const step = addWhitening(sheet, scored, row, scores, { number: '2', symbol: 'A_{t}', of: 'R_{t}' })
  const total = addPenalty(sheet, scored, row, step)
  return { equations: sheet.equations, episode: 0, step, total }
}
