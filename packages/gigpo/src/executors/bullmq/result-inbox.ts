// The results of a run as they come: each job's goes to whoever waits for it, once. One that comes again is a duplicate; one
// that nobody waits for was left by a trainer that is gone, or played under a policy that is.
import type { AttemptOutcome } from '@gigpo/trainer'
import type { Redis } from 'ioredis'
import type { JobResult } from './queue-protocol.ts'

interface Waiting {
  readonly resolve: (outcome: AttemptOutcome) => void
  readonly since: number
  /** Times in a row that the job was seen neither waiting nor played. */
  missed: number
}

export interface ResultInbox {
  wait(job: string): Promise<AttemptOutcome>
  /** Ids of those waited for since at least so long. */
  overdue(sinceMs: number): string[]
  /** The job is not in the queue. Said twice without a result in between, it is lost. */
  miss(job: string): void
  forget(jobs: readonly string[]): void
  /** Counted since the last call. */
  takeCounts(): { 'executor/duplicates': number; 'executor/stale': number }
  close(): Promise<void>
}

/** Reads until closed; `redis` is for it alone. */
export function openInbox(redis: Redis, key: string): ResultInbox {
  const waiting = new Map<string, Waiting>()
  const done = new Set<string>()
  let duplicates = 0
  let stale = 0
  let isClosed = false
  const receive = (text: string): void => {
    const { job, outcome } = JSON.parse(text) as JobResult
    const open = waiting.get(job)
    if (open === undefined) {
      if (done.has(job)) duplicates++
      else stale++
      return
    }
    waiting.delete(job)
    done.add(job)
    open.resolve(outcome)
  }
  const read = async (): Promise<void> => {
    while (!isClosed) {
      const item = await redis.blpop(key, 1).catch(() => null)
      if (item !== null) receive(item[1])
    }
  }
  const reading = read()
  return {
    wait: (job) => new Promise((resolve) => waiting.set(job, { resolve, since: performance.now(), missed: 0 })),
    overdue: (sinceMs) =>
      [...waiting].filter(([, { since }]) => performance.now() - since >= sinceMs).map(([job]) => job),
    miss: (job) => {
      const open = waiting.get(job)
      if (open === undefined || ++open.missed < 2) return
      waiting.delete(job)
      open.resolve({ kind: 'lost', message: 'the job is gone without a result' })
    },
    forget: (jobs) => {
      for (const job of jobs) waiting.delete(job)
    },
    takeCounts: () => {
      const counts = { 'executor/duplicates': duplicates, 'executor/stale': stale }
      duplicates = 0
      stale = 0
      return counts
    },
    close: async () => {
      isClosed = true
      redis.disconnect()
      await reading
    },
  }
}
