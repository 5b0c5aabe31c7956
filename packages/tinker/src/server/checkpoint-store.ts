// Checkpoints by their `tinker://` paths, in folders of the server: <root>/<model>/weights/<name> for training, and
// sampler_weights for sampling. They outlive the server and the models that wrote them.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type AdapterSpec, adapterSchema } from '../wire/adapter.ts'
import { HttpError } from './http-error.ts'

export type CheckpointKind = 'weights' | 'sampler_weights'

export interface Place {
  readonly path: string
  readonly directory: string
}

export interface StoredCheckpoint extends Place {
  readonly kind: CheckpointKind
  readonly name: string
  readonly time: Date
}

/** Of a model whose checkpoints are kept. */
export interface ModelFacts {
  readonly baseModel: string
  readonly adapter?: AdapterSpec | undefined
}

const factsSchema: z.ZodType<ModelFacts> = z.object({ baseModel: z.string(), adapter: adapterSchema.optional() })

const KINDS = ['weights', 'sampler_weights'] as const
const NAME = /^[A-Za-z0-9_-]{1,255}$/

export class CheckpointStore {
  readonly #root: string
  /** Names that are being written. */
  readonly #taken: Set<string> = new Set()

  constructor(root: string) {
    this.#root = root
  }

  /** A place for a new checkpoint. @throws HttpError 400 for a wrong name, 409 for one that is taken. */
  reserve(modelId: string, kind: CheckpointKind, name: string, overwrite = false): Place {
    if (!NAME.test(name))
      throw new HttpError(400, `a checkpoint's name has letters, digits, "_" and "-", received ${JSON.stringify(name)}`)
    const directory = join(this.#root, modelId, kind, name)
    if (overwrite) rmSync(directory, { recursive: true, force: true })
    else if (this.#taken.has(directory) || existsSync(directory))
      throw new HttpError(409, `checkpoint "${name}" of ${modelId} exists already`)
    this.#taken.add(directory)
    return {
      path: kind === 'weights' ? `tinker://${modelId}/weights/${name}` : `tinker://${modelId}/${name}`,
      directory,
    }
  }

  /** Notes what a model's checkpoints are of. */
  async describe(modelId: string, facts: ModelFacts): Promise<void> {
    const folder = join(this.#root, modelId)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'model.json'), `${JSON.stringify(facts)}\n`)
  }

  /** The folder of a checkpoint. @throws HttpError 400 for what is no path, 404 where there is none. */
  find(path: string): string {
    const directory = this.#locate(path)
    if (!existsSync(directory)) throw new HttpError(404, `there is no checkpoint ${path}`)
    return directory
  }

  /** What `describe` noted. @throws HttpError as `find`. */
  factsOf(path: string): Partial<ModelFacts> {
    this.find(path)
    return this.modelFacts(path.slice('tinker://'.length).split('/')[0]!)
  }

  modelFacts(modelId: string): Partial<ModelFacts> {
    const file = join(this.#root, modelId, 'model.json')
    return existsSync(file) ? factsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  }

  /** Ids of all models that ever saved here. */
  models(): string[] {
    if (!existsSync(this.#root)) return []
    return readdirSync(this.#root)
      .filter((name) => NAME.test(name))
      .sort()
  }

  list(modelId: string): StoredCheckpoint[] {
    if (!NAME.test(modelId)) return []
    return KINDS.flatMap((kind) => {
      const folder = join(this.#root, modelId, kind)
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : []
      return names.sort().map((name) => {
        const directory = join(folder, name)
        return { kind, name, directory, path: `tinker://${modelId}/${kind}/${name}`, time: statSync(directory).mtime }
      })
    })
  }

  /** @throws HttpError as `find`. */
  remove(path: string): void {
    const directory = this.find(path)
    rmSync(directory, { recursive: true, force: true })
    this.#taken.delete(directory)
  }

  #locate(path: string): string {
    const match = /^tinker:\/\/([^/]+)\/(?:(weights|sampler_weights)\/)?([^/]+)$/.exec(path)
    const [, modelId = '', kind = 'sampler_weights', name = ''] = match ?? []
    if (!NAME.test(modelId) || !NAME.test(name))
      throw new HttpError(400, `expected tinker://MODEL/weights/NAME, received ${JSON.stringify(path)}`)
    return join(this.#root, modelId, kind, name)
  }
}
