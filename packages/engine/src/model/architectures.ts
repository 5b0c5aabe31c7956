// The architectures the embedded engine computes: one entry each. All are the same decoder (RMS norm, rotary positions,
// grouped-query attention, SwiGLU); an entry says where one differs, and which of its keys would make it another graph.

export interface Architecture {
  /** How transformers' class names begin. */
  readonly family: string
  /** Published models it covers. */
  readonly models: string
  /** Biases on the q, k and v projections. */
  readonly attentionBias: boolean
  /** RMS norms on each head of q and k, before the rotary positions. */
  readonly queryKeyNorm: boolean
  /**
   * When a layer sees only the newest keys: `switched` with `use_sliding_window`, `always` where `sliding_window` is below
   * the context (4096 where the key is absent).
   */
  readonly slidingWindow: 'switched' | 'always' | 'never'
}

const plain = { attentionBias: false, queryKeyNorm: false }

export type ModelType = 'qwen2' | 'qwen3' | 'llama' | 'mistral'

export const architectures: Readonly<Record<ModelType, Architecture>> = {
  qwen2: {
    family: 'Qwen2',
    models: 'Qwen2, Qwen2.5',
    attentionBias: true,
    queryKeyNorm: false,
    slidingWindow: 'switched',
  },
  qwen3: { family: 'Qwen3', models: 'Qwen3', attentionBias: false, queryKeyNorm: true, slidingWindow: 'switched' },
  llama: { family: 'Llama', models: 'Llama 3.x, SmolLM2', ...plain, slidingWindow: 'never' },
  mistral: { family: 'Mistral', models: 'Mistral without a sliding window (Nemo)', ...plain, slidingWindow: 'always' },
}

export const modelTypes: readonly ModelType[] = ['qwen2', 'qwen3', 'llama', 'mistral']
