// What the threads of the executor and the process that owns the engine say to each other. Everything is plain data.
import type { Completion, GigpoError, SampleRequest } from '@gigpo/core'
import type { TokenizerFiles } from '@gigpo/engine'
import type { AttemptOutcome, EpisodeRequest, EpisodeSettings } from '@gigpo/trainer'
import type { WorkshopPlan } from '../open-workshop.ts'

export interface ThreadSetup {
  readonly plan: WorkshopPlan
  readonly tokenizer: TokenizerFiles
  /** Longest prompt + completion, tokens. */
  readonly contextLength: number
}

type ErrorData = ReturnType<GigpoError['toJSON']>

export type ToThread =
  | {
      readonly kind: 'play'
      readonly job: number
      readonly request: EpisodeRequest
      readonly attempt: number
      readonly settings: EpisodeSettings
    }
  | { readonly kind: 'sampled'; readonly call: number; readonly completions: readonly Completion[] }
  | { readonly kind: 'not-sampled'; readonly call: number; readonly error: ErrorData }

export type FromThread =
  | { readonly kind: 'ready' }
  /** Sent every second: a thread that is silent does not come back from an environment. */
  | { readonly kind: 'alive' }
  | {
      readonly kind: 'sample'
      readonly job: number
      readonly call: number
      readonly requests: readonly SampleRequest[]
    }
  | { readonly kind: 'played'; readonly job: number; readonly outcome: AttemptOutcome }
  /** What ends the whole rollout; job −1: the thread could not be set up. */
  | { readonly kind: 'failed'; readonly job: number; readonly error: ErrorData }

export const HEARTBEAT_MS = 1000
