// What a graph computes with, and which of it learns. In full training every parameter is an input, fed at each run. With an
// adapter (lora.ts) the base is frozen, may stay in its file, and only the adapter is fed and given gradients.
import { mul } from '../graph/operators/elementwise.ts'
import { input, scalar } from '../graph/operators/leaf.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'
import { type AdapterConfig, adapterSpecs, isUpProjection } from './lora.ts'
import { parameterSpecs } from './parameters.ts'

/** By name, as the decoder looks them up. */
export type Parameters = ReadonlyMap<string, Tensor>

export interface ModelWeights {
  readonly parameters: Parameters
  /** Inputs of the graph, in the order of checkpoints and optimiser states. */
  readonly learned: ReadonlyMap<string, Tensor>
}

/** Every parameter learns. */
export function learnedWeights(config: ModelConfig): ModelWeights {
  const learned = new Map(parameterSpecs(config).map(({ name, shape }) => [name, input(name, shape)]))
  return { parameters: learned, learned }
}

/** A frozen base and an adapter that learns. The factor α/r is taken into B, the smaller of the two matrices' products. */
export function adaptedWeights(config: ModelConfig, adapter: AdapterConfig, base: Parameters): ModelWeights {
  const learned = new Map(adapterSpecs(config, adapter).map(({ name, shape }) => [name, input(name, shape)]))
  const factor = scalar(adapter.alpha / adapter.rank)
  const scaled = [...learned].map(([name, x]): [string, Tensor] => [name, isUpProjection(name) ? mul(factor, x) : x])
  return { parameters: new Map([...base, ...scaled]), learned }
}
