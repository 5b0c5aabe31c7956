// The training step as one graph: forward pass, loss and all gradients. Weights that learn are inputs: one compiled graph
// serves every update.
import type { LossSpec } from '@gigpo/core'
import { gradients } from '../graph/gradient.ts'
import { mul } from '../graph/operators/elementwise.ts'
import { input } from '../graph/operators/leaf.ts'
import { reshape } from '../graph/operators/movement.ts'
import { sumAll } from '../graph/operators/reduce.ts'
import type { Graph, Tensor } from '../graph/tensor.ts'
import { completionStates, type RowBucket } from './completion-states.ts'
import type { ModelConfig } from './config.ts'
import { lossInputs, tokenLoss } from './losses.ts'
import { tokenDistribution } from './token-distribution.ts'
import { learnedWeights, type ModelWeights } from './weights.ts'

export interface TrainingBucket extends RowBucket {
  readonly loss: LossSpec
  /** Without them the graph is the forward pass alone. */
  readonly gradients: boolean
}

/**
 * Inputs: every weight that learns by name; those of `completionStates`; `targets` i32 [B, C]; `weights` f32 [B, C]; and
 * `advantages`, `oldLogprobs`, `refLogprobs` f32 [B, C] as the loss needs them.
 * Outputs: `loss` = Σ weights·ℓ; `logprobs`, `entropies` f32 [B, C]; `grad.<weight>`.
 */
export function buildTrainingGraph(
  config: ModelConfig,
  bucket: TrainingBucket,
  { parameters, learned }: ModelWeights = learnedWeights(config),
): Graph {
  const { batch, completionLength, loss } = bucket
  const shape = [batch, completionLength]
  const targets = input('targets', shape, 'i32')
  const weights = input('weights', shape)
  const extra = lossInputs(loss, shape)

  const { inputs, hidden } = completionStates(config, parameters, bucket)
  const flat = reshape(targets, [batch * completionLength])
  const distribution = tokenDistribution(config, parameters, hidden, flat, loss.temperature)
  const logprobs = reshape(distribution.logprobs, shape)
  const entropies = reshape(distribution.entropies, shape)
  const total = sumAll(mul(weights, tokenLoss(loss, logprobs, entropies, extra)))

  const names = [...learned.keys()]
  const grads = bucket.gradients ? gradients(total, [...learned.values()]) : []
  const outputs: [string, Tensor][] = [
    ['loss', total],
    ['logprobs', logprobs],
    ['entropies', entropies],
    ...grads.map((gradient, i): [string, Tensor] => [`grad.${names[i]!}`, gradient]),
  ]
  return {
    inputs: new Map([...learned, ...Object.entries({ ...inputs, targets, weights }), ...extra]),
    outputs: new Map(outputs),
  }
}
