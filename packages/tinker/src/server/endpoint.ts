// One endpoint: a body that fits its schema, an answer in JSON. The digest of the body as it came tells a repeated request
// from a new one. Only `application/json` is read (and protobuf where an endpoint takes it), which no web page can send to
// another origin without asking first.
import { createHash } from 'node:crypto'
import type { MaybePromise } from '@gigpo/core'
import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import { PROTOBUF } from '../protobuf/forward-backward-request.ts'
import { type Failure, HttpError, toFailure, toUnprocessable } from './http-error.ts'

export interface Call<B> {
  readonly body: B
  /** SHA-256 of the bytes of the body. */
  readonly digest: string
  /** Whether an answer as protobuf is liked best. */
  readonly likesProtobuf: boolean
}

export function post<S extends z.ZodType>(
  app: Hono,
  path: string,
  schema: S,
  handle: (call: Call<z.infer<S>>) => MaybePromise<object | Uint8Array<ArrayBuffer>>,
  /** Reads protobuf into what the schema takes. */
  decode?: (bytes: Uint8Array) => unknown,
): void {
  app.post(path, async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
    const value = decode !== undefined && type === PROTOBUF ? decode(bytes) : parseJson(type, bytes)
    const parsed = schema.safeParse(value)
    if (!parsed.success) return fail(c, toUnprocessable(parsed.error, value))
    const digest = createHash('sha256').update(bytes).digest('hex')
    const likesProtobuf = (c.req.header('accept') ?? '').trimStart().startsWith(PROTOBUF)
    const answer = await handle({ body: parsed.data, digest, likesProtobuf })
    return answer instanceof Uint8Array ? c.body(answer, 200, { 'content-type': PROTOBUF }) : c.json(answer)
  })
}

export function fail(c: Context, { status, body }: Failure): Response {
  return c.json(body, status as 400)
}

/** Answers everything thrown in the shape of the protocol. */
export function failures(app: Hono): void {
  app.onError((error, c) => fail(c, toFailure(error)))
  app.notFound((c) => fail(c, { status: 404, body: { detail: 'Not Found' } }))
}

function parseJson(type: string, bytes: Uint8Array): unknown {
  if (type !== 'application/json') throw new HttpError(415, `expected application/json, received "${type}"`)
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new HttpError(422, 'the body is not JSON')
  }
}
