// Time and chance, handed in: tests run the same code with a clock that jumps and numbers that are known.
import { randomUUID } from 'node:crypto'

export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `work` again and again until the returned function is called. Does not keep the process alive. */
  every(ms: number, work: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const end = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal?.addEventListener('abort', end)
    }),
  every: (ms, work) => {
    const timer = setInterval(work, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}

/** 128 random bits as 32 hex digits. */
export function randomId(): string {
  return randomUUID().replaceAll('-', '')
}
