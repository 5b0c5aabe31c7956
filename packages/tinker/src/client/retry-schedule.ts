// When a request that failed is sent again, by the class of its failure. Everything sent is safe to repeat: submissions carry
// a number under which a server does them once, and results are not consumed by reading.
export type Failed =
  | { readonly kind: 'connection' }
  | {
      readonly kind: 'status'
      readonly status: number
      /** From a Retry-After header. */
      readonly retryAfterMs?: number | undefined
      /** Nothing but a status: a proxy spoke, not the server. */
      readonly isEmpty: boolean
    }

const FIRST_MS = 500
const LONGEST_MS = 30_000
const LONGEST_ASKED_MS = 300_000
/** Tries of a time-out or a server's failure that are made at once. */
const AT_ONCE = 2
/** Tries of a bare 400. */
const BARE = 3

/**
 * Milliseconds before the next try; undefined: it would fail again.
 * @param attempt Failures in a row before this one.
 * @param uniform In [0, 1): spreads the clients that failed together.
 */
export function retryDelay(failed: Failed, attempt: number, uniform: number): number | undefined {
  if (failed.kind === 'connection') return exponential(attempt, uniform)
  const { status, retryAfterMs = 0, isEmpty } = failed
  if (status === 429 || status === 425) {
    return Math.max(exponential(attempt, uniform), Math.min(retryAfterMs, LONGEST_ASKED_MS))
  }
  if (status === 408 || status >= 500) {
    return attempt < AT_ONCE ? 0 : Math.max(exponential(attempt - AT_ONCE, uniform), Math.min(retryAfterMs, LONGEST_MS))
  }
  if (status === 400 && isEmpty && attempt < BARE) return exponential(attempt, uniform)
  return undefined
}

/** From half to the whole of 0.5 s, 1 s, 2 s … 30 s. */
function exponential(attempt: number, uniform: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16)) * (0.5 + uniform / 2)
}

/** Of a Retry-After header in seconds; a date, which no Tinker server sends, is not read. */
export function retryAfterOf(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 && header !== '' ? 1000 * seconds : undefined
}
