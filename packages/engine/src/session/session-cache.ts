// Compiled graphs by bucket key, the least recently used one released when the cache is full: shapes are static, so a
// ragged workload meets many buckets, and every session holds its own memory until it is released.
import type { Graph } from '../graph/tensor.ts'
import { type CompileOptions, compile, type Session } from './session.ts'

export interface SessionCacheOptions extends CompileOptions {
  /** Most sessions held at once, at least 1. */
  readonly capacity: number
}

export interface SessionCache {
  /** The session of `key`, compiled from `build()` on first use. Use it before asking for the next one. */
  get(key: string, build: () => Graph): Promise<Session>
  readonly size: number
  /** Releases every session. */
  release(): Promise<void>
}

export function createSessionCache(options: SessionCacheOptions): SessionCache {
  // A Map iterates in insertion order; a key that is used again is inserted again, so the first one is the oldest.
  const sessions = new Map<string, Promise<Session>>()
  const evict = async (key: string): Promise<void> => {
    const session = sessions.get(key)
    sessions.delete(key)
    await (await session)?.release()
  }
  return {
    get size() {
      return sessions.size
    },
    async get(key, build) {
      const known = sessions.get(key)
      if (known !== undefined) {
        sessions.delete(key)
        sessions.set(key, known)
        return known
      }
      const [oldest] = sessions.keys()
      if (oldest !== undefined && sessions.size >= options.capacity) await evict(oldest)
      const session = compile(build(), options)
      sessions.set(key, session)
      session.catch(() => sessions.delete(key))
      return session
    },
    async release() {
      await Promise.all([...sessions.keys()].map(evict))
    },
  }
}
