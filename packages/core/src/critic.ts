// The critic of actor-critic methods: a learned V of the state before each completion token, with weights of its own. It has
// the shape of a Learner, so a trainer treats both alike: gradients add up until optimStep, the loss is Σ_t weight_t · ℓ_t
// over completion tokens, and a saved critic comes back bit for bit. It samples nothing.
import type { AdamStep, OptimReport } from './engine.ts'

/** What was played: V is asked for at every completion token. */
export interface CriticRow {
  readonly prompt: readonly number[]
  /** Not empty. */
  readonly completion: readonly number[]
}

/** One training row; every list has one entry a completion token. */
export interface CriticDatum extends CriticRow {
  /** Weight of each token in the sum; 0 masks a token. */
  readonly weights: readonly number[]
  /** What the critic should have said. */
  readonly returns: readonly number[]
  /** What it said when the data was collected; needed for clipping. */
  readonly oldValues?: readonly number[]
}

/**
 * ℓ = ½ (V − R)²; with `clip` c the larger of that and ½ (clip(V, V_old − c, V_old + c) − R)², so that V gains nothing by
 * moving further than c from V_old (Schulman et al. 2017 in the form of the public trainers).
 */
export interface ValueLoss {
  /** In units of the return, > 0; null: off. */
  readonly clip: number | null
}

export interface ValueReport {
  /** Σ weight·ℓ over all data of this call. */
  readonly loss: number
  /** V of every completion token, in the order of the data, computed by the same forward pass. */
  readonly values: readonly (readonly number[])[]
}

export interface Critic {
  /** V of the state before each completion token: it sees the prompt and the tokens before. Without gradients. */
  values(rows: readonly CriticRow[]): Promise<number[][]>
  /** Adds this call's gradients to the accumulated ones. @throws GigpoError `non-finite` if the loss is NaN or Inf. */
  forwardBackward(data: readonly CriticDatum[], loss: ValueLoss): Promise<ValueReport>
  /** Applies and clears the accumulated gradients. @throws GigpoError `non-finite`; weights are then unchanged. */
  optimStep(step: AdamStep): Promise<OptimReport>
  /** Writes weights and optimiser state into a new directory. Equal state writes equal bytes. */
  save(path: string): Promise<void>
  /**
   * Restores what `save` wrote, bit for bit; with `weightsOnly` the optimiser starts afresh. With `weightsOnly` it also
   * takes what the policy's `save` wrote: the shared body, where there is one, and V = 0 everywhere.
   * @throws GigpoError `checkpoint`.
   */
  load(path: string, options?: { readonly weightsOnly?: boolean }): Promise<void>
  /** Facts for the run: `parameters`, `bytes` (weights, gradients, optimiser state and their copies), and more. */
  describe(): Readonly<Record<string, string | number>>
  close(): Promise<void>
}
