// What all routes of one server share.
import type { RandomKey } from '@gigpo/core'
import type { Clock } from '../clock.ts'
import type { CheckpointStore } from './checkpoint-store.ts'
import type { Futures } from './futures.ts'
import type { Models } from './models.ts'
import type { Sessions } from './sessions.ts'
import type { SampleLimits } from './to-sample.ts'

/** What a sampling session draws from. */
export interface SamplingSession {
  /** A trainer's model at one version; undefined: the sampler of `path` or of the base model. */
  readonly trained: { readonly modelId: string; readonly version: number } | undefined
  readonly path: string | undefined
}

export interface ServerState {
  readonly baseModel: string
  readonly limits: SampleLimits
  /** Whatever the client's tokenizer is loaded from; undefined: it is not offered. */
  readonly tokenizerFiles: unknown
  /** Whether the server announces and serves its extensions. */
  readonly extensions: boolean
  /** How long a poll is held open. */
  readonly holdMs: number
  readonly clock: Clock
  readonly createId: () => string
  /** A fresh key for samples without a seed. */
  readonly chance: () => RandomKey
  readonly sessions: Sessions
  readonly models: Models
  readonly futures: Futures
  readonly samplings: Map<string, SamplingSession>
  readonly checkpoints: CheckpointStore
}
