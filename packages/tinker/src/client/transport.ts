// Requests over HTTP that come back with an answer or an error to act on: failures that pass are tried again until they have
// lasted for the patience of the client, polls are broken off and repeated before anything between here and there times out.
import { messageOf } from '@gigpo/core'
import type { Clock } from '../clock.ts'
import { lost } from './failure.ts'
import { type Failed, retryAfterOf, retryDelay } from './retry-schedule.ts'

export interface TransportOptions {
  /** Of the server, without /api/v1. */
  readonly url: string
  /** Sent as X-API-Key and written nowhere. */
  readonly apiKey: string
  /** How long failures that pass are borne, milliseconds. */
  readonly patienceMs: number
  readonly clock: Clock
  readonly createId: () => string
  /** Uniform in [0, 1), for the delays between tries. */
  readonly uniform: () => number
}

export interface Reply {
  readonly status: number
  /** Parsed JSON, bytes of another media type, or a text that is neither. */
  readonly body: unknown
}

export interface Payload {
  readonly type: 'application/json' | 'application/x-protobuf'
  readonly body: string | Uint8Array<ArrayBuffer>
}

/** Below the five minutes after which Node's fetch gives up, and the minute of common proxies. */
const POLL_MS = 45_000
const REQUEST_MS = 240_000
const ONCE_MS = 10_000
/** A pending answer that comes sooner is not asked for again at once. */
const SOON_MS = 50

export class Transport {
  readonly url: string
  readonly options: TransportOptions
  #apiKey: string
  #accept = 'application/json'

  constructor(options: TransportOptions) {
    this.options = options
    this.url = options.url.replace(/\/+$/, '')
    this.#apiKey = options.apiKey
  }

  /** Uses another key from now on. */
  setApiKey(key: string): void {
    this.#apiKey = key
  }

  /** Takes answers as protobuf where a server has them so. */
  preferProtobuf(): void {
    this.#accept = 'application/x-protobuf, application/json;q=0.9'
  }

  get(path: string): Promise<Reply> {
    return this.#try('GET', path, undefined)
  }

  post(path: string, body: object): Promise<Reply> {
    return this.#try('POST', path, { type: 'application/json', body: JSON.stringify(body) })
  }

  send(path: string, payload: Payload): Promise<Reply> {
    return this.#try('POST', path, payload)
  }

  delete(path: string): Promise<Reply> {
    return this.#try('DELETE', path, undefined)
  }

  /** One try of a request whose failure does not matter. */
  async tryOnce(path: string, body: object): Promise<void> {
    const payload = { type: 'application/json', body: JSON.stringify(body) } as const
    await this.#once('POST', path, payload, this.options.createId(), ONCE_MS)
  }

  /** As `post`, for a request that the server holds: undefined when it says or shows that there is nothing yet. */
  async poll(path: string, body: object): Promise<Reply | undefined> {
    const began = this.options.clock.now()
    const payload = { type: 'application/json', body: JSON.stringify(body) } as const
    const reply = await this.#try('POST', path, payload, POLL_MS)
    if (reply !== undefined && reply.status !== 408) return reply
    if (this.options.clock.now() - began < SOON_MS) await this.options.clock.sleep(SOON_MS)
    return undefined
  }

  async #try(method: string, path: string, payload: Payload | undefined): Promise<Reply>
  async #try(method: string, path: string, payload: Payload, pollMs: number): Promise<Reply | undefined>
  async #try(method: string, path: string, payload?: Payload, pollMs?: number): Promise<Reply | undefined> {
    const { clock, createId, patienceMs, uniform } = this.options
    const idempotencyKey = createId()
    const began = clock.now()
    for (let attempt = 0; ; attempt++) {
      const { reply, failed, words } = await this.#once(method, path, payload, idempotencyKey, pollMs ?? REQUEST_MS)
      if (failed === undefined) return reply
      if (pollMs !== undefined && (failed === 'late' || (failed.kind === 'status' && failed.status === 408)))
        return undefined
      const delay = retryDelay(failed === 'late' ? { kind: 'connection' } : failed, attempt, uniform())
      if (delay === undefined) return reply
      if (clock.now() + delay - began > patienceMs) throw lost(`${method} ${path}`, patienceMs, words, this.url)
      await clock.sleep(delay)
    }
  }

  /** One try: `failed` where another may help; 'late' where no answer came in time. */
  async #once(method: string, path: string, payload: Payload | undefined, idempotencyKey: string, limitMs: number) {
    const broken = new AbortController()
    const over = new AbortController()
    let late = false
    void this.options.clock.sleep(limitMs, over.signal).then(() => {
      if (over.signal.aborted) return
      late = true
      broken.abort()
    })
    try {
      const response = await fetch(`${this.url}/api/v1/${path}`, {
        method,
        headers: {
          'x-api-key': this.#apiKey,
          'x-idempotency-key': idempotencyKey,
          accept: this.#accept,
          ...(payload === undefined ? {} : { 'content-type': payload.type }),
        },
        signal: broken.signal,
        ...(payload === undefined ? {} : { body: payload.body }),
      })
      const reply: Reply = { status: response.status, body: await read(response) }
      if (response.ok) return { reply, failed: undefined, words: '' }
      const failed: Failed = {
        kind: 'status',
        status: response.status,
        retryAfterMs: retryAfterOf(response.headers.get('retry-after')),
        isEmpty: reply.body === '',
      }
      return { reply, failed, words: `status ${response.status}` }
    } catch (error) {
      const words = late ? `no answer in ${limitMs / 1000} s` : causeOf(error)
      return {
        reply: { status: 0, body: '' },
        failed: late ? ('late' as const) : ({ kind: 'connection' } as const),
        words,
      }
    } finally {
      over.abort()
    }
  }
}

async function read(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('application/x-protobuf')) return new Uint8Array(await response.arrayBuffer())
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    // A text where JSON was due, from a proxy or cut short, is an answer only if it says that it failed.
    if (response.ok && text !== '') throw new TypeError(`the answer is not JSON: ${text.slice(0, 100)}`)
    return text
  }
}

/** fetch hides what went wrong in a cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause === undefined ? messageOf(error) : messageOf(cause)
}
