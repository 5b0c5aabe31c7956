// Failures in the shape a FastAPI server gives them: `{ detail: text }`, or a list of issues for a body that does not fit.
// A GigpoError travels whole beside the detail, so that our own client can throw it again as it was.
import { GigpoError, messageOf } from '@gigpo/core'
import type { z } from 'zod'

export class HttpError extends Error {
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.name = 'HttpError'
    this.status = status
  }
}

interface FailureBody {
  readonly detail: unknown
  readonly gigpo_error?: ReturnType<GigpoError['toJSON']>
}

export interface Failure {
  readonly status: number
  readonly body: FailureBody
}

/** Carries the failure of a future to whoever asks for it. */
export class FailedFuture extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super('the future failed')
    this.name = 'FailedFuture'
    this.failure = failure
  }
}

/** What to answer for anything thrown while a request was handled. */
export function toFailure(error: unknown): Failure {
  if (error instanceof FailedFuture) return error.failure
  if (error instanceof HttpError) return { status: error.status, body: { detail: error.message } }
  if (GigpoError.isInstance(error)) return { status: 400, body: { detail: error.message, gigpo_error: error.toJSON() } }
  return { status: 500, body: { detail: `the server failed: ${messageOf(error)}` } }
}

/** 422 with one entry a problem, as FastAPI words them. */
export function toUnprocessable(error: z.ZodError, body: unknown): Failure {
  const detail = error.issues.map(({ path, message }) => {
    const input = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], body)
    const type = input === undefined ? 'missing' : 'value_error'
    return { type, loc: ['body', ...path], msg: input === undefined ? 'Field required' : message, input: input ?? null }
  })
  return { status: 422, body: { detail } }
}
