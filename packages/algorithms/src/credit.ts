// The contract of credit assignment: a pure function from step rows to what each step was worth. Every estimator of the
// package has this one shape, whether it compares episodes (GRPO), steps (GiGPO), graphs or a critic's values.
import type { StepRows } from './step-rows.ts'

/** One entry a row in every array. The parts are kept apart so that they can be shown; `total` is what trains. */
export interface Advantages {
  /** Of the whole trajectory; the same on all rows of a trajectory unless a row penalty says otherwise. */
  readonly episode: Float64Array
  /** Of the step by itself: against its step group, or by what a graph or a critic says; 0 where there is no such part. */
  readonly step: Float64Array
  /** Weights and penalties included. Multiplies the loss of every completion token of the row. */
  readonly total: Float64Array
  /**
   * What the step is compared by: the return from it on with the estimator's discount (1 where it has none), GraphGPO's
   * value of the transition, or V + A where there are values.
   */
  readonly stepReturn: Float64Array
  /** Step group, numbered by first appearance; −1 where the estimator has none. */
  readonly stepGroup: Int32Array
  /** What the estimator chose for itself, by metric name under `adv/`; absent where it was told everything. */
  readonly chosen?: Readonly<Record<string, number>>
  /** Where tokens of one step differ; `total` and `stepReturn` are then the mean and the first of a row's. */
  readonly tokens?: TokenAdvantages
}

/** One list a row, one entry a completion token. */
export interface TokenAdvantages {
  /** Penalties included. Multiplies the loss of the token in place of `total`. */
  readonly advantages: readonly Float64Array[]
  /** What a critic should have said before the token. */
  readonly returns: readonly Float64Array[]
}

export type Credit = (rows: StepRows) => Advantages
