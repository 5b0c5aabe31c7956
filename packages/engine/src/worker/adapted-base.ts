// What a worker needs to compute with an adapter: where the frozen weights lie. It crosses the channel as plain data; the
// weights themselves stay in their files and are mapped by every session, so workers share them.
import type { PlacedTensor } from '../checkpoint/frozen-base.ts'
import type { QuantizedTensor } from '../checkpoint/quantize.ts'
import { external } from '../graph/operators/leaf.ts'
import { blocksOf, QUANTIZED_BLOCK, type QuantizedBits, quantizedWeight } from '../graph/operators/quantized.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from '../model/config.ts'
import type { AdapterConfig } from '../model/lora.ts'
import { adaptedWeights, learnedWeights, type ModelWeights, type Parameters } from '../model/weights.ts'

export interface AdaptedBase {
  readonly adapter: AdapterConfig
  readonly tensors: readonly PlacedTensor[]
  /** The matrices as sampling decodes with them, where that is not as they are. */
  readonly quantized?: { readonly bits: QuantizedBits; readonly tensors: readonly QuantizedTensor[] }
}

/** The weights of a worker's graphs: all learned, or those of a frozen base with an adapter. */
export function graphWeights(config: ModelConfig, base: AdaptedBase | undefined): ModelWeights {
  return base === undefined ? learnedWeights(config) : adaptedWeights(config, base.adapter, mapped(base.tensors))
}

/** The weights that tokens are decoded with, where they are quantised. */
export function quantizedWeights(
  config: ModelConfig,
  { adapter, tensors, quantized }: AdaptedBase,
): ModelWeights | undefined {
  if (quantized === undefined) return undefined
  const { bits } = quantized
  const rounded = quantized.tensors.map(({ name, rows, columns, codes, scales }): [string, Tensor] => {
    const blocks = blocksOf(columns)
    const code = external(`${name}.codes`, [rows, blocks, (QUANTIZED_BLOCK * bits) / 8], codes, 'u8')
    return [name, quantizedWeight(code, external(`${name}.scales`, [rows * blocks], scales), columns, bits)]
  })
  return adaptedWeights(config, adapter, new Map([...mapped(tensors), ...rounded]))
}

function mapped(tensors: readonly PlacedTensor[]): Parameters {
  return new Map(tensors.map(({ name, shape, place }) => [name, external(name, shape, place)]))
}
