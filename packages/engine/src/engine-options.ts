// What an embedded engine is made from, checked and with its defaults filled in before anything is started.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GigpoError, type RandomKey } from '@gigpo/core'
import { baseFolder, readAdapterConfig } from './checkpoint/adapter.ts'
import { readConfig, readTokenizer } from './checkpoint/model-folder.ts'
import { type ModelConfig, parseModelConfig, toHfConfig } from './model/config.ts'
import { type AdapterConfig, checkedAdapter } from './model/lora.ts'
import type { StoredTokenizer } from './tokenizer/tokenizer-files.ts'

export interface EmbeddedEngineOptions {
  /**
   * A configuration, drawn afresh from `key`; or a folder in Hugging Face's layout with weights and tokenizer; or an adapter's
   * folder in PEFT's layout, whose base is `base` or the one it names.
   */
  readonly model: ModelConfig | { readonly path: string; readonly base?: string }
  /** Needed with a configuration; with a path the folder's own is the default. */
  readonly tokenizer?: StoredTokenizer
  /** Initial weights. */
  readonly key: RandomKey
  /**
   * Train an adapter on the frozen weights of a folder, which are mapped into memory instead of copied; with an adapter's
   * folder its own is the default. Absent: every weight learns.
   */
  readonly lora?: { readonly rank: number; readonly alpha: number; readonly targetModules: readonly string[] }
  /**
   * How tokens are decoded beside an adapter: with the frozen weights as they are, or rounded to 8 or 4 bits; default float32.
   * Prompts are read and training is done in float32 all the same. What the rounding costs is the difference between the
   * log-probabilities of `sample` and `forward`.
   */
  readonly samplingPrecision?: SamplingPrecision
  /** Where converted frozen weights are kept; default a folder `gigpo` in the system's temporary folder. */
  readonly cacheDirectory?: string
  /** Threads that compute, each with a copy of what learns; default 1. Results depend on it in the last float bits. */
  readonly workers?: number
  /** onnxruntime threads inside each worker; default 1, which is fastest for models below about a million weights. */
  readonly threadsPerWorker?: number
  /** Longest prompt + completion, tokens; default and upper bound is the model's. */
  readonly contextLength?: number
  /** Rows a worker decodes together; default 64. */
  readonly maxBatch?: number
  /**
   * Sample every completion to the same bits whatever else is sampled with it; default false: equal to about 1e-5 nats.
   * Decoding then reads a cache as long as the model's context. For work that is split up as it comes.
   */
  readonly batchInvariant?: boolean
}

type SamplingPrecision = 'float32' | 'int8' | 'int4'

/** Where an engine's weights come from. */
type ModelSource =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'folder'; readonly path: string }
  /** A frozen base; `from` is the folder of the adapter to begin with, where there is one. */
  | { readonly kind: 'adapted'; readonly path: string; readonly adapter: AdapterConfig; readonly from?: string }

export interface ResolvedOptions {
  readonly source: ModelSource
  readonly cacheDirectory: string
  readonly samplingPrecision: SamplingPrecision
  readonly config: ModelConfig
  readonly tokenizer: StoredTokenizer
  readonly workers: number
  readonly threads: number
  readonly maxRows: number
  readonly contextLength: number
  readonly batchInvariant: boolean
}

function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw new GigpoError('usage', `${name} must be a positive integer, received ${value}`)
}

/** @throws GigpoError `usage`. */
export function resolveCompute(options: Pick<EmbeddedEngineOptions, 'workers' | 'threadsPerWorker'>): {
  readonly workers: number
  readonly threads: number
} {
  return {
    workers: positiveInteger('workers', options.workers ?? 1),
    threads: positiveInteger('threadsPerWorker', options.threadsPerWorker ?? 1),
  }
}

/** @throws GigpoError `usage`, `config`, `checkpoint` or `data`. */
export async function resolveOptions(options: EmbeddedEngineOptions): Promise<ResolvedOptions> {
  const { model } = options
  const source = await resolveSource(options)
  const path = source.kind === 'fresh' ? undefined : source.path
  const config = path === undefined ? parseModelConfig(toHfConfig(model as ModelConfig)) : await readConfig(path)
  if (config.valueHead)
    throw new GigpoError('config', 'the folder holds a critic, which has no words to say', {
      ...(path === undefined ? {} : { where: path }),
      remedy: 'Give the folder of a policy.',
    })
  const tokenizer = options.tokenizer ?? (path === undefined ? undefined : await readTokenizer(path))
  if (tokenizer === undefined)
    throw new GigpoError('usage', 'a model configuration needs a tokenizer', {
      remedy: 'Pass one from trainWordLevel, trainByteLevelBpe or loadTokenizer.',
    })
  if (tokenizer.size > config.vocabularySize)
    throw new GigpoError('usage', `the tokenizer has ${tokenizer.size} tokens, the model ${config.vocabularySize}`, {
      ...(path === undefined ? {} : { where: path }),
      remedy:
        path === undefined
          ? 'Set the model’s vocabularySize to the tokenizer’s size or above.'
          : 'tokenizer.json belongs to another model than config.json (vocab_size): take both from one folder.',
    })
  const { workers, threads } = resolveCompute(options)
  const maxRows = positiveInteger('maxBatch', options.maxBatch ?? 64)
  const contextLength = positiveInteger('contextLength', options.contextLength ?? config.contextLength)
  if (contextLength > config.contextLength)
    throw new GigpoError('usage', `contextLength ${contextLength} exceeds the model's ${config.contextLength}`, {
      ...(path === undefined ? {} : { where: path }),
      remedy: `Ask for at most ${config.contextLength} tokens, or choose a model with longer positions.`,
    })
  const cacheDirectory = options.cacheDirectory ?? join(tmpdir(), 'gigpo')
  const { batchInvariant = false, samplingPrecision = 'float32' } = options
  if (samplingPrecision !== 'float32' && source.kind !== 'adapted')
    throw new GigpoError('usage', `samplingPrecision ${samplingPrecision} needs an adapter on frozen weights`, {
      remedy:
        'Set lora (model.lora in a recipe), or sample in float32: weights that learn would be rounded at every step.',
    })
  return {
    source,
    cacheDirectory,
    samplingPrecision,
    config,
    tokenizer,
    workers,
    threads,
    maxRows,
    contextLength,
    batchInvariant,
  }
}

async function resolveSource({ model, lora }: EmbeddedEngineOptions): Promise<ModelSource> {
  const asked = lora === undefined ? undefined : checkedAdapter(lora)
  if (!('path' in model)) {
    if (asked === undefined) return { kind: 'fresh' }
    throw new GigpoError('usage', 'lora needs the folder of a model: fresh weights are no base to adapt', {
      remedy: 'Give a folder, or leave lora out.',
    })
  }
  const stored = await readAdapterConfig(model.path)
  if (stored === undefined) {
    const { path } = model
    return asked === undefined ? { kind: 'folder', path } : { kind: 'adapted', path, adapter: asked }
  }
  const path = baseFolder(model.path, stored.base, model.base)
  return { kind: 'adapted', path, adapter: asked ?? stored.adapter, from: model.path }
}
