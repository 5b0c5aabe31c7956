// Every refusal and failure as the contract has it: a StudioProblem, never a stack trace.
import { GigpoError } from '@gigpo/core'
import type { Context } from 'hono'
import type { StudioProblem } from '../../api/contract.ts'

type Status = 400 | 401 | 403 | 404 | 405 | 414 | 500

export function refuse(c: Context, status: Status, code: string, message: string, remedy?: string): Response {
  const problem: StudioProblem = { error: { code, message, ...(remedy === undefined ? {} : { remedy }) } }
  return c.json(problem, status)
}

/** A GigpoError as it is; anything else is a bug of ours, printed where the studio was started. */
export function fail(c: Context, error: unknown): Response {
  if (!GigpoError.isInstance(error)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`${c.req.method} ${c.req.path}: ${text}\n`)
    return refuse(c, 500, 'internal', 'the studio could not answer; what went wrong is printed where it was started')
  }
  const status = error.code === 'usage' ? 400 : error.code === 'missing-data' ? 404 : 500
  return refuse(c, status, error.code, error.message, error.remedy)
}
