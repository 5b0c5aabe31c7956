// `gigpo play webshop --web`: the shop on a port of this machine, for a person to shop in and to look at episodes again.
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { GigpoError, messageOf } from '@gigpo/core'
import type { Goal, Shop } from '@gigpo/envs/webshop'
import { type ServerType, serve } from '@hono/node-server'
import { createGoalBook } from './goal-book.ts'
import { readRecordings } from './replay/read-recordings.ts'
import { createShopApp } from './shop-app.ts'

export interface ShopServerOptions {
  readonly shop: Shop
  /** All goals of the catalogue in canonical order. */
  readonly goals: readonly Goal[]
  /** The split: positions in `goals`. Numbers of tasks count in it. */
  readonly positions: ArrayLike<number>
  /** A number in the split, or the id of any goal. Default the first of the split. */
  readonly task?: string
  /** Without one 3000, or any free port where that is taken. */
  readonly port?: number
  /** A file of episodes or script lines to replay. */
  readonly episodes?: string
  /** Which of them comes first, from 0 (default 0). */
  readonly episode?: number
}

export interface ShopServer {
  /** With the port, without a path. */
  readonly url: string
  close(): Promise<void>
}

/** The port of the original. */
const USUAL_PORT = 3000

/**
 * Serves until closed, to this machine alone.
 * @throws GigpoError `usage` for an unknown task or episode or a port that is taken, `data` or `missing-data` for the file.
 */
export async function serveShop(options: ShopServerOptions): Promise<ShopServer> {
  const { shop, goals, positions, task = '0', episodes, episode = 0 } = options
  const book = createGoalBook(shop, goals, positions)
  const recordings = episodes === undefined ? [] : readRecordings(readText(episodes), episodes)
  if (episodes !== undefined) {
    const chosen = recordings[episode]
    if (chosen === undefined)
      throw new GigpoError('usage', `there is no episode ${episode} in ${episodes}, which has ${recordings.length}`, {
        remedy: 'Episodes count from 0.',
      })
    book.sessionOf(chosen.task)
  }
  const { fetch } = createShopApp({ shop, book, session: book.sessionOf(task), recordings, episode })
  if (options.port !== undefined && options.port > 65535)
    throw new GigpoError('usage', `there is no port ${options.port}`, { remedy: 'Ports end at 65535.' })
  const server = await listen(fetch, options.port)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch'], asked: number | undefined): Promise<ServerType> {
  try {
    return await listenOn(fetch, asked ?? USUAL_PORT)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    if (asked === undefined) return listenOn(fetch, 0)
    throw new GigpoError('usage', `port ${asked} is ${code === 'EACCES' ? 'not allowed' : 'taken'}`, {
      remedy: 'Give another one, or leave --port out to get a free one.',
      cause: error,
    })
  }
}

function listenOn(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, () => resolve(server))
    server.once('error', reject)
  })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new GigpoError('missing-data', `cannot read ${path}: ${messageOf(cause)}`, {
      remedy: "Give a file of a run's episodes folder, or of script lines.",
      cause,
    })
  }
}
