// The shape of a transformer, read from a Hugging Face `config.json` of either generation of transformers. Supported are
// the decoders of architectures.ts. Everything else is refused by name, because a silently ignored key would change the
// numbers.
import { GigpoError } from '@gigpo/core'
import { type Architecture, architectures, type ModelType, modelTypes } from './architectures.ts'

interface Llama3RopeScaling {
  readonly factor: number
  readonly lowFrequencyFactor: number
  readonly highFrequencyFactor: number
  readonly originalLength: number
}

export interface ModelConfig {
  readonly modelType: ModelType
  readonly vocabularySize: number
  readonly hiddenSize: number
  readonly layers: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headDim: number
  readonly intermediateSize: number
  readonly normEpsilon: number
  readonly ropeTheta: number
  readonly ropeScaling?: Llama3RopeScaling
  /** Longest sequence the positions were made for. */
  readonly contextLength: number
  /** The head is the embedding. */
  readonly tiedEmbedding: boolean
  /** Biases on the q, k and v projections. */
  readonly attentionBias: boolean
  /** RMS norms on each head of q and k, before the rotary positions. */
  readonly queryKeyNorm: boolean
  /** Looking this token up sends its embedding no gradient, as transformers trains models with a `pad_token_id`. */
  readonly paddingToken?: number
  /** One number a position instead of logits: a critic (in transformers a token classifier of one label). */
  readonly valueHead?: true
}

/** Of transformers, for the early configurations that leave it out. */
const DEFAULT_ROPE_THETA = 10_000

type Json = Readonly<Record<string, unknown>>

/** Parses the value of a `config.json`. @throws GigpoError `config` naming file, key and what is supported. */
export function parseModelConfig(value: unknown, where = 'config.json'): ModelConfig {
  try {
    return parse(value)
  } catch (error) {
    if (!GigpoError.isInstance(error)) throw error
    throw GigpoError.fromJSON({ ...error.toJSON(), where })
  }
}

function parse(value: unknown): ModelConfig {
  if (!isObject(value)) throw refused('the model configuration', value, 'a JSON object as in config.json')
  const modelType = oneOf(value, 'model_type', modelTypes)
  const { attentionBias, queryKeyNorm, slidingWindow } = architectures[modelType]
  expectAbsentOr(value, 'hidden_act', ['silu'])
  expectAbsentOr(value, 'mlp_bias', [false])
  expectAbsentOr(value, 'rope_interleaved', [false, null])
  expectAbsentOr(value, 'quantization_config', [null])
  expectAbsentOr(value, 'partial_rotary_factor', [1, null])
  // Qwen2 has its biases without a key; the others declare them, and o_proj would then have one too.
  expectAbsentOr(value, 'attention_bias', attentionBias ? [true, false] : [false])
  const contextLength = positiveInteger(value, 'max_position_embeddings')
  checkWindow(value, slidingWindow, contextLength)
  if (Array.isArray(value.layer_types) && value.layer_types.some((kind) => kind !== 'full_attention')) {
    throw refused('layer_types', value.layer_types, 'full_attention in every layer')
  }
  const heads = positiveInteger(value, 'num_attention_heads')
  const hiddenSize = positiveInteger(value, 'hidden_size')
  const keyValueHeads = value.num_key_value_heads == null ? heads : positiveInteger(value, 'num_key_value_heads')
  const headDim = value.head_dim == null ? hiddenSize / heads : positiveInteger(value, 'head_dim')
  if (heads % keyValueHeads !== 0) throw refused('num_key_value_heads', keyValueHeads, `a divisor of ${heads} heads`)
  if (headDim % 2 !== 0) throw refused('head_dim', headDim, 'an even number')
  const tied = value.tie_word_embeddings ?? false
  if (typeof tied !== 'boolean') throw refused('tie_word_embeddings', tied, 'true or false')
  const rope = ropeOf(value)
  return {
    modelType,
    vocabularySize: positiveInteger(value, 'vocab_size'),
    hiddenSize,
    layers: positiveInteger(value, 'num_hidden_layers'),
    heads,
    keyValueHeads,
    headDim,
    intermediateSize: positiveInteger(value, 'intermediate_size'),
    normEpsilon: positive(value, 'rms_norm_eps'),
    ...rope,
    contextLength,
    tiedEmbedding: tied === true,
    attentionBias,
    queryKeyNorm,
    ...(value.pad_token_id == null ? {} : { paddingToken: tokenId(value, 'pad_token_id') }),
    ...(hasValueHead(value) ? { valueHead: true } : {}),
  }
}

/** The `config.json` that `parseModelConfig` reads back to an equal value. */
export function toHfConfig(config: ModelConfig): Record<string, unknown> {
  const { family, attentionBias, slidingWindow } = architectures[config.modelType]
  const task = config.valueHead ? 'ForTokenClassification' : 'ForCausalLM'
  const scaling = config.ropeScaling
  return {
    architectures: [family + task],
    ...(config.valueHead ? { id2label: { 0: 'value' }, label2id: { value: 0 } } : {}),
    model_type: config.modelType,
    ...(attentionBias ? {} : { attention_bias: false }),
    head_dim: config.headDim,
    hidden_act: 'silu',
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    max_position_embeddings: config.contextLength,
    num_attention_heads: config.heads,
    num_hidden_layers: config.layers,
    num_key_value_heads: config.keyValueHeads,
    ...(config.paddingToken === undefined ? {} : { pad_token_id: config.paddingToken }),
    rms_norm_eps: config.normEpsilon,
    rope_scaling:
      scaling === undefined
        ? null
        : {
            rope_type: 'llama3',
            factor: scaling.factor,
            low_freq_factor: scaling.lowFrequencyFactor,
            high_freq_factor: scaling.highFrequencyFactor,
            original_max_position_embeddings: scaling.originalLength,
          },
    rope_theta: config.ropeTheta,
    ...(slidingWindow === 'always' ? { sliding_window: null } : {}),
    tie_word_embeddings: config.tiedEmbedding,
    torch_dtype: 'float32',
    vocab_size: config.vocabularySize,
  }
}

function hasValueHead({ architectures, id2label }: Json): boolean {
  const name: unknown = Array.isArray(architectures) ? architectures[0] : undefined
  if (typeof name !== 'string' || !name.endsWith('ForTokenClassification')) return false
  if (isObject(id2label) && Object.keys(id2label).length === 1) return true
  throw refused('id2label', id2label, 'one label')
}

/** Only models in which every layer sees every key. */
function checkWindow(value: Json, kind: Architecture['slidingWindow'], contextLength: number): void {
  if (kind === 'switched') expectAbsentOr(value, 'use_sliding_window', [false, null])
  if (kind !== 'always') return
  const window = value.sliding_window === undefined ? 4096 : value.sliding_window
  if (window === null || (typeof window === 'number' && window >= contextLength)) return
  const whole = `null or at least max_position_embeddings, ${contextLength}`
  throw refused('sliding_window', window, `${whole} (set that to ${JSON.stringify(window)} to train within the window)`)
}

/** `rope_theta` and `rope_scaling`, or both inside `rope_parameters` as transformers 5 writes them. */
function ropeOf(value: Json): Pick<ModelConfig, 'ropeTheta' | 'ropeScaling'> {
  const inner = value.rope_parameters ?? value.rope_scaling
  if (inner != null && !isObject(inner)) throw refused('rope_scaling', inner, 'an object or null')
  const rope = inner ?? {}
  const holder = rope.rope_theta === undefined ? value : rope
  const ropeTheta = holder.rope_theta === undefined ? DEFAULT_ROPE_THETA : positive(holder, 'rope_theta')
  expectAbsentOr(rope, 'partial_rotary_factor', [1, null])
  const kind = rope.rope_type ?? rope.type ?? 'default'
  if (kind === 'default') return { ropeTheta }
  if (kind !== 'llama3') throw refused('rope_type', kind, 'default or llama3')
  return {
    ropeTheta,
    ropeScaling: {
      factor: positive(rope, 'factor'),
      lowFrequencyFactor: positive(rope, 'low_freq_factor'),
      highFrequencyFactor: positive(rope, 'high_freq_factor'),
      originalLength: positiveInteger(rope, 'original_max_position_embeddings'),
    },
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(key: string, received: unknown, supported: string): GigpoError {
  return new GigpoError('config', `${key} is ${JSON.stringify(received) ?? 'missing'}; supported: ${supported}`, {
    remedy: `The embedded engine runs dense ${Object.values(architectures)
      .map(({ models }) => models)
      .join('; ')}. Use a remote engine for others.`,
  })
}

function oneOf<T extends string>(value: Json, key: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value[key])
  if (found === undefined) throw refused(key, value[key], allowed.join(', '))
  return found
}

function expectAbsentOr(value: Json, key: string, allowed: readonly unknown[]): void {
  if (value[key] !== undefined && !allowed.includes(value[key])) {
    throw refused(key, value[key], `${allowed.map((item) => JSON.stringify(item)).join(' or ')}, or no such key`)
  }
}

function positive(value: Json, key: string): number {
  const number = value[key]
  if (typeof number !== 'number' || !(number > 0) || !Number.isFinite(number)) {
    throw refused(key, number, 'a positive number')
  }
  return number
}

function positiveInteger(value: Json, key: string): number {
  const number = positive(value, key)
  if (!Number.isSafeInteger(number)) throw refused(key, number, 'a positive integer')
  return number
}

function tokenId(value: Json, key: string): number {
  const id = value[key]
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) throw refused(key, id, 'a token id')
  return id
}
