// Proximal policy optimization with a learned critic (arXiv 1707.06347, advantages of arXiv 1506.02438, Eq. 16). What an
// action is, a token or a turn, is `level`:
//   token    GAE over all tokens of the episode: after the last token of a turn comes the first one of the next turn
//   turn     GAE over turns (gae.ts), with V of the state before the turn's first token; its tokens share the result
//   bi-level GAE over turns, then back over each turn's tokens with γ = λ = 1, where the turn's advantage takes the place
//            of its last token's own difference
//
// It needs `tokenValues`. Deviations: public trainers treat each turn as an episode of its own whose last token gets the
// whole episode's return; here a reward stands at the last token of its turn and flows back over the earlier ones, which
// is the same where only the end is rewarded and γ = λ = 1. A truncated episode counts as finished. The invalid-action
// penalty is unseen by the critic's targets unless its scope is `reward`.
import { gae } from './gae.ts'
import { type Algorithm, type PenaltyParameters, penaltyChecks } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { stepAdvantages } from './step-advantages.ts'
import type { StepRows } from './step-rows.ts'
import { type TokenGae, tokenGae } from './token-gae.ts'
import { whitened } from './whiten.ts'

export interface PpoParameters extends PenaltyParameters {
  readonly level: 'token' | 'turn' | 'bi-level'
  /** Discount γ per action of the level (`bi-level`: per turn), in [0, 1]. */
  readonly gamma: number
  /** λ in [0, 1]: 0 trusts the critic, 1 the observed return. */
  readonly lambda: number
  /** Whether advantages get mean 0 and variance 1 over the tokens of the batch. */
  readonly whiten: boolean
}

export const ppo: Algorithm<PpoParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, level: 'token', gamma: 1, lambda: 1, whiten: true },

  checks: {
    ...penaltyChecks,
    level: ['token', 'turn', 'bi-level'],
    gamma: { min: 0, max: 1 },
    lambda: { min: 0, max: 1 },
    whiten: 'boolean',
  },

  needs: () => ['tokenValues'],

  advantages(rows, parameters) {
    const values = rows.tokenValues!
    const first = Float64Array.from(values, (own) => own[0]!)
    const byTurn = {
      ...parameters,
      bootstrap: 'none',
      whiten: parameters.level === 'turn' && parameters.whiten,
    } as const
    const turns = gae.advantages({ ...rows, values: first }, byTurn)
    if (parameters.level === 'turn') return turns

    // (1)   A_t of each token, and what the critic should have said: A_t + V_t
    const credit =
      parameters.level === 'token'
        ? overEpisodes(rows, values, parameters)
        : values.map((own, i) => {
            const turnAdvantage = turns.stepReturn[i]! - first[i]!
            return tokenGae(zeros(own), own, ones(own), { gamma: 1, lambda: 1, turnAdvantage })
          })

    // (2)   Â_t = (A_t − mean A) / √(var A + 1e-8)   over the tokens of the whole batch
    const penalties = penalised(new Float64Array(rows.size), rows, parameters, 'row')
    const raw = credit.map(({ advantages }, i) => advantages.map((advantage) => advantage + penalties[i]!))
    const scored = parameters.whiten ? whitenedTogether(raw) : raw

    const result = stepAdvantages(
      rows,
      Float64Array.from(scored, mean),
      Float64Array.from(credit, ({ returns }) => returns[0]!),
      parameters,
    )
    // The rest of the penalty falls on every token of its row.
    const rest = result.total.map((total, i) => total - result.step[i]!)
    return {
      ...result,
      tokens: {
        advantages: scored.map((own, i) => own.map((advantage) => advantage + rest[i]!)),
        returns: credit.map(({ returns }) => returns),
      },
    }
  },
}

/** GAE over the tokens of each trajectory, one turn after the other; the reward of a turn stands at its last token. */
function overEpisodes(rows: StepRows, values: readonly Float64Array[], parameters: PpoParameters): TokenGae[] {
  const { offset, row } = orderByTime(rows)
  const reward = penalised(rows.reward, rows, parameters, 'reward')
  const credit = new Array<TokenGae>(rows.size)
  for (let k = 0; k + 1 < offset.length; k++) {
    const own = row.subarray(offset[k]!, offset[k + 1]!)
    const turns = Array.from(own, (i) => values[i]!)
    const rewards = Array.from(own, (i) => zeros(values[i]!).fill(reward[i]!, -1))
    const all = join(turns)
    const { advantages, returns } = tokenGae(join(rewards), all, ones(all), parameters)
    const advantagesOf = split(advantages, turns)
    const returnsOf = split(returns, turns)
    for (const [place, i] of own.entries()) {
      credit[i] = { advantages: advantagesOf[place]!, returns: returnsOf[place]! }
    }
  }
  return credit
}

function whitenedTogether(parts: readonly Float64Array[]): Float64Array[] {
  return split(whitened(join(parts)), parts)
}

function join(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Cut into parts of the lengths of `like`. */
function split(values: Float64Array, like: readonly Float64Array[]): Float64Array[] {
  let at = 0
  return like.map(({ length }) => {
    at += length
    return values.slice(at - length, at)
  })
}

const zeros = (like: Float64Array): Float64Array => new Float64Array(like.length)
const ones = (like: Float64Array): Float64Array => new Float64Array(like.length).fill(1)

/** Shifted by the first value, so that equal values have exactly that mean. */
function mean(values: Float64Array): number {
  return values[0]! + values.reduce((sum, value) => sum + (value - values[0]!), 0) / values.length
}
