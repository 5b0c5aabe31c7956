// What a worker needs to compute with an adapter: where the frozen weights lie. It crosses the channel as plain data; the
// weights themselves stay in their files and are mapped by every session, so workers share them.
import type { PlacedTensor } from '../checkpoint/frozen-base.ts'
import { external } from '../graph/operators/leaf.ts'
import type { ModelConfig } from '../model/config.ts'
import type { AdapterConfig } from '../model/lora.ts'
import { adaptedWeights, learnedWeights, type ModelWeights, type Parameters } from '../model/weights.ts'

export interface AdaptedBase {
  readonly adapter: AdapterConfig
  readonly tensors: readonly PlacedTensor[]
}

/** The weights of a worker's graphs: all learned, or those of a frozen base with an adapter. */
export function graphWeights(config: ModelConfig, base: AdaptedBase | undefined): ModelWeights {
  return base === undefined ? learnedWeights(config) : adaptedWeights(config, base.adapter, mapped(base.tensors))
}

function mapped(tensors: readonly PlacedTensor[]): Parameters {
  return new Map(tensors.map(({ name, shape, place }) => [name, external(name, shape, place)]))
}
