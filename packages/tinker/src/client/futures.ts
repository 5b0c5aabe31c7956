// Work at a server: submitted, then asked for until it is done. A server that has forgotten the work (410) is given it again.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import { toError } from './failure.ts'
import type { Payload, Reply, Transport } from './transport.ts'

const submittedSchema = z.object({ request_id: z.string() })
/** On hosted servers a failed future is an answer like any other. */
const failedSchema = z.object({ error: z.string(), category: z.string().optional() })
const againSchema = z.object({ type: z.literal('try_again') })

const MOST_RESUBMISSIONS = 3
const AGAIN_MS = 1000

export interface Submission {
  readonly path: string
  readonly payload: Payload
  readonly requestId: string
  /** All that was answered to the submission. */
  readonly answer: unknown
}

export function json(body: object): Payload {
  return { type: 'application/json', body: JSON.stringify(body) }
}

/** @throws GigpoError when the server refuses it. */
export async function submit(transport: Transport, path: string, payload: Payload): Promise<Submission> {
  const answer = expectOk(await transport.send(path, payload), path, transport.url)
  return { path, payload, requestId: parse(submittedSchema, answer, path).request_id, answer }
}

/** The result of what was submitted. @throws GigpoError when it failed. */
export async function resultOf(transport: Transport, submission: Submission): Promise<unknown> {
  let { requestId } = submission
  for (let resubmissions = 0; ; ) {
    const reply = await transport.poll('retrieve_future', { request_id: requestId })
    if (reply === undefined) continue
    if (reply.status === 410 && resubmissions < MOST_RESUBMISSIONS) {
      resubmissions++
      requestId = (await submit(transport, submission.path, submission.payload)).requestId
      continue
    }
    const body = expectOk(reply, submission.path, transport.url)
    if (againSchema.safeParse(body).success) {
      await transport.options.clock.sleep(AGAIN_MS)
      continue
    }
    const failed = failedSchema.safeParse(body)
    if (failed.success)
      throw new GigpoError('engine', `${submission.path}: ${failed.data.error}`, { where: transport.url })
    return body
  }
}

/** Submits and waits. */
export async function ask(transport: Transport, path: string, body: object): Promise<unknown> {
  return resultOf(transport, await submit(transport, path, json(body)))
}

export function expectOk({ status, body }: Reply, asked: string, where: string): unknown {
  if (status >= 200 && status < 300) return body
  throw toError(status, body, asked, where)
}

/** What a server answered, as it must look. @throws GigpoError `engine`. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, asked: string): z.infer<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new GigpoError('engine', `the answer to ${asked} is not what the protocol says: ${issue?.message}`, {
    where: issue?.path.join('.') ?? '',
  })
}
