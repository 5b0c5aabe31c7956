// What the process of a study and the process of one of its runs tell each other.
import type { GigpoError } from '@gigpo/core'
import type { RunConfig } from '@gigpo/trainer'

/** The first and only thing a run is told; afterwards it is stopped by a signal, or by the end of the connection. */
export interface RunOrder {
  readonly directory: string
  readonly config: RunConfig
  /** Directory of a run whose supervised start is copied. */
  readonly startOf?: string
}

export type RunMessage =
  /** What it is doing, for a person. */
  | { readonly kind: 'doing'; readonly text: string }
  /** Its supervised start is on disk. */
  | { readonly kind: 'started' }
  | { readonly kind: 'trained'; readonly environmentSteps: number; readonly text: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ReturnType<GigpoError['toJSON']> }
