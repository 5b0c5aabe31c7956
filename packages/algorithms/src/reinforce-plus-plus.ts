// REINFORCE++ (arXiv 2501.03262): REINFORCE with PPO's loss and one scale for the whole batch in place of a critic or of
// groups. One completion a task is enough.
//
// Deviations: the paper's actions are tokens and ours are steps: the return to go counts the rewards of later steps, and
// all tokens of a step share it. The KL penalty of its Eq. 3 is `loss.kl.placement: reward`, taken off before. Rows count
// in the statistics once a token where token counts are known. The invalid-action penalty is taken off at the end
// (`reward`: off r_t; `row`: off the row's own return).
import { type Algorithm, type PenaltyParameters, penaltyChecks } from './options.ts'
import { penalised } from './penalty.ts'
import { discountedReturns, orderByTime } from './returns.ts'
import { stepAdvantages } from './step-advantages.ts'
import { whitened } from './whiten.ts'

export interface ReinforcePlusPlusParameters extends PenaltyParameters {
  /** Discount γ of the return to go, in [0, 1]. */
  readonly gamma: number
}

export const reinforcePlusPlus: Algorithm<ReinforcePlusPlusParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, gamma: 1 },
  checks: { ...penaltyChecks, gamma: { min: 0, max: 1 } },

  advantages(rows, parameters) {
    const reward = penalised(rows.reward, rows, parameters, 'reward')

    // (1)   R_t = Σ_{k ≥ t} γ^{k−t} r_k
    const stepReturn = discountedReturns(orderByTime(rows), reward, parameters.gamma)

    // (2)   A_t = (R_t − mean R) / √(var R + 1e-8)   over the tokens of the whole batch
    const step = whitened(penalised(stepReturn, rows, parameters, 'row'), rows.tokens)

    return stepAdvantages(rows, step, stepReturn, parameters)
  },
}
