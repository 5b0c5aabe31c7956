// Work that was accepted and is asked for later. A result is not consumed by being read: whoever lost an answer asks again,
// for `keepMs` after the work was done.
import type { Clock } from '../clock.ts'
import { type Failure, HttpError, toFailure } from './http-error.ts'

export type Outcome = { readonly result: unknown; readonly failure?: undefined } | { readonly failure: Failure }

interface Future {
  readonly done: Promise<void>
  outcome?: Outcome
  finishedAt?: number
}

export interface FuturesOptions {
  readonly clock: Clock
  readonly createId: () => string
  /** How long a finished result can be asked for. */
  readonly keepMs: number
}

export class Futures {
  readonly #options: FuturesOptions
  readonly #futures: Map<string, Future> = new Map()

  constructor(options: FuturesOptions) {
    this.#options = options
  }

  /** Starts the work and gives it an id. */
  submit(work: () => Promise<unknown>): string {
    this.#forget()
    const id = this.#options.createId()
    const finish = (outcome: Outcome): void => {
      future.outcome = outcome
      future.finishedAt = this.#options.clock.now()
    }
    const done = work().then(
      (result) => finish({ result }),
      // Every failed future is a 400: the request to retrieve it was right.
      (error: unknown) => finish({ failure: { ...toFailure(error), status: 400 } }),
    )
    const future: Future = { done }
    this.#futures.set(id, future)
    return id
  }

  has(id: string): boolean {
    return this.#futures.has(id)
  }

  /** Its outcome; undefined if it is still pending after `holdMs`. @throws HttpError 404. */
  async retrieve(id: string, holdMs: number): Promise<Outcome | undefined> {
    const future = this.#futures.get(id)
    if (future === undefined) throw new HttpError(404, `unknown request_id "${id}"`)
    const over = new AbortController()
    await Promise.race([future.done, this.#options.clock.sleep(holdMs, over.signal)])
    over.abort()
    return future.outcome
  }

  #forget(): void {
    const oldest = this.#options.clock.now() - this.#options.keepMs
    for (const [id, { finishedAt }] of this.#futures) {
      if (finishedAt !== undefined && finishedAt < oldest) this.#futures.delete(id)
    }
  }
}
