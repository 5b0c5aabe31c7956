// Rewards along time. Rows may come in any order; `orderByTime` finds, in linear time, where each trajectory's rows are
// and puts them in order of `t`, so a return depends on time and never on the order of arrays.
import { GigpoError } from '@gigpo/core'
import type { StepRows } from './step-rows.ts'

/** Rows of trajectory τ in order of t: `row[offset[τ]] … row[offset[τ + 1] − 1]`. */
export interface TimeOrder {
  readonly offset: Int32Array
  readonly row: Int32Array
}

/** @throws GigpoError `data` if a trajectory has two rows at one time. */
export function orderByTime(rows: StepRows): TimeOrder {
  const { t, trajectory, size } = rows
  const offset = new Int32Array(rows.trajectoryEnd.size + 1)
  for (let i = 0; i < size; i++) offset[trajectory[i]! + 1]!++
  for (let k = 1; k < offset.length; k++) offset[k]! += offset[k - 1]!
  const next = offset.slice()
  const row = new Int32Array(size)
  for (let i = 0; i < size; i++) row[next[trajectory[i]!]!++] = i
  for (let k = 0; k + 1 < offset.length; k++) {
    const own = row.subarray(offset[k]!, offset[k + 1]!)
    if (ascends(own, t)) continue
    own.sort((a, b) => t[a]! - t[b]!)
    if (!ascends(own, t)) throw new GigpoError('data', `trajectory ${k} has two steps at the same time t`)
  }
  return { offset, row }
}

function ascends(own: Int32Array, t: Int32Array): boolean {
  for (let k = 1; k < own.length; k++) if (t[own[k]!]! <= t[own[k - 1]!]!) return false
  return true
}

/** R_t = r_t + γ R_{t+1}, one value a row. */
export function discountedReturns(order: TimeOrder, reward: Float64Array, gamma: number): Float64Array {
  const out = new Float64Array(reward.length)
  for (let trajectory = 0; trajectory + 1 < order.offset.length; trajectory++) {
    let after = 0
    for (let k = order.offset[trajectory + 1]! - 1; k >= order.offset[trajectory]!; k--) {
      const row = order.row[k]!
      after = reward[row]! + gamma * after
      out[row] = after
    }
  }
  return out
}

/** R(τ) = Σ_t r_t, one value a trajectory. */
export function trajectoryReturns(order: TimeOrder, reward: Float64Array): Float64Array {
  const out = new Float64Array(order.offset.length - 1)
  for (let trajectory = 0; trajectory < out.length; trajectory++) {
    let sum = 0
    for (let k = order.offset[trajectory]!; k < order.offset[trajectory + 1]!; k++) sum += reward[order.row[k]!]!
    out[trajectory] = sum
  }
  return out
}

/** A_t = δ_t + decay · A_{t+1} along each trajectory (decay = γλ), one value a row: GAE, arXiv 1506.02438, Eq. 16. */
export function generalisedAdvantages(order: TimeOrder, delta: Float64Array, decay: number): Float64Array {
  return discountedReturns(order, delta, decay)
}
