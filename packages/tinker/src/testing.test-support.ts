// What faults are made of: a proxy between client and server that does to each request what a test says, and clocks that run
// fast or not at all.
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from './clock.ts'

/** What happens to one request. */
export type Fault =
  | 'pass'
  /** The connection breaks before the server has heard of it. */
  | 'drop-request'
  /** The server does it, and the connection breaks before the answer. */
  | 'drop-answer'
  /** The server hears it twice; the second answer comes back. */
  | 'duplicate'
  /** The server does it, and the answer comes late, behind those of later requests. */
  | 'late'
  /** The server does not hear of it. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

export interface FaultyProxy {
  readonly url: string
  /** Requests that were met, by path. */
  readonly seen: string[]
  /** Where requests go from now on. */
  target: string
  close(): Promise<void>
}

/** @param faultOf The fault of the nth request, from 0. */
export async function createFaultyProxy(
  target: string,
  faultOf: (path: string, n: number) => Fault,
): Promise<FaultyProxy> {
  const proxy = { target, seen: [] as string[] }
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = (incoming.url ?? '').replace('/api/v1/', '')
    const body = await bodyOf(incoming)
    const fault = faultOf(path, proxy.seen.length)
    proxy.seen.push(path)
    if (fault === 'drop-request') return void incoming.socket.destroy()
    if (typeof fault === 'object') return void outgoing.writeHead(fault.status, fault.headers).end(fault.body ?? '')
    if (fault === 'duplicate') await forward(proxy.target, incoming, body)
    const answer = await forward(proxy.target, incoming, body)
    if (answer === undefined || fault === 'drop-answer') return void incoming.socket.destroy()
    if (fault === 'late') await systemClock.sleep(30)
    outgoing.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body)
  }
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

/** undefined: nobody listens there. */
function forward(target: string, { url, method, headers }: IncomingMessage, body: Buffer): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const outgoing = httpRequest(
      `${target}${url}`,
      { method, headers: { ...headers, connection: 'close' } },
      (answer) => {
        bodyOf(answer).then(
          (bytes) => resolve({ status: answer.statusCode!, type: answer.headers['content-type'] ?? '', body: bytes }),
          () => resolve(undefined),
        )
      },
    )
    outgoing.on('error', () => resolve(undefined))
    outgoing.end(body)
  })
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Everything happens `factor` times as fast. */
export function createFastClock(factor: number): Clock {
  return {
    now: () => systemClock.now() * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
    every: (ms, work) => systemClock.every(ms / factor, work),
  }
}

export interface ManualClock extends Clock {
  /** Lets time pass, ten seconds at once, and does what is due. */
  advance(ms: number): void
}

/** Time that stands still until it is told to pass; waits are those of the real clock. */
export function createManualClock(): ManualClock {
  let now = 0
  const repeated = new Set<() => void>()
  return {
    now: () => now,
    sleep: systemClock.sleep,
    every: (ms, work) => {
      let due = now + ms
      const check = (): void => {
        for (; due <= now; due += ms) work()
      }
      repeated.add(check)
      return () => repeated.delete(check)
    },
    advance: (ms) => {
      for (const end = now + ms; now < end; ) {
        now = Math.min(end, now + 10_000)
        for (const check of repeated) check()
      }
    },
  }
}
