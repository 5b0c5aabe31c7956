// Proximal policy optimization with a learned critic (arXiv 1707.06347, advantages of arXiv 1506.02438, Eq. 16). What an
// action is, a token or a turn, is `level`:
//   token    GAE over all tokens of the episode: after the last token of a turn comes the first one of the next turn
//   turn     GAE over turns (gae.ts), with V of the state before the turn's first token; its tokens share the result
//   bi-level GAE over turns, then back over each turn's tokens with γ = λ = 1, where the turn's advantage takes the place
//            of its last token's own difference
//
// It needs `tokenValues`. Deviations: public trainers treat each turn as an episode of its own whose last token gets the
// whole episode's return; here a reward stands at the last token of its turn and flows back over the earlier ones, which
// is the same where only the end is rewarded and γ = λ = 1. A truncated episode counts as finished unless
// `bootstrap: 'truncated'`, which then needs `finalValues`. The invalid-action penalty is unseen by the critic's targets
// unless its scope is `reward`.
import { gae } from './gae.ts'
import { type Algorithm, type PenaltyParameters, penaltyChecks } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { stepAdvantages } from './step-advantages.ts'
import type { StepRows } from './step-rows.ts'
import { tokenGae } from './token-gae.ts'
import { whitened } from './whiten.ts'

export interface PpoParameters extends PenaltyParameters {
  readonly level: 'token' | 'turn' | 'bi-level'
  /** Discount γ per action of the level (`bi-level`: per turn), in [0, 1]. */
  readonly gamma: number
  /** λ in [0, 1]: 0 trusts the critic, 1 the observed return. */
  readonly lambda: number
  /** Whether advantages get mean 0 and variance 1 over the tokens of the batch. */
  readonly whiten: boolean
  /** What follows the last token of an episode that was cut: nothing, or γ times V of the state it was left in. */
  readonly bootstrap: 'none' | 'truncated'
}

export const ppo: Algorithm<PpoParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, level: 'token', gamma: 1, lambda: 1, whiten: true, bootstrap: 'none' },

  checks: {
    ...penaltyChecks,
    level: ['token', 'turn', 'bi-level'],
    gamma: { min: 0, max: 1 },
    lambda: { min: 0, max: 1 },
    whiten: 'boolean',
    bootstrap: ['none', 'truncated'],
  },

  needs: ({ bootstrap }) => (bootstrap === 'truncated' ? ['tokenValues', 'finalValues'] : ['tokenValues']),

  advantages(rows, parameters) {
    const first = Float64Array.from(rows.tokenValues!, (own) => own[0]!)
    const { level } = parameters
    const byTurn = { ...parameters, whiten: level === 'turn' && parameters.whiten } as const
    const turns = gae.advantages({ ...rows, values: first }, byTurn)
    if (level === 'turn') return turns

    // (1)   A_t of each token
    const tokens = layOut(rows)
    const raw =
      level === 'token'
        ? overEpisodes(tokens, penalised(rows.reward, rows, parameters, 'reward'), rows, parameters)
        : overTurns(tokens, (row) => turns.stepReturn[row]! - first[row]!)

    // (2)   what the critic should have said: A_t + V_t
    const returns = raw.map((advantage, i) => advantage + tokens.values[i]!)

    // (3)   Â_t = (A_t − mean A) / √(var A + 1e-8)   over the tokens of the whole batch
    const penalties = penalised(new Float64Array(rows.size), rows, parameters, 'row')
    const lowered = raw.map((advantage, i) => advantage + penalties[tokens.row[i]!]!)
    const scored = parameters.whiten ? whitened(lowered) : lowered

    const step = meansByRow(scored, tokens)
    const result = stepAdvantages(
      rows,
      step,
      Float64Array.from(tokens.start, (at) => returns[at]!),
      parameters,
    )
    // The rest of the penalty falls on every token of its row.
    const total = scored.map((advantage, i) => advantage + result.total[tokens.row[i]!]! - step[tokens.row[i]!]!)
    return { ...result, tokens: { advantages: byRow(total, tokens), returns: byRow(returns, tokens) } }
  },
}

/** The tokens of all rows one after another, those of a trajectory together and in order of time. */
interface Tokens {
  /** Row of each token. */
  readonly row: Int32Array
  readonly values: Float64Array
  /** Place of each row's first token, and how many it has. */
  readonly start: Int32Array
  readonly count: Int32Array
  /** Place of each trajectory's first token, and the end of the last one. */
  readonly offset: Int32Array
}

function layOut(rows: StepRows): Tokens {
  const order = orderByTime(rows)
  const count = Int32Array.from(rows.tokenValues!, (own) => own.length)
  const size = count.reduce((sum, tokens) => sum + tokens, 0)
  const start = new Int32Array(rows.size)
  const offset = new Int32Array(order.offset.length)
  const values = new Float64Array(size)
  const row = new Int32Array(size)
  let at = 0
  for (let k = 0; k + 1 < order.offset.length; k++) {
    for (let place = order.offset[k]!; place < order.offset[k + 1]!; place++) {
      const own = order.row[place]!
      start[own] = at
      values.set(rows.tokenValues![own]!, at)
      row.fill(own, at, at + count[own]!)
      at += count[own]!
    }
    offset[k + 1] = at
  }
  return { row, values, start, count, offset }
}

/** GAE over the tokens of each trajectory, one turn after the other; the reward of a turn stands at its last token. */
function overEpisodes(
  tokens: Tokens,
  reward: Float64Array,
  { trajectoryEnd }: StepRows,
  parameters: PpoParameters,
): Float64Array {
  const { values, start, count, offset } = tokens
  const rewards = new Float64Array(values.length)
  for (const [row, at] of start.entries()) rewards[at + count[row]! - 1] = reward[row]!
  // γ V of the state after the last token is as good as a reward there.
  if (parameters.bootstrap === 'truncated') {
    for (const [k, cut] of trajectoryEnd.truncated.entries())
      if (cut === 1 && offset[k + 1]! > offset[k]!)
        rewards[offset[k + 1]! - 1]! += parameters.gamma * trajectoryEnd.values![k]!
  }
  const out = new Float64Array(values.length)
  const mask = new Uint8Array(values.length).fill(1)
  for (let k = 0; k + 1 < offset.length; k++) {
    const part = [offset[k], offset[k + 1]] as const
    const own = tokenGae(rewards.subarray(...part), values.subarray(...part), mask.subarray(...part), parameters)
    out.set(own.advantages, offset[k])
  }
  return out
}

/** GAE with γ = λ = 1 over the tokens of each turn, where the turn's advantage stands at its last token. */
function overTurns({ values, start, count }: Tokens, turnAdvantage: (row: number) => number): Float64Array {
  // Σ_{k ≥ t} δ_k with δ_k = V_{k+1} − V_k before the last token: only its V and that of the token itself remain.
  const out = new Float64Array(values.length)
  for (const [row, at] of start.entries()) {
    const last = at + count[row]! - 1
    for (let i = at; i <= last; i++) out[i] = turnAdvantage(row) + values[last]! - values[i]!
  }
  return out
}

function byRow(values: Float64Array, { start, count }: Tokens): Float64Array[] {
  return Array.from(start, (at, row) => values.subarray(at, at + count[row]!))
}

/** Shifted by a row's first value, so that equal values have exactly that mean. */
function meansByRow(values: Float64Array, { row, start, count }: Tokens): Float64Array {
  const sums = new Float64Array(start.length)
  for (const [i, value] of values.entries()) sums[row[i]!]! += value - values[start[row[i]!]!]!
  return sums.map((sum, own) => values[start[own]!]! + sum / count[own]!)
}
