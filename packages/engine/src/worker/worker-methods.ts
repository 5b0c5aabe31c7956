// What an engine asks of its workers: the contract of the channel, and nothing of how it is done.
import type { LossReport, SampleRequest, ValueReport } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import type { AdaptedBase } from './adapted-base.ts'
import type { DrawnCompletion } from './generate.ts'
import type { UpdateOrder } from './optimizer-share.ts'
import type { SharedState } from './shared-state.ts'
import type { TrainOrder } from './train-rows.ts'
import type { ValueOrder } from './value-rows.ts'

export interface WorkerSetup {
  readonly config: ModelConfig
  readonly state: SharedState
  /** The frozen weights, where what learns is an adapter. */
  readonly base?: AdaptedBase
  /** Place of this worker among all, from 0. */
  readonly index: number
  readonly workers: number
  readonly threads: number
  /** Rows decoded together. */
  readonly maxRows: number
  /** Sample every row to the same bits, whatever shares its batch. */
  readonly batchInvariant: boolean
  /** Whether this worker compares the provider's gradients with the reference first. */
  readonly selfCheck: boolean
}

export interface WorkerMethods {
  /** @returns the version of onnxruntime. @throws GigpoError `engine` where it is missing or computes wrongly. */
  start(setup: WorkerSetup): Promise<string>
  /** Copies the shared weights into this worker's own. */
  refresh(argument: undefined): void
  sample(requests: readonly SampleRequest[]): Promise<DrawnCompletion[]>
  /** Of a policy. */
  run(order: TrainOrder): Promise<LossReport>
  /** Of a critic. */
  value(order: ValueOrder): Promise<ValueReport>
  clearGradients(argument: undefined): void
  reduce(argument: undefined): number
  update(order: UpdateOrder): boolean
  undo(argument: undefined): void
  close(argument: undefined): Promise<void>
}
