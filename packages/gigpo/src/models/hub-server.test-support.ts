// A small Hugging Face: serves a folder as one model by real HTTP, large files by a redirect to a second server ("storage"),
// with ranges. Faults are switched on by name: connections that drop, ranges not kept, wrong bytes.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

interface HubFaults {
  /** Bodies end after so many bytes, while any of these are left. */
  drops?: number[]
  /** Answers 200 with everything, whatever range was asked for. */
  ignoresRanges?: boolean
  /** Bodies that come with one wrong byte before right ones do. */
  wrongBodies?: number
  /** Token that is asked for. */
  token?: string
  status?: number
}

export interface HubServer {
  readonly endpoint: string
  readonly commit: string
  readonly faults: HubFaults
  /** `METHOD path [range] [with token]`, storage's with `storage ` in front. */
  readonly log: string[]
  close(): Promise<void>
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567'

export async function startHub(folder: string, name: string): Promise<HubServer> {
  const faults: HubFaults = {}
  const log: string[] = []
  const files = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))]))
  const note = (request: IncomingMessage, where = ''): void => {
    const { range, authorization } = request.headers
    const path = request.url!.split('?')[0]
    log.push([where + request.method, path, range, authorization && 'with token'].filter(Boolean).join(' '))
  }
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  const send = (request: IncomingMessage, response: ServerResponse, file: string): void => {
    let bytes = files.get(file)!
    if (request.method === 'GET' && (faults.wrongBodies ?? 0) > 0) {
      faults.wrongBodies!--
      bytes = Buffer.from(bytes)
      bytes[bytes.length - 1]! ^= 1
    }
    const from = faults.ignoresRanges ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (from >= bytes.length && from > 0) {
      response.writeHead(416).end()
      return
    }
    if (from > 0) response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`)
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from })
    const drop = request.method === 'GET' ? faults.drops?.shift() : undefined
    if (drop === undefined) response.end(request.method === 'HEAD' ? undefined : bytes.subarray(from))
    else response.write(bytes.subarray(from, from + drop), () => response.socket?.end())
  }
  const storage = createServer((request, response) => {
    note(request, 'storage ')
    send(request, response, request.url!.slice(1).split('?')[0]!)
  })
  const storageAt = await listen(storage)
  const home = createServer((request, response) => {
    note(request)
    const url = request.url!
    if (faults.token !== undefined && request.headers.authorization !== `Bearer ${faults.token}`)
      response.writeHead(401).end()
    else if (faults.status !== undefined) response.writeHead(faults.status).end()
    else if (url.startsWith(`/api/models/${name}/revision/main`)) {
      const siblings = [...files].map(([file, bytes]) => ({ rfilename: file, size: bytes.length }))
      response.end(JSON.stringify({ sha: COMMIT, siblings }))
    } else if (url.startsWith(`/${name}/resolve/${COMMIT}/`)) {
      const file = decodeURIComponent(url.split('/').at(-1)!)
      const bytes = files.get(file)!
      response.setHeader('x-repo-commit', COMMIT)
      if (file.endsWith('.safetensors')) {
        response.setHeader('x-linked-etag', `"${sha256(bytes)}"`)
        response.setHeader('x-linked-size', bytes.length)
        response.writeHead(302, { location: `${storageAt}/${file}?signature=secret`, etag: '"other"' }).end()
      } else {
        const blob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
        response.setHeader('etag', `"${blob}"`)
        send(request, response, file)
      }
    } else response.writeHead(404).end()
  })
  const endpoint = await listen(home)
  return {
    endpoint,
    commit: COMMIT,
    faults,
    log,
    close: async () => {
      for (const server of [home, storage]) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
