// Puts any engine behind the Tinker protocol, so that a trainer on one machine uses an engine on another and several
// trainers share one. Every model is an engine of its own; the engines of the options decide where they compute.
import { timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type Engine, GigpoError, type RandomKey } from '@gigpo/core'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Clock, randomId, systemClock } from '../clock.ts'
import { CheckpointStore } from './checkpoint-store.ts'
import { fail, failures } from './endpoint.ts'
import { Futures } from './futures.ts'
import { type CreateServedEngine, Models } from './models.ts'
import { runRoutes } from './run-routes.ts'
import { sampleRoutes } from './sample-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { Sessions } from './sessions.ts'
import type { ServerState } from './state.ts'
import { trainRoutes } from './train-routes.ts'

export interface TinkerServerOptions {
  /** A new engine of the base model; called once at the start without an adapter, and again for every further model. */
  readonly createEngine: CreateServedEngine
  /** What clients call it. */
  readonly baseModel: string
  /** Folder of the checkpoints that clients save; made when needed. */
  readonly checkpoints: string
  /** JSON that clients load the engine's tokenizer from; default: it is not offered. */
  readonly tokenizerFiles?: unknown
  /** Engines at the same time (default 4). */
  readonly maxModels?: number
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string
  /** Default: any free one. */
  readonly port?: number
  /** What requests must carry as X-API-Key; default: nothing is asked. */
  readonly apiKey?: string
  /** Whether to offer more than the protocol (see wire/extensions.ts; default true). */
  readonly extensions?: boolean
  /** Silence after which a session and its models are ended (default 300,000). */
  readonly sessionTimeoutMs?: number
  /** How long a poll of a pending future is held (default 30,000). */
  readonly holdMs?: number
  readonly clock?: Clock
  readonly createId?: () => string
}

export interface TinkerServer {
  /** With the port, without a path: what clients are given. */
  readonly url: string
  /** Stops listening and closes all engines. */
  close(): Promise<void>
}

/** Bytes of a request body, above what clients are told to send at once. */
const MAX_BODY = 256 * 2 ** 20
/** Silence after which a session must make room for a new model: three heartbeats of ours, six of most clients. */
const SILENT_MS = 60_000
const SWEEP_MS = 10_000
const KEEP_RESULTS_MS = 15 * 60_000

/** Listens until closed. @throws GigpoError `usage` for a port that is taken; whatever `createEngine` throws. */
export async function createTinkerServer(options: TinkerServerOptions): Promise<TinkerServer> {
  const { clock = systemClock, createId = randomId, host = '127.0.0.1' } = options
  const first = await options.createEngine({ adapter: undefined, seed: 0 })
  const state = createState(options, first, clock, createId)
  let server: ServerType
  try {
    server = await listen(createApp(state, options.apiKey), host, options.port ?? 0)
  } catch (error) {
    await state.models.close()
    throw error
  }
  const stopSweeping = clock.every(SWEEP_MS, () => state.sessions.endSilent())
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: async () => {
      stopSweeping()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await state.models.close()
    },
  }
}

function createState(options: TinkerServerOptions, first: Engine, clock: Clock, createId: () => string): ServerState {
  const models: Models = new Models(
    {
      createEngine: options.createEngine,
      maxModels: options.maxModels ?? 4,
      createId,
      makeRoom: () => sessions.endSilent(SILENT_MS),
    },
    first,
  )
  const sessions = new Sessions({
    clock,
    createId,
    timeoutMs: options.sessionTimeoutMs ?? 300_000,
    onEnd: (sessionId) => models.removeOfSession(sessionId),
  })
  return {
    baseModel: options.baseModel,
    limits: { tokenizer: first.tokenizer, contextLength: first.contextLength },
    tokenizerFiles: options.tokenizerFiles,
    extensions: options.extensions ?? true,
    holdMs: options.holdMs ?? 30_000,
    clock,
    createId,
    chance: () => toKey(createId()),
    sessions,
    models,
    futures: new Futures({ clock, createId, keepMs: KEEP_RESULTS_MS }),
    samplings: new Map(),
    checkpoints: new CheckpointStore(options.checkpoints),
  }
}

function createApp(state: ServerState, apiKey: string | undefined): Hono {
  const api = new Hono()
  api.use(async (c, next) => {
    if (apiKey === undefined || c.req.path.endsWith('/healthz')) return next()
    if (isEqual(c.req.header('x-api-key') ?? '', apiKey)) return next()
    return fail(c, { status: 401, body: { detail: 'the X-API-Key header is missing or wrong' } })
  })
  api.use(bodyLimit({ maxSize: MAX_BODY, onError: (c) => fail(c, { status: 413, body: { detail: 'too large' } }) }))
  failures(api)
  sessionRoutes(api, state)
  sampleRoutes(api, state)
  trainRoutes(api, state)
  runRoutes(api, state)
  const app = new Hono()
  failures(app)
  app.route('/api/v1', api)
  return app
}

function isEqual(received: string, expected: string): boolean {
  const [a, b] = [Buffer.from(received), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The first 64 bits of an id. */
function toKey(id: string): RandomKey {
  return [Number.parseInt(id.slice(0, 8), 16) >>> 0, Number.parseInt(id.slice(8, 16), 16) >>> 0]
}

function listen(app: Hono, host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL'
      reject(
        taken
          ? new GigpoError('usage', `cannot listen on ${host}:${port}: ${error.code}`, {
              remedy: 'give another --port or --host',
              cause: error,
            })
          : error,
      )
    })
  })
}
