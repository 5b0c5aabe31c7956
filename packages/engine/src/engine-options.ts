// What an embedded engine is made from, checked and with its defaults filled in before anything is started.
import { GigpoError, type RandomKey } from '@gigpo/core'
import { readConfig, readTokenizer } from './checkpoint/model-folder.ts'
import { type ModelConfig, parseModelConfig, toHfConfig } from './model/config.ts'
import type { StoredTokenizer } from './tokenizer/tokenizer-files.ts'

export interface EmbeddedEngineOptions {
  /** A configuration, drawn afresh from `key`; or a folder in Hugging Face's layout with weights and tokenizer. */
  readonly model: ModelConfig | { readonly path: string }
  /** Needed with a configuration; with a path the folder's own is the default. */
  readonly tokenizer?: StoredTokenizer
  /** Initial weights. */
  readonly key: RandomKey
  /** Threads that compute, each with a copy of the weights; default 1. Results depend on it in the last float bits. */
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

interface ResolvedOptions {
  /** Folder of the initial weights, where there is one. */
  readonly path: string | undefined
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
  const path = 'path' in model ? model.path : undefined
  const config = 'path' in model ? await readConfig(model.path) : parseModelConfig(toHfConfig(model))
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
  const { batchInvariant = false } = options
  return { path, config, tokenizer, workers, threads, maxRows, contextLength, batchInvariant }
}
