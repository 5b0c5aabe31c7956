// /api/changes: what has changed, as server-sent events that can be resumed. Events are numbered, and the latest are kept; who
// comes back with a number that is no longer known, or is another studio's, is told that everything may have changed. The
// disk is looked at while somebody listens.
import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { StudioChange } from '../../api/contract.ts'
import type { Studio } from '../studio.ts'

export interface ChangeStream {
  /** Answers one listener, until it goes away or the stream is closed. */
  answer(c: Context): Response
  close(): void
}

export interface ChangeStreamOptions {
  /** Milliseconds between looks at the disk. */
  readonly everyMs?: number
}

const KEPT = 1000
/** Milliseconds between signs of life, so that connections that are gone are noticed. */
const BEAT_MS = 15_000
/** Milliseconds after which a page whose connection is gone comes back. */
const RETRY_MS = 1000

export function createChangeStream(studio: Studio, { everyMs = 1000 }: ChangeStreamOptions = {}): ChangeStream {
  const name = randomBytes(6).toString('hex')
  const kept: StudioChange[] = []
  /** Number of the last change. */
  let last = 0
  const wakers = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const wake = (): void => {
    for (const waker of [...wakers]) waker()
  }
  const stop = studio.listen((change) => {
    last++
    kept.push(change)
    if (kept.length > KEPT) kept.shift()
    wake()
  })
  /** Changes after a number; undefined when some of them are no longer kept. */
  const since = (number: number): StudioChange[] | undefined =>
    number > last || number < last - kept.length ? undefined : kept.slice(kept.length - (last - number))
  const lookWhileHeard = (): void => {
    timer ??= setInterval(() => {
      if (wakers.size > 0) return studio.refresh()
      clearInterval(timer)
      timer = undefined
    }, everyMs)
  }
  const everythingNow = (): StudioChange[] =>
    studio.runs().map(({ id }) => ({ run: id, parts: ['summary', 'metrics', 'events', 'episodes', 'evaluations'] }))

  return {
    answer: (c) =>
      streamSSE(c, async (stream) => {
        studio.refresh()
        let endWait = (_news: boolean): void => {}
        stream.onAbort(() => endWait(false))
        const received = c.req.header('last-event-id')
        const [from, number] = /^([0-9a-f]{12})-(\d{1,15})$/.exec(received ?? '')?.slice(1) ?? []
        let told = from === name ? Number(number) : last
        const send = (change: StudioChange, at: number): Promise<void> =>
          stream.writeSSE({ id: `${name}-${at}`, data: JSON.stringify(change), retry: RETRY_MS })
        const unknown = received !== undefined && (from !== name || since(told) === undefined)
        if (unknown) told = last
        // The first line opens the connection for the page, whatever else there is to say.
        await stream.write(': the studio listens\n\n')
        if (unknown) for (const change of everythingNow()) await send(change, told)
        while (!stream.aborted && !stream.closed && !closed) {
          const changes = since(told) ?? everythingNow()
          const at = last
          const first = at - changes.length + 1
          for (const [i, change] of changes.entries()) await send(change, Math.max(first + i, 0))
          told = at
          if (last !== told) continue
          lookWhileHeard()
          if (!(await waitForNews()) && !stream.aborted) await stream.write(': still here\n\n')
        }
        /** Whether there is any, or else it is time for a sign of life. */
        function waitForNews(): Promise<boolean> {
          return new Promise((resolve) => {
            const waker = (): void => endWait(true)
            const beat = setTimeout(() => endWait(false), BEAT_MS)
            endWait = (news) => {
              clearTimeout(beat)
              wakers.delete(waker)
              resolve(news)
            }
            wakers.add(waker)
            if (closed || stream.aborted) endWait(false)
          })
        }
      }),
    close: () => {
      closed = true
      stop()
      clearInterval(timer)
      wake()
    },
  }
}
