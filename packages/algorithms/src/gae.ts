// Generalised advantage estimation over turns (arXiv 1506.02438, Eq. 16), the credit of PPO with a learned critic: a turn is
// one action of the Markov decision process, its tokens share its advantage. For GAE over tokens, and over turns and then
// tokens, see token-gae.ts.
//
// It needs `values`, the critic's V of the state before each step. The critic's regression targets are `stepReturn`,
// A + V before whitening. Deviations: the invalid-action penalty is taken off at the end, unseen by the critic's targets
// (`reward`: off r_t; `row`: off the row's own A). A truncated episode counts as finished unless `bootstrap: 'truncated'`,
// which then needs `finalValues`. Rows count in the whitening once a token where token counts are known.
import { type Algorithm, type PenaltyParameters, penaltyChecks } from './options.ts'
import { penalised } from './penalty.ts'
import { generalisedAdvantages, orderByTime, type TimeOrder } from './returns.ts'
import { stepAdvantages } from './step-advantages.ts'
import type { StepRows } from './step-rows.ts'
import { whitened } from './whiten.ts'

export interface GaeParameters extends PenaltyParameters {
  /** Discount γ per turn, in [0, 1]. */
  readonly gamma: number
  /** λ in [0, 1]: 0 trusts the critic, 1 the observed return. */
  readonly lambda: number
  /** Whether advantages get mean 0 and variance 1 over the batch. */
  readonly whiten: boolean
  /** What follows the last turn of an episode that was cut: nothing, or the critic's value of the state it was left in. */
  readonly bootstrap: 'none' | 'truncated'
}

export const gae: Algorithm<GaeParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, gamma: 0.95, lambda: 1, whiten: true, bootstrap: 'none' },

  checks: {
    ...penaltyChecks,
    gamma: { min: 0, max: 1 },
    lambda: { min: 0, max: 1 },
    whiten: 'boolean',
    bootstrap: ['none', 'truncated'],
  },

  needs: ({ bootstrap }) => (bootstrap === 'truncated' ? ['values', 'finalValues'] : ['values']),

  advantages(rows, parameters) {
    const { gamma, lambda, whiten, bootstrap } = parameters
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')
    const value = rows.values!
    const next = nextValues(rows, order, bootstrap)

    // (1)   δ_t = r_t + γ V(s_{t+1}) − V(s_t)
    const delta = reward.map((r, i) => r + gamma * next[i]! - value[i]!)

    // (2)   A_t = Σ_l (γλ)^l δ_{t+l}
    const raw = generalisedAdvantages(order, delta, gamma * lambda)

    // (3)   what the critic should have said: A_t + V(s_t)
    const stepReturn = raw.map((advantage, i) => advantage + value[i]!)

    // (4)   Â_t = (A_t − mean A) / √(var A + 1e-8)   over the tokens of the whole batch
    const scored = penalised(raw, rows, parameters, 'row')
    const step = whiten ? whitened(scored, rows.tokens) : scored

    return stepAdvantages(rows, step, stepReturn, parameters)
  },
}

function nextValues(rows: StepRows, order: TimeOrder, bootstrap: GaeParameters['bootstrap']): Float64Array {
  const { truncated, values: finalValues } = rows.trajectoryEnd
  const next = new Float64Array(rows.size)
  for (let k = 0; k < rows.trajectoryEnd.size; k++) {
    const last = order.offset[k + 1]! - 1
    for (let place = order.offset[k]!; place < last; place++)
      next[order.row[place]!] = rows.values![order.row[place + 1]!]!
    if (last >= order.offset[k]! && bootstrap === 'truncated' && truncated[k] === 1)
      next[order.row[last]!] = finalValues![k]!
  }
  return next
}
