// How what learns is kept on disk: as a whole model (checkpoint.ts), or as an adapter beside a frozen base (adapter.ts).
import type { ParameterSpec } from '../model/parameters.ts'
import type { TrainingState } from './training-state.ts'

export interface CheckpointFormat {
  /** What learns, in the order of its state. */
  readonly specs: readonly ParameterSpec[]
  /** Writes a folder. @throws GigpoError `storage`. */
  write(path: string, state: TrainingState): Promise<void>
  /** What `write` wrote. @throws GigpoError `checkpoint`. */
  readState(path: string): Promise<TrainingState>
  /** The weights alone, which may be another tool's. @throws GigpoError `checkpoint`. */
  readWeights(path: string): Promise<Map<string, Float32Array>>
}
