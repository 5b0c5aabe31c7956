// The collapse guard: when a run goes back, and to where. A checkpoint is good once the iteration after it shows no sign, for
// only that iteration plays and trains its weights. After enough iterations in a row with a sign, weights and optimisers
// become those of the last good checkpoint and the learning rate is cut; iterations, data and records go on. The verdict
// follows from the state and the metrics alone and is part of the state, so a resumed run goes back at the same place.
import { z } from 'zod'
import type { GuardConfig } from '../config/index.ts'
import type { Metrics } from '../run-directory/index.ts'
import { type Alarm, describeAlarm, ringing } from './alarms.ts'

export interface GuardState {
  /** The checkpoint to go back to. */
  readonly good: number
  /** The newest checkpoint that was due; good if the next iteration is. */
  readonly candidate: number
  /** Iterations in a row with a sign. */
  readonly ill: number
  readonly rollbacks: number
  /** Product of all cuts. */
  readonly learningRateFactor: number
}

const count = z.int().min(0)
export const guardStateSchema: z.ZodType<GuardState> = z.object({
  good: count,
  candidate: count,
  ill: count,
  rollbacks: count,
  learningRateFactor: z.number().positive().max(1),
})

/** Checkpoint 0 is good: there is nothing before it. */
export const initialGuard: GuardState = { good: 0, candidate: 0, ill: 0, rollbacks: 0, learningRateFactor: 1 }

export interface Verdict {
  readonly guard: GuardState
  /** Why, when the run is to go back to `guard.good` now. */
  readonly reason?: string
}

/** After an iteration. `signs`: the guard's. */
export function judge(config: GuardConfig, guard: GuardState, metrics: Metrics, signs: readonly Alarm[]): Verdict {
  const found = ringing(signs, metrics)
  if (found.length === 0) {
    const confirmed = guard.candidate === metrics.iteration - 1
    return { guard: { ...guard, ill: 0, good: confirmed ? guard.candidate : guard.good } }
  }
  const ill = { ...guard, ill: guard.ill + 1 }
  if (config.rollback === null || ill.ill < config.rollback.patience) return { guard: ill }
  return goBack(config, ill, found.map((alarm) => describeAlarm(alarm, metrics)).join('; '))
}

/** Without patience: for what leaves no iteration behind, such as a loss that is not finite. */
export function goBack({ rollback }: GuardConfig, guard: GuardState, reason: string): Verdict {
  if (rollback === null || guard.rollbacks >= rollback.most) return { guard }
  return {
    guard: {
      good: guard.good,
      candidate: guard.good,
      ill: 0,
      rollbacks: guard.rollbacks + 1,
      learningRateFactor: guard.learningRateFactor * rollback.learningRateFactor,
    },
    reason,
  }
}
