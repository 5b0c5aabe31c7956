// An OpenEnv server around any task set: descriptions and stateless calls over HTTP, episodes over WebSocket, where each
// connection has an environment of its own. There is no authentication in the protocol: listen on this machine only, or
// behind something that asks.

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GigpoError, type TaskSet } from '@gigpo/core'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { version } from '../cli/version.ts'
import { answerMcp } from './mcp.ts'
import {
  actionErrors,
  errorMessage,
  isObject,
  parseClientMessage,
  resetErrors,
  resetOf,
  type ServerMessage,
} from './messages.ts'
import { openapi, schemas } from './schemas.ts'
import { openSession } from './session.ts'

export interface OpenEnvServerOptions {
  readonly taskSet: TaskSet
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Connections at once. */
  readonly maxSessions: number
}

export interface OpenEnvServer {
  readonly url: string
  close(): Promise<void>
}

/** As in OpenEnv's own client. */
const MAX_FRAME_BYTES = 100 * 2 ** 20

/** @throws GigpoError `usage` for a port that is taken. */
export async function serveOpenEnv(options: OpenEnvServerOptions): Promise<OpenEnvServer> {
  const { taskSet, host } = options
  const server = await listen(createApp(taskSet), host, options.port)
  const sockets = new WebSocketServer({ server, path: '/ws', maxPayload: MAX_FRAME_BYTES })
  sockets.on('connection', (socket) => {
    if (sockets.clients.size <= options.maxSessions) return converse(socket, taskSet)
    const counts = { active_sessions: sockets.clients.size - 1, max_sessions: options.maxSessions }
    const { data } = errorMessage('CAPACITY_REACHED', 'all sessions are taken') as Extract<
      ServerMessage,
      { type: 'error' }
    >
    send(socket, { type: 'error', data: { ...data, ...counts } })
    socket.close(1013)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** Answers one message after another until either side closes. */
function converse(socket: WebSocket, taskSet: TaskSet): void {
  const session = openSession(taskSet)
  let last: Promise<void> = Promise.resolve()
  const answer = async (text: string): Promise<void> => {
    const message = parseClientMessage(text)
    const reply = message.type === 'error' ? message : await session.answer(message)
    if (reply === undefined) socket.close(1000)
    else send(socket, reply)
  }
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : String(data) // no JSON comes in binary frames
    last = last.then(() => answer(text)).catch(() => socket.terminate())
  })
  socket.on('error', () => socket.terminate()) // a broken frame; the peer is told by the close code
  socket.on('close', () => {
    last = last.then(() => session.close()).catch(() => {})
  })
}

function send(socket: WebSocket, message: ServerMessage): void {
  socket.send(JSON.stringify(message))
}

function createApp(taskSet: TaskSet): Hono {
  const app = new Hono()
  app.get('/health', (c) => c.json({ status: 'healthy' }))
  app.get('/metadata', (c) => c.json(metadata(taskSet)))
  app.get('/schema', (c) => c.json(schemas))
  app.get('/openapi.json', (c) => c.json(openapi))
  // Every call has a fresh environment, so this is what it always is.
  app.get('/state', (c) => c.json({ episode_id: null, step_count: 0 }))
  app.post('/reset', async (c) => {
    const body = await readJson(c.req)
    const errors = resetErrors(body)
    if (errors.length > 0) return c.json({ detail: errors }, 422)
    const reply = await openSession(taskSet).answer({ type: 'reset', ...resetOf(body as Record<string, unknown>) })
    return respond(c, reply!)
  })
  app.post('/step', async (c) => {
    const body = await readJson(c.req)
    const errors = isObject(body) ? actionErrors(body.action) : ['expected an object']
    if (errors.length > 0) return c.json({ detail: errors }, 422)
    const session = openSession(taskSet)
    const started = await session.answer({ type: 'reset' })
    if (started!.type === 'error') return respond(c, started!)
    const { action } = (body as { action: { action: string } }).action
    const reply = await session.answer({ type: 'step', action })
    await session.close()
    return respond(c, reply!)
  })
  app.post('/mcp', async (c) => {
    const body = await readJson(c.req)
    if (body === undefined) return c.json({ jsonrpc: '2.0', id: null, error: { code: -32700, message: 'not JSON' } })
    return c.json(answerMcp(body))
  })
  return app
}

function metadata({ name, split, size }: TaskSet) {
  return {
    name,
    description: `${size} tasks of the split ${split}; a seed names the task, seed mod ${size}, and its initial state`,
    version,
    author: 'gigpo',
  }
}

function respond(c: { json: (data: object, status: 200 | 500) => Response }, { type, data }: ServerMessage): Response {
  return c.json(data as object, type === 'error' ? 500 : 200)
}

/** undefined: not JSON. */
async function readJson(request: { text: () => Promise<string> }): Promise<unknown> {
  try {
    return JSON.parse((await request.text()) || '{}')
  } catch {
    return undefined
  }
}

function listen(app: Hono, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, () => resolve(server as Server))
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const remedy = 'give another --port or --host'
      reject(new GigpoError('usage', `cannot listen on ${hostname}:${port}: ${cause.code}`, { remedy, cause }))
    })
  })
}
