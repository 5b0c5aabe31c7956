// Beside packages/algorithms/src/ppo.ts: GAE where an action is a token, a turn, or a turn and then its tokens. Of a step
// with many tokens the lines show the first one; `total` is the mean over all of them.
import { whiten as whitening } from '../compare.ts'
import { difference, type Expression, evaluate, power, product, quotient, sum } from '../expression.ts'
import { type Derivation, type EquationInput, Sheet } from '../filled-equation.ts'
import { penaltyIn, rewardOf, rowsFrom, stepInputs } from '../rewards.ts'
import type { Scored } from '../scored.ts'
import { addPenalty } from '../step-part.ts'
import { addTurnAdvantage, deriveOverTurns, type TurnGae, turnAdvantage } from './gae.ts'

export function ppo(scored: Scored<'ppo'>, row: number): Derivation {
  const { gamma, lambda, level, whiten, bootstrap } = scored.parameters
  const values = scored.batch.rows.tokenValues!
  const turns: TurnGae = { gamma, lambda, bootstrap, values: values.map((own) => own[0]!) }
  if (level === 'turn') return deriveOverTurns(scored, row, turns, whiten)

  // (1)   A_t of the step's first token
  const sheet = new Sheet()
  const first = level === 'token' ? addTokenAdvantage(sheet, scored, row) : addFromTurn(sheet, scored, row, turns)

  // (2)   what the critic should have said
  sheet.add({
    ...{ number: '2', title: 'What the critic should have said', symbol: 'V^{target}', formula: 'A_{t} + V_{t}' },
    filled: sum(first, values[row]![0]!),
  })

  // (3)   Â_t over the tokens of the whole batch
  const rawOf = (each: number): number[] => {
    const raw =
      level === 'token'
        ? tokenAdvantages(scored, each)
        : Array.from(values[each]!, (own) => turnAdvantage(scored, each, turns) + values[each]!.at(-1)! - own)
    return raw.map((advantage) => advantage - penaltyIn(scored, 'row', each))
  }
  const own = rawOf(row)
  const entries = whiten ? tokenEntries(scored, row, rawOf) : []
  const scores = own.map((raw) => (whiten ? evaluate(whitening(raw, entries, '').filled) : raw))
  if (whiten) {
    const { formula, filled, note, mean, std } = whitening(own[0]!, entries, 'A_{t}')
    const inputs = { what: 'All tokens of the iteration', entries, mean, std }
    const line = { number: '3', title: 'Whitened over the batch', symbol: 'Â_{t}', formula, filled, inputs }
    sheet.add(note === undefined ? line : { ...line, note })
  }

  const step = sheet.add({
    ...{ number: '', title: 'Mean over the tokens of the step', symbol: 'A', formula: 'mean_{tokens} Â' },
    filled: quotient(sum(...scores), scores.length),
    note: 'Each token trains by its own advantage; this mean stands for the step.',
  })
  const total = addPenalty(sheet, scored, row, step)
  return { equations: sheet.equations, episode: 0, step, total }
}

function addTokenAdvantage(sheet: Sheet, scored: Scored<'ppo'>, row: number): number {
  const { gamma, lambda } = scored.parameters
  return sheet.add({
    ...{ number: '1', title: 'Advantage of the first token', symbol: 'A_{t}', formula: 'Σ_{l} (γλ)^{l} δ_{t+l}' },
    filled: firstTokenAdvantage(scored, row),
    note: `δ_t = r_t + γ V_{t+1} − V_t over all later tokens of the episode; γλ = ${gamma} · ${lambda}`,
  })
}

function addFromTurn(sheet: Sheet, scored: Scored<'ppo'>, row: number, turns: TurnGae): number {
  const values = scored.batch.rows.tokenValues![row]!
  const turn = addTurnAdvantage(sheet, scored, row, turns)
  return sheet.add({
    ...{ number: '1', title: 'Advantage of the first token', symbol: 'A_{t}' },
    formula: 'A_{turn} + V_{last} − V_{t}',
    filled: difference(sum(turn, values.at(-1)!), values[0]!),
    note: 'Back over the tokens of the turn with γ = λ = 1: only two values remain.',
  })
}

/** Σ_l (γλ)^l δ_l from the step's first token to the end of the episode, written out; what is 0 is left out. */
function firstTokenAdvantage(scored: Scored<'ppo'>, row: number): Expression {
  const decay = scored.parameters.gamma * scored.parameters.lambda
  const terms = tokenDeltas(scored, row).flatMap((delta, l) =>
    delta === 0 ? [] : [l === 0 || decay === 1 ? sum(delta) : product(power(decay, l), delta)],
  )
  return sum(...terms)
}

/** The same sum for each token of the step. */
function tokenAdvantages(scored: Scored<'ppo'>, row: number): number[] {
  const decay = scored.parameters.gamma * scored.parameters.lambda
  const advantages = tokenDeltas(scored, row)
  for (let k = advantages.length - 2; k >= 0; k--) advantages[k]! += decay * advantages[k + 1]!
  return advantages.slice(0, scored.batch.rows.tokenValues![row]!.length)
}

/** δ_t = r_t + γ V_{t+1} − V_t from the step's first token on; the reward of a turn stands at its last token. */
function tokenDeltas(scored: Scored<'ppo'>, row: number): number[] {
  const { gamma, bootstrap } = scored.parameters
  const { trajectory, trajectoryEnd, tokenValues } = scored.batch.rows
  const cut = bootstrap === 'truncated' && trajectoryEnd.truncated[trajectory[row]!] === 1
  const left = cut ? trajectoryEnd.values![trajectory[row]!]! : 0
  const tokens = rowsFrom(scored, row).flatMap((each) =>
    Array.from(tokenValues![each]!, (value, place) => ({
      value,
      reward: place === tokenValues![each]!.length - 1 ? rewardOf(scored, each) : 0,
    })),
  )
  return tokens.map(({ value, reward }, l) => reward + gamma * (tokens[l + 1]?.value ?? left) - value)
}

function tokenEntries(scored: Scored, row: number, rawOf: (row: number) => readonly number[]): EquationInput[] {
  return Array.from(scored.batch.rows.group.keys()).flatMap((each) =>
    rawOf(each).flatMap((raw) => stepInputs(scored, [each], row, () => raw)),
  )
}
