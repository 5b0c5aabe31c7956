// Beside packages/algorithms/src/gae.ts: a learned critic's values, and the differences a turn makes in them.
import { difference, product, sum } from '../expression.ts'
import { type Derivation, Sheet } from '../filled-equation.ts'
import { discounted, discountedSum, penaltyIn, rewardOf, rowAfter } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addPenalty, addRowPenalty, addWhitening } from '../step-part.ts'

/** What GAE over turns needs; PPO's levels `turn` and `bi-level` give it their own. */
export interface TurnGae {
  readonly gamma: number
  readonly lambda: number
  readonly bootstrap: 'none' | 'truncated'
  /** V of the state before each row. */
  readonly values: ArrayLike<number>
}

export function gae(scored: Scored<'gae'>, row: number): Derivation {
  const { gamma, lambda, whiten, bootstrap } = scored.parameters
  return deriveOverTurns(scored, row, { gamma, lambda, bootstrap, values: scored.batch.rows.values! }, whiten)
}

export function deriveOverTurns(scored: Scored, row: number, turns: TurnGae, whiten: boolean): Derivation {
  const sheet = new Sheet()
  const advantage = addTurnAdvantage(sheet, scored, row, turns)
  const own = addRowPenalty(sheet, scored, row, 'A_{t}', advantage)

  // (4)   Â_t = (A_t − mean A) / √(var A + 1e-8)
  const raw = (each: number): number => turnAdvantage(scored, each, turns) - penaltyIn(scored, 'row', each)
  const step = whiten
    ? addWhitening(sheet, scored, row, raw, { number: '4', symbol: 'Â_{t}', of: 'A_{t}' })
    : sheet.add({ number: '', title: 'Advantage of the turn', symbol: 'A', formula: 'A_{t}', filled: own })
  const total = addPenalty(sheet, scored, row, step)
  return { equations: sheet.equations, episode: 0, step, total }
}

/** Adds equations 1 to 3 of gae.ts; returns A_t. */
export function addTurnAdvantage(sheet: Sheet, scored: Scored, row: number, turns: TurnGae): number {
  const { gamma, lambda, values } = turns
  // (1)   δ_t = r_t + γ V(s_{t+1}) − V(s_t)
  sheet.add({
    ...{ number: '1', title: 'Surprise of the critic', symbol: 'δ_{t}', formula: 'r_{t} + γ · V(s_{t+1}) − V(s_{t})' },
    filled: difference(sum(rewardOf(scored, row), product(gamma, valueAfter(scored, row, turns))), values[row]!),
  })

  // (2)   A_t = Σ_l (γλ)^l δ_{t+l}
  const advantage = sheet.add({
    ...{ number: '2', title: 'Along the own episode', symbol: 'A_{t}', formula: 'Σ_{l} (γλ)^{l} δ_{t+l}' },
    filled: discountedSum(scored, row, gamma * lambda, (each) => turnDelta(scored, each, turns)),
    note: `γλ = ${gamma} · ${lambda}`,
  })

  // (3)   what the critic should have said
  sheet.add({
    ...{ number: '3', title: 'What the critic should have said', symbol: 'V^{target}', formula: 'A_{t} + V(s_{t})' },
    filled: sum(advantage, values[row]!),
  })
  return advantage
}

export function turnAdvantage(scored: Scored, row: number, turns: TurnGae): number {
  return discounted(scored, row, turns.gamma * turns.lambda, (each) => turnDelta(scored, each, turns))
}

function turnDelta(scored: Scored, row: number, turns: TurnGae): number {
  return rewardOf(scored, row) + turns.gamma * valueAfter(scored, row, turns) - turns.values[row]!
}

/** V of the next state; after the last turn 0, or the critic's word on an episode that was cut. */
function valueAfter(scored: Scored, row: number, { bootstrap, values }: TurnGae): number {
  const next = rowAfter(scored, row)
  if (next !== undefined) return values[next]!
  const { trajectoryEnd, trajectory } = scored.batch.rows
  const cut = bootstrap === 'truncated' && trajectoryEnd.truncated[trajectory[row]!] === 1
  return cut ? trajectoryEnd.values![trajectory[row]!]! : 0
}
