// Which weights a model has: Hugging Face names, shapes in the checkpoint's layout (linear layers are [out, in]), and how
// a fresh model draws them. The order is fixed, it is the order of every checkpoint and optimiser state.
import type { RandomKey } from '@gigpo/core'
import { stream } from '@gigpo/core'
import { sizeOf } from '../graph/shape.ts'
import type { Shape } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'

export interface ParameterSpec {
  readonly name: string
  readonly shape: Shape
  /** Weight decay applies to matrices only. */
  readonly kind: 'matrix' | 'norm' | 'bias'
  /** Standard deviation of the initial values; norms start at 1, biases at 0. */
  readonly initialScale: number
}

const SCALE = 0.02

/** All parameters; a tied head is not one of them. */
export function parameterSpecs(config: ModelConfig): ParameterSpec[] {
  const { hiddenSize, intermediateSize, headDim, heads, keyValueHeads, layers, vocabularySize } = config
  const matrix = (name: string, rows: number, columns: number, initialScale = SCALE): ParameterSpec => ({
    name: `${name}.weight`,
    shape: [rows, columns],
    kind: 'matrix',
    initialScale,
  })
  const norm = (name: string, width: number): ParameterSpec => ({
    name: `${name}.weight`,
    shape: [width],
    kind: 'norm',
    initialScale: 0,
  })
  // Each layer adds to the residual twice: scaled so that its variance does not grow with depth (GPT-2).
  const residual = SCALE / Math.sqrt(2 * layers)
  const layer = (i: number): ParameterSpec[] => {
    const at = (part: string): string => `model.layers.${i}.${part}`
    const projection = (part: string, rows: number): ParameterSpec[] => [
      matrix(at(`self_attn.${part}`), rows, hiddenSize),
      ...(config.attentionBias
        ? [{ name: at(`self_attn.${part}.bias`), shape: [rows], kind: 'bias' as const, initialScale: 0 }]
        : []),
    ]
    return [
      norm(at('input_layernorm'), hiddenSize),
      ...projection('q_proj', heads * headDim),
      ...projection('k_proj', keyValueHeads * headDim),
      ...projection('v_proj', keyValueHeads * headDim),
      ...(config.queryKeyNorm ? [norm(at('self_attn.q_norm'), headDim), norm(at('self_attn.k_norm'), headDim)] : []),
      matrix(at('self_attn.o_proj'), hiddenSize, heads * headDim, residual),
      norm(at('post_attention_layernorm'), hiddenSize),
      matrix(at('mlp.gate_proj'), intermediateSize, hiddenSize),
      matrix(at('mlp.up_proj'), intermediateSize, hiddenSize),
      matrix(at('mlp.down_proj'), hiddenSize, intermediateSize, residual),
    ]
  }
  // Zeros: V = 0 until the first step, whatever the body says.
  const valueHead: ParameterSpec[] = [
    matrix('score', 1, hiddenSize, 0),
    { name: 'score.bias', shape: [1], kind: 'bias', initialScale: 0 },
  ]
  return [
    matrix('model.embed_tokens', vocabularySize, hiddenSize),
    ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
    norm('model.norm', hiddenSize),
    ...(config.valueHead ? valueHead : config.tiedEmbedding ? [] : [matrix('lm_head', vocabularySize, hiddenSize)]),
  ]
}

export function parameterCount(config: ModelConfig): number {
  return parameterSpecs(config).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** Fresh weights by name. Each tensor has a key of its own: adding one changes no other. */
export function initialParameters(config: ModelConfig, key: RandomKey): Map<string, Float32Array> {
  return new Map(
    parameterSpecs(config).map((spec) => {
      const values = new Float32Array(sizeOf(spec.shape)).fill(spec.kind === 'norm' ? 1 : 0)
      if (spec.kind === 'matrix' && spec.initialScale > 0) {
        const draws = stream(key, 'parameter', spec.name)
        for (let i = 0; i < values.length; i++) values[i] = spec.initialScale * draws.normal()
      }
      return [spec.name, values]
    }),
  )
}
