// What lies in Redis beside BullMQ's own: for each run its plan and the policies it serves now, and a list of results. A job
// is one attempt at one episode under one policy; its id says which, so adding it again is no second job, and a result that
// comes twice is known by it. Results go into the run's list and not into the job, so Redis holds each only until it is read.
import type { AttemptOutcome, EpisodeRequest, EpisodeSettings } from '@gigpo/trainer'

export interface EpisodeJob {
  readonly run: string
  /** Key of a policy that the run serves. */
  readonly policy: string
  readonly policyVersion: number
  readonly request: EpisodeRequest
  readonly attempt: number
  readonly settings: EpisodeSettings
}

export interface JobResult {
  /** Id of the job. */
  readonly job: string
  readonly outcome: AttemptOutcome
}

/** Larger results are refused: they would fill Redis. */
export const MAX_RESULT_BYTES = 1_000_000

/** What is left of a run that was given up goes after a day, seconds. */
export const KEEP_SECONDS: number = 24 * 60 * 60

/** Hash: `plan` as JSON, and `policy:KEY` → URL of the policy. */
export function runKey(queue: string, run: string): string {
  return `gigpo:${queue}:run:${run}`
}

export function resultsKey(queue: string, run: string): string {
  return `gigpo:${queue}:results:${run}`
}

/** BullMQ allows no colon. */
export function jobId(run: string, { id }: EpisodeRequest, attempt: number): string {
  return `${run}.${id}.${attempt}`
}
