// One worker's share of an optimiser step. Every worker owns a fixed range of the flat weights. First it adds up the gradient
// sums of all workers over its range, in worker order, and reports its part of the norm; then, once the global norm is
// known, it applies AdamW to its range. Nobody else touches the range in between, so there are no locks.
import type { AdamStep } from '@gigpo/core'
import { globalNorm, type OptimizerSlice, updateSlice } from '../optimizer/adamw.ts'
import type { ParameterSlot, SharedState } from './shared-state.ts'

export interface UpdateOrder {
  readonly step: AdamStep
  /** Number of this optimiser step, from 1. */
  readonly count: number
  /** Factor for all gradients, from the global norm. */
  readonly clip: number
}

export interface OptimizerShare {
  /** Sums the gradients of this range into the first worker's array; the L2 norm of this range. */
  reduce(): number
  /** Applies AdamW; on a non-finite result restores the range and returns false. */
  update(order: UpdateOrder): boolean
  /** Takes back the last update. */
  undo(): void
}

export function createOptimizerShare(
  state: SharedState,
  layout: readonly ParameterSlot[],
  range: { readonly begin: number; readonly end: number },
): OptimizerShare {
  const { begin, end } = range
  const view = (buffer: SharedArrayBuffer): Float32Array => new Float32Array(buffer).subarray(begin, end)
  const [sum, ...others] = state.gradients.map(view) as [Float32Array, ...Float32Array[]]
  const owned = [state.parameters, state.firstMoment, state.secondMoment].map(view)
  const backups = owned.map((array) => new Float32Array(array.length))
  const slices = layout.flatMap((slot) => sliceWithin(state, slot, begin, end))
  const undo = (): void => {
    for (const [i, array] of owned.entries()) array.set(backups[i]!)
  }
  return {
    reduce: () => {
      for (const other of others) for (let i = 0; i < sum.length; i++) sum[i]! += other[i]!
      return globalNorm([sum])
    },
    update: ({ step, count, clip }) => {
      for (const [i, array] of owned.entries()) backups[i]!.set(array)
      for (const slice of slices) updateSlice(slice, step, count, clip)
      const finite = owned.every(allFinite)
      if (!finite) undo()
      return finite
    },
    undo,
  }
}

/** The part of one parameter that lies in begin..end; none when they do not meet. */
function sliceWithin(state: SharedState, slot: ParameterSlot, begin: number, end: number): OptimizerSlice[] {
  const from = Math.max(begin, slot.offset)
  const to = Math.min(end, slot.offset + slot.length)
  if (from >= to) return []
  const view = (buffer: SharedArrayBuffer): Float32Array => new Float32Array(buffer).subarray(from, to)
  return [
    {
      parameter: view(state.parameters),
      gradient: view(state.gradients[0]!),
      firstMoment: view(state.firstMoment),
      secondMoment: view(state.secondMoment),
      decay: slot.shape.length > 1,
    },
  ]
}

function allFinite(values: Float32Array): boolean {
  // 0 · x is 0 for a finite number and NaN otherwise.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += 0 * values[i]!
  return sum === 0
}
