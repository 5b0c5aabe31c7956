// The engines a recipe can name. `local` is the embedded engine; a remote one is a line here.
import { join } from 'node:path'
import { type Critic, type Engine, fold, GigpoError, nearest, rootKey } from '@gigpo/core'
import {
  createEmbeddedCritic,
  createEmbeddedEngine,
  parseModelConfig,
  type StoredTokenizer,
  trainByteLevelBpe,
  trainWordLevel,
} from '@gigpo/engine'
import { gigpoHome, type RunConfig } from '@gigpo/trainer'
import { isWholeModel, modelDirectory } from '../models/model-directory.ts'
import { checkedOptions } from './checked-options.ts'
import { createRemote } from './remote-engine.ts'

type Create = (config: RunConfig, from: ModelSource) => Promise<Engine>

/** Stored weights, or the corpus a fresh model's tokenizer is trained on, collected when it is asked for. */
export type ModelSource = { readonly directory: string } | { readonly corpus: () => Promise<readonly string[]> }

const engines: Readonly<Record<string, Create>> = { local: createLocal, tinker: createRemote }

/** @throws GigpoError `config`, `engine`, `checkpoint` or `missing-data`. */
export function createEngine(config: RunConfig, from: ModelSource): Promise<Engine> {
  const { name } = config.engine
  const create = Object.hasOwn(engines, name) ? engines[name] : undefined
  if (create !== undefined) return create(config, from)
  const near = nearest(name, Object.keys(engines))
  throw new GigpoError('config', `unknown engine "${name}"`, {
    remedy: near === undefined ? `choose one of: ${Object.keys(engines).join(', ')}` : `did you mean ${near}?`,
  })
}

/** A stored critic or policy, or the vocabulary of a fresh model. */
export type CriticSource = { readonly directory: string } | { readonly vocabulary: number }

const critics: Readonly<Record<string, (config: RunConfig, from: CriticSource) => Promise<Critic>>> = {
  local: createLocalCritic,
}

/** The critic of the engine a recipe names; `critic` is in the configuration. @throws as `createEngine`. */
export function createCritic(config: RunConfig, from: CriticSource): Promise<Critic> {
  const { name } = config.engine
  const create = Object.hasOwn(critics, name) ? critics[name] : undefined
  if (create !== undefined) return create(config, from)
  throw new GigpoError('config', `the engine "${name}" has no critic`, {
    remedy: `choose one of: ${Object.keys(critics).join(', ')}; or an algorithm without a critic`,
  })
}

function createLocalCritic(config: RunConfig, from: CriticSource): Promise<Critic> {
  const { workers, threadsPerWorker } = config.engine
  return createEmbeddedCritic({
    workers,
    threadsPerWorker,
    key: fold(rootKey(config.seed), 'critic'),
    model: 'directory' in from ? { path: from.directory } : modelOf(config, from.vocabulary),
    fresh: config.critic?.start === 'fresh',
  })
}

async function createLocal(config: RunConfig, from: ModelSource): Promise<Engine> {
  const { workers, threadsPerWorker } = config.engine
  const { maxBatch, contextLength, samplingPrecision } = checkedOptions('engine.options', config.engine.options, {
    maxBatch: 'count',
    contextLength: 'count',
    samplingPrecision: ['float32', 'int8', 'int4'],
  })
  const shared = {
    workers,
    threadsPerWorker,
    key: rootKey(config.seed),
    cacheDirectory: join(gigpoHome(), 'cache', 'engine'),
    // Episodes that others play come in whatever order: what they share a batch with must change nothing.
    batchInvariant: config.executor !== undefined,
    ...(maxBatch === undefined ? {} : { maxBatch }),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(samplingPrecision === undefined ? {} : { samplingPrecision }),
    ...(config.model.lora == null ? {} : { lora: config.model.lora }),
  }
  if ('directory' in from) {
    const engine = await createEmbeddedEngine({ ...shared, model: modelAt(config, from.directory) })
    if (config.rollout.maxTokens < engine.contextLength) return engine
    await engine.close()
    throw new GigpoError(
      'config',
      `rollout.maxTokens is ${config.rollout.maxTokens}, but prompt and completion have ${engine.contextLength} tokens together`,
      {
        where: from.directory,
        remedy: 'lower rollout.maxTokens, or raise engine.options.contextLength where it is set',
      },
    )
  }
  const tokenizer = trainTokenizer(config, await from.corpus())
  return createEmbeddedEngine({ ...shared, model: modelOf(config, tokenizer.size), tokenizer })
}

/** A folder; for an adapter's, such as a checkpoint of a run that trains one, with the base that the recipe names. */
function modelAt({ model }: RunConfig, path: string): { readonly path: string; readonly base?: string } {
  if (isWholeModel(path) || model.path === null) return { path }
  const base = modelDirectory(model.path)
  return isWholeModel(base) ? { path, base } : { path }
}

function trainTokenizer({ model }: RunConfig, corpus: readonly string[]): StoredTokenizer {
  return model.tokenizer === 'word'
    ? trainWordLevel(corpus, { size: model.vocabulary })
    : trainByteLevelBpe(corpus, { vocabularySize: model.vocabulary })
}

function modelOf({ model }: RunConfig, vocabulary: number) {
  return parseModelConfig({
    model_type: model.qkNorm ? 'qwen3' : model.qkvBias ? 'qwen2' : 'llama',
    vocab_size: vocabulary,
    hidden_size: model.hidden,
    num_hidden_layers: model.layers,
    num_attention_heads: model.heads,
    num_key_value_heads: model.kvHeads,
    head_dim: model.hidden / model.heads,
    intermediate_size: model.ffn,
    rms_norm_eps: model.normEpsilon,
    rope_theta: model.ropeTheta,
    max_position_embeddings: model.contextLength,
    tie_word_embeddings: model.tieEmbeddings,
    hidden_act: 'silu',
  })
}
