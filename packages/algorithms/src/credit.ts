// The contract of credit assignment: a pure function from step rows to what each step was worth. Every estimator of the
// package has this one shape, whether it compares episodes (GRPO), steps (GiGPO), graphs or a critic's values.
import type { StepRows } from './step-rows.ts'

/** One entry a row in every array. The parts are kept apart so that they can be shown; `total` is what trains. */
export interface Advantages {
  /** Of the whole trajectory; the same on all rows of a trajectory unless a row penalty says otherwise. */
  readonly episode: Float64Array
  /** Of the step against its step group, before any weight; 0 where the estimator has no step groups. */
  readonly step: Float64Array
  /** Weights and penalties included. Multiplies the loss of every completion token of the row. */
  readonly total: Float64Array
  /** Return from this step on, with the estimator's discount (1 where it has none). */
  readonly stepReturn: Float64Array
  /** Step group, numbered by first appearance; −1 where the estimator has none. */
  readonly stepGroup: Int32Array
}

export type Credit = (rows: StepRows) => Advantages
