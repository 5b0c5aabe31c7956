// One engine behind the protocol: what is asked of it runs one after another in the order of arrival, a request that comes
// twice under one `seq_id` is done once, and samples that wait for the same weights are drawn together.
import { type Completion, type Engine, GigpoError, type SampleRequest } from '@gigpo/core'
import type { AdapterSpec } from '../wire/adapter.ts'
import { HttpError } from './http-error.ts'

interface WaitingDraw {
  readonly requests: readonly SampleRequest[]
  readonly version: number | undefined
  readonly resolve: (completions: Completion[]) => void
  readonly reject: (error: unknown) => void
}

export interface ServedModelOptions {
  readonly id: string
  /** The session whose end unloads it; undefined: a sampler that any session may use. */
  readonly sessionId: string | undefined
  /** undefined: all weights learn. */
  readonly adapter: AdapterSpec | undefined
  readonly engine: Promise<Engine>
}

export class ServedModel {
  readonly id: string
  readonly sessionId: string | undefined
  readonly adapter: AdapterSpec | undefined
  readonly engine: Promise<Engine>
  /** No request has come that changes or reads weights: what `load_weights` needs. */
  isFresh = true
  readonly #answers: Map<number, { readonly digest: string; readonly requestId: string }> = new Map()
  #highest = -1
  #last: Promise<unknown> = Promise.resolve()
  #waiting: WaitingDraw[] = []

  constructor({ id, sessionId, adapter, engine }: ServedModelOptions) {
    this.id = id
    this.sessionId = sessionId
    this.adapter = adapter
    this.engine = engine
    engine.catch(() => undefined)
  }

  /**
   * The request id of what `start` begins, or of the same request before.
   * @throws HttpError 409 for a number that another body had, and for one that comes after a later number.
   */
  once(seqId: number | null | undefined, digest: string, start: () => string): string {
    if (seqId === undefined || seqId === null) return start()
    const before = this.#answers.get(seqId)
    if (before !== undefined) {
      if (before.digest === digest) return before.requestId
      throw new HttpError(409, `seq_id ${seqId} of ${this.id} was used for another request`)
    }
    if (seqId < this.#highest) throw new HttpError(409, `seq_id ${seqId} of ${this.id} comes after ${this.#highest}`)
    const requestId = start()
    this.#highest = seqId
    this.#answers.set(seqId, { digest, requestId })
    return requestId
  }

  /** Runs after everything asked before. */
  inTurn<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => work(await this.engine))
    this.#last = result.catch(() => undefined)
    return result
  }

  /** Completions of a round by itself, under the weights of a version (undefined: whichever it has). */
  drawRound(requests: readonly SampleRequest[], version: number | undefined): Promise<Completion[]> {
    return this.inTurn(async (engine) => {
      this.#checkVersion(engine, version)
      return engine.sample(requests)
    })
  }

  /** As `drawRound`, together with whatever else waits for its turn. */
  draw(requests: readonly SampleRequest[], version: number | undefined): Promise<Completion[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requests, version, resolve, reject })
      if (this.#waiting.length > 1) return
      this.inTurn((engine) => this.#drawWaiting(engine)).catch((error: unknown) => {
        for (const draw of this.#waiting.splice(0)) draw.reject(error)
      })
    })
  }

  /** Ends it after what was asked before. */
  async close(): Promise<void> {
    await this.inTurn((engine) => engine.close()).catch(() => undefined)
  }

  async #drawWaiting(engine: Engine): Promise<void> {
    const draws = this.#waiting.splice(0)
    const all = await this.#drawTogether(engine, draws).catch(() => undefined)
    for (const [i, draw] of draws.entries()) {
      if (all !== undefined) draw.resolve(all[i]!)
      // One of them was wrong: each gets its own answer.
      else await this.#drawTogether(engine, [draw]).then(([own]) => draw.resolve(own!), draw.reject)
    }
  }

  /** The completions of each draw. */
  async #drawTogether(engine: Engine, draws: readonly WaitingDraw[]): Promise<Completion[][]> {
    for (const { version } of draws) this.#checkVersion(engine, version)
    const completions = await engine.sample(draws.flatMap(({ requests }) => requests))
    let at = 0
    return draws.map(({ requests }) => {
      at += requests.length
      return completions.slice(at - requests.length, at)
    })
  }

  #checkVersion(engine: Engine, version: number | undefined): void {
    if (version === undefined || version === engine.policyVersion) return
    throw new GigpoError(
      'engine',
      `the sampling session has the weights of version ${version}, the model is at ${engine.policyVersion}`,
      { where: this.id, remedy: 'this engine keeps one set of weights: save for the sampler again after each step' },
    )
  }
}
