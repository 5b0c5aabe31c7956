// A model at a server: its session, kept alive by heartbeats, and its requests, numbered and submitted in order. A request
// may be waited for while the next is already on its way.
import { z } from 'zod'
import type { AdapterSpec } from '../wire/adapter.ts'
import { type Connection, SDK_VERSION } from './connection.ts'
import { ask, expectOk, json, parse, resultOf, type Submission, submit } from './futures.ts'
import type { Payload } from './transport.ts'

const HEARTBEAT_MS = 10_000

const sessionSchema = z.object({ session_id: z.string() })
const createdSchema = z.object({ model_id: z.string() })

export interface RemoteSession {
  readonly id: string
  /** Numbers what is made in the session: models. */
  readonly next: () => number
  close(): void
}

/** @throws GigpoError `engine` or `usage`. */
export async function openSession({ transport, clock }: Connection): Promise<RemoteSession> {
  const asked = 'create_session'
  const body = { type: asked, tags: ['gigpo'], sdk_version: SDK_VERSION, user_metadata: null }
  const { session_id } = parse(sessionSchema, expectOk(await transport.post(asked, body), asked, transport.url), asked)
  // A heartbeat that is lost is no matter; a session that is lost shows at the next request.
  const stop = clock.every(HEARTBEAT_MS, () => {
    transport.tryOnce('session_heartbeat', { session_id }).catch(() => undefined)
  })
  let made = 0
  return { id: session_id, next: () => ++made, close: stop }
}

export interface RemoteModel {
  readonly id: string
  /** Whether nothing has been asked of it yet: only then can it load weights. */
  readonly isFresh: boolean
  /** Submits the request made with the next number, after those before; resolves to its result. */
  run(path: string, toPayload: (numbered: Numbered) => Payload): Promise<unknown>
  /** Makes room at the server; a model that is gone already is no error. */
  unload(): Promise<void>
  /** As `unload` by one try: a server that cannot be reached unloads it when the session is silent. */
  abandon(): Promise<void>
}

export interface Numbered {
  readonly model_id: string
  readonly seq_id: number
}

export interface RemoteModelOptions {
  readonly baseModel: string
  readonly loraRank: number
  /** In full, where the server is ours. */
  readonly adapter?: AdapterSpec | undefined
  /** Of the adapter's first weights. */
  readonly seed?: number | undefined
}

/** @throws GigpoError `engine` when the server has no room or no such model. */
export async function createRemoteModel(
  { transport }: Connection,
  session: RemoteSession,
  { baseModel, loraRank, adapter, seed }: RemoteModelOptions,
): Promise<RemoteModel> {
  const created = await submit(
    transport,
    'create_model',
    json({
      type: 'create_model',
      session_id: session.id,
      model_seq_id: session.next(),
      base_model: baseModel,
      lora_config: { rank: loraRank, ...(seed === undefined ? {} : { seed }) },
      ...(adapter === undefined ? {} : { gigpo_lora: adapter }),
    }),
  )
  const { model_id } = parse(createdSchema, created.answer, 'create_model')
  await resultOf(transport, created)
  let seq = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    id: model_id,
    get isFresh() {
      return seq === 0
    },
    run: async (path, toPayload) => {
      const submission: Promise<Submission> = last.then(() =>
        submit(transport, path, toPayload({ model_id, seq_id: ++seq })),
      )
      last = submission.catch(() => undefined)
      return resultOf(transport, await submission)
    },
    unload: async () => {
      await ask(transport, 'unload_model', { model_id }).catch(() => undefined)
    },
    abandon: async () => {
      await transport.tryOnce('unload_model', { model_id }).catch(() => undefined)
    },
  }
}
