// Who is still there: a session that sends no heartbeat for its time-out is ended, and its models with it.
import type { Clock } from '../clock.ts'
import { HttpError } from './http-error.ts'

export interface SessionsOptions {
  readonly clock: Clock
  readonly createId: () => string
  readonly timeoutMs: number
  readonly onEnd: (sessionId: string) => void
}

export class Sessions {
  readonly #options: SessionsOptions
  readonly #lastSeen: Map<string, number> = new Map()

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  create(): string {
    const id = this.#options.createId()
    this.#lastSeen.set(id, this.#options.clock.now())
    return id
  }

  /** @throws HttpError 404. */
  heartbeat(id: string): void {
    this.assertKnown(id)
    this.#lastSeen.set(id, this.#options.clock.now())
  }

  /** @throws HttpError 404. */
  assertKnown(id: string): void {
    if (!this.#lastSeen.has(id)) throw new HttpError(404, `unknown session_id "${id}"`)
  }

  /** Ends the sessions that were silent for so long. */
  endSilent(silentMs: number = this.#options.timeoutMs): void {
    const oldest = this.#options.clock.now() - silentMs
    for (const [id, seen] of this.#lastSeen) {
      if (seen > oldest) continue
      this.#lastSeen.delete(id)
      this.#options.onEnd(id)
    }
  }
}
