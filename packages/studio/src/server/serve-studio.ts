// `gigpo studio`: the application on a port, for this machine alone unless told otherwise.
import type { AddressInfo } from 'node:net'
import { GigpoError, messageOf } from '@gigpo/core'
import { type ServerType, serve } from '@hono/node-server'
import { createAccess } from './http/access.ts'
import { createChangeStream } from './http/change-stream.ts'
import { clientFiles } from './http/client-files.ts'
import { createStudioApp } from './http/studio-app.ts'
import { openStudio } from './studio.ts'

export interface ServeStudioOptions {
  /** A folder of runs, or one run. */
  readonly directory: string
  /** Default 127.0.0.1: nobody else reaches it. */
  readonly host?: string
  /** Without one 4747, or any free port where that is taken. */
  readonly port?: number
  /** The built pages; default those of the package. */
  readonly clientDirectory?: string
  /** Default: random. */
  readonly token?: string
}

export interface StudioServer {
  /** With the token: whoever has it may read. */
  readonly url: string
  readonly token: string
  readonly port: number
  /** Real path of the folder. */
  readonly directory: string
  /** Runs found at the start. */
  readonly runs: number
  close(): Promise<void>
}

const USUAL_PORT = 4747

/**
 * Serves until closed.
 * @throws GigpoError `missing-data` for a folder that is not there or pages that are not built, `usage` for a port or host.
 */
export async function serveStudio(options: ServeStudioOptions): Promise<StudioServer> {
  const { host = '127.0.0.1', port: asked } = options
  if (asked !== undefined && asked > 65535)
    throw new GigpoError('usage', `there is no port ${asked}`, { remedy: 'Ports end at 65535.' })
  const client = clientFiles(options.clientDirectory)
  const studio = openStudio(options.directory)
  const access = createAccess({ host, ...(options.token === undefined ? {} : { token: options.token }) })
  const changes = createChangeStream(studio)
  const { fetch } = createStudioApp({ studio, access, changes, client })
  try {
    const runs = studio.runs().length
    const server = await listen(fetch, host, asked)
    const { port } = server.address() as AddressInfo
    const shown = host.includes(':') ? `[${host}]` : host
    return {
      url: `http://${shown}:${port}/?token=${access.token}`,
      token: access.token,
      port,
      directory: studio.directory,
      runs,
      close: () => {
        changes.close()
        studio.close()
        return new Promise((resolve) => {
          server.close(() => resolve())
          if ('closeAllConnections' in server) server.closeAllConnections()
        })
      },
    }
  } catch (error) {
    changes.close()
    studio.close()
    throw error
  }
}

type Fetch = Parameters<typeof serve>[0]['fetch']

async function listen(fetch: Fetch, host: string, asked: number | undefined): Promise<ServerType> {
  try {
    return await listenOn(fetch, host, asked ?? USUAL_PORT)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE' && asked === undefined) return listenOn(fetch, host, 0)
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new GigpoError('usage', `port ${asked} is ${code === 'EACCES' ? 'not allowed' : 'taken'}`, {
        remedy: 'Give another one, or leave --port out to get a free one.',
        cause: error,
      })
    throw new GigpoError('usage', `cannot listen on ${host}: ${messageOf(error)}`, {
      remedy: 'Give a host of this machine, or leave --host out.',
      cause: error,
    })
  }
}

function listenOn(fetch: Fetch, hostname: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname }, () => resolve(server))
    server.once('error', reject)
  })
}
