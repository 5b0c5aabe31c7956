// The engines a server holds: at most `maxModels`, each with its own weights. A trainer's model belongs to its session and
// goes with it; a sampler of the base model or of a checkpoint belongs to nobody and makes room when room is needed.
import { isDeepStrictEqual } from 'node:util'
import { type Engine, GigpoError, type MaybePromise } from '@gigpo/core'
import type { AdapterSpec } from '../wire/adapter.ts'
import { HttpError } from './http-error.ts'
import { ServedModel } from './served-model.ts'

/** What a new engine must be. */
export interface ServedEngineRequest {
  /** What learns beside the frozen weights; undefined: all weights learn. */
  readonly adapter: AdapterSpec | undefined
  /** Of the adapter's first weights. */
  readonly seed: number
}

export type CreateServedEngine = (request: ServedEngineRequest) => MaybePromise<Engine>

export interface ModelsOptions {
  /** A new engine with the weights of the base model, all of which learn, or an adapter beside them. */
  readonly createEngine: CreateServedEngine
  readonly maxModels: number
  readonly createId: () => string
  /** Asked when there is no room: ends what nobody seems to use any more. */
  readonly makeRoom: () => void
}

export class Models {
  readonly #options: ModelsOptions
  readonly #models: Map<string, ServedModel> = new Map()
  /** By what they sample; also in `#models`. Insertion order is the order of last use. */
  readonly #samplers: Map<string, ServedModel> = new Map()
  /** Samplers of checkpoints that are gone; also in `#models`. */
  readonly #retired: Set<ServedModel> = new Set()
  #spare: Engine | undefined
  readonly #closing: Set<Promise<void>> = new Set()

  /** @param spare An engine that is already made, for the first model without an adapter. */
  constructor(options: ModelsOptions, spare: Engine) {
    this.#options = options
    this.#spare = spare
  }

  /** @throws HttpError 404. */
  get(id: string): ServedModel {
    const model = this.#models.get(id)
    if (model === undefined) throw new HttpError(404, `unknown model_id "${id}"`)
    return model
  }

  /** @throws GigpoError `engine` when the server is full. */
  create(sessionId: string | undefined, adapter: AdapterSpec | undefined, seed = 0): ServedModel {
    this.#assertRoom()
    const id = this.#options.createId()
    const model = new ServedModel({ id, sessionId, adapter, engine: this.#createEngine({ adapter, seed }) })
    model.engine.catch(() => this.#models.delete(id))
    this.#models.set(id, model)
    return model
  }

  /** The sampler of the base model. */
  baseSampler(): ServedModel {
    return this.#sampler('', undefined, async () => {})
  }

  /** The sampler of a checkpoint's folder, loaded when it is first asked for. */
  sampler(directory: string, adapter: AdapterSpec | undefined): ServedModel {
    return this.#sampler(directory, adapter, (engine) => engine.load(directory, { weightsOnly: true }))
  }

  /** The checkpoint is gone: its sampler, if there is one, is free for the next. */
  retire(directory: string): void {
    const sampler = this.#samplers.get(directory)
    if (sampler === undefined) return
    this.#samplers.delete(directory)
    this.#retired.add(sampler)
  }

  #sampler(name: string, adapter: AdapterSpec | undefined, prepare: (engine: Engine) => Promise<void>): ServedModel {
    let sampler = this.#samplers.get(name)
    if (sampler === undefined) {
      sampler = (name === '' ? undefined : this.#takeRetired(adapter)) ?? this.create(undefined, adapter)
      sampler.inTurn(prepare).catch(() => this.remove(sampler!.id))
    }
    this.#samplers.delete(name)
    this.#samplers.set(name, sampler)
    return sampler
  }

  #takeRetired(adapter: AdapterSpec | undefined): ServedModel | undefined {
    const fitting = [...this.#retired].find((sampler) => isDeepStrictEqual(sampler.adapter, adapter))
    if (fitting !== undefined) this.#retired.delete(fitting)
    return fitting
  }

  /** Ends a model after what was asked of it before; an unknown one is no error. */
  remove(id: string): Promise<void> {
    const model = this.#models.get(id)
    if (model === undefined) return Promise.resolve()
    this.#models.delete(id)
    for (const [name, sampler] of this.#samplers) if (sampler === model) this.#samplers.delete(name)
    this.#retired.delete(model)
    const closed = model.close()
    this.#closing.add(closed)
    return closed.finally(() => this.#closing.delete(closed))
  }

  removeOfSession(sessionId: string): void {
    for (const model of [...this.#models.values()]) if (model.sessionId === sessionId) void this.remove(model.id)
  }

  async close(): Promise<void> {
    for (const id of [...this.#models.keys()]) void this.remove(id)
    await Promise.all(this.#closing)
    await this.#spare?.close()
  }

  async #createEngine(request: ServedEngineRequest): Promise<Engine> {
    if (request.adapter !== undefined) return this.#options.createEngine(request)
    const spare = this.#spare
    this.#spare = undefined
    return spare ?? this.#options.createEngine(request)
  }

  #assertRoom(): void {
    const { maxModels } = this.#options
    if (this.#models.size >= maxModels) this.#options.makeRoom()
    const [dispensable] = [...this.#retired, ...this.#samplers.values()]
    if (this.#models.size >= maxModels && dispensable !== undefined) void this.remove(dispensable.id)
    if (this.#models.size < maxModels) return
    throw new GigpoError('engine', `the server holds ${this.#models.size} of ${maxModels} models`, {
      remedy: 'end another trainer, wait until its session has timed out, or serve with a larger --max-models',
    })
  }
}
