// The shape of a transformer, read from a Hugging Face `config.json`. Supported are the decoders that share one body:
// RMS norm, rotary positions, grouped-query attention, SwiGLU; Qwen2 adds biases on q, k and v, Qwen3 norms q and k per
// head. Everything else is refused by name, because a silently ignored key would change the numbers.
import { GigpoError } from '@gigpo/core'

interface Llama3RopeScaling {
  readonly factor: number
  readonly lowFrequencyFactor: number
  readonly highFrequencyFactor: number
  readonly originalLength: number
}

export interface ModelConfig {
  readonly modelType: 'qwen2' | 'qwen3' | 'llama'
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

type Json = Readonly<Record<string, unknown>>

/** Parses the value of a `config.json`. @throws GigpoError `config` naming the key and what is supported. */
export function parseModelConfig(value: unknown): ModelConfig {
  if (!isObject(value)) throw refused('the model configuration', value, 'a JSON object as in config.json')
  const modelType = oneOf(value, 'model_type', ['qwen2', 'qwen3', 'llama'] as const)
  expectAbsentOr(value, 'hidden_act', ['silu'])
  expectAbsentOr(value, 'use_sliding_window', [false, null])
  expectAbsentOr(value, 'mlp_bias', [false])
  expectAbsentOr(value, 'rope_interleaved', [false, null])
  expectAbsentOr(value, 'quantization_config', [null])
  expectAbsentOr(value, 'partial_rotary_factor', [1, null])
  // Qwen2 has its biases without a key; the other two declare them, and o_proj would then have one too.
  expectAbsentOr(value, 'attention_bias', modelType === 'qwen2' ? [true, false] : [false])
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
    contextLength: positiveInteger(value, 'max_position_embeddings'),
    tiedEmbedding: tied === true,
    attentionBias: modelType === 'qwen2',
    queryKeyNorm: modelType === 'qwen3',
    ...(value.pad_token_id == null ? {} : { paddingToken: tokenId(value, 'pad_token_id') }),
    ...(hasValueHead(value) ? { valueHead: true } : {}),
  }
}

/** The `config.json` that `parseModelConfig` reads back to an equal value. */
export function toHfConfig(config: ModelConfig): Record<string, unknown> {
  const families = { qwen2: 'Qwen2', qwen3: 'Qwen3', llama: 'Llama' }
  const task = config.valueHead ? 'ForTokenClassification' : 'ForCausalLM'
  const scaling = config.ropeScaling
  return {
    architectures: [families[config.modelType] + task],
    ...(config.valueHead ? { id2label: { 0: 'value' }, label2id: { value: 0 } } : {}),
    model_type: config.modelType,
    ...(config.modelType === 'qwen2' ? {} : { attention_bias: false }),
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

/** `rope_theta` and `rope_scaling`, or both inside `rope_parameters` as transformers 5 writes them. */
function ropeOf(value: Json): Pick<ModelConfig, 'ropeTheta' | 'ropeScaling'> {
  const inner = value.rope_parameters ?? value.rope_scaling
  if (inner != null && !isObject(inner)) throw refused('rope_scaling', inner, 'an object or null')
  const rope = inner ?? {}
  const ropeTheta = rope.rope_theta === undefined ? positive(value, 'rope_theta') : positive(rope, 'rope_theta')
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
    where: 'config.json',
    remedy:
      'The embedded engine runs dense Qwen2, Qwen3 and Llama (SmolLM2) checkpoints; use a remote engine for others.',
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
