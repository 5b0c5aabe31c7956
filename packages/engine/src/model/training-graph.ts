// The training step as one graph: forward pass, loss and all gradients. Weights that learn are inputs: one compiled graph
// serves every update. The loss is taken a block of rows at a time; behind it the backward pass goes through the layers as
// they were computed, or computes each of them again where they would not fit into memory.
import type { LossSpec } from '@gigpo/core'
import { addTo, pullBack } from '../graph/gradient.ts'
import { input, scalar } from '../graph/operators/leaf.ts'
import { reshape } from '../graph/operators/movement.ts'
import { expand } from '../graph/operators/reduce.ts'
import type { Graph } from '../graph/tensor.ts'
import { completionDecoder, type RowBucket } from './completion-states.ts'
import type { ModelConfig } from './config.ts'
import { lossInputs } from './losses.ts'
import { recomputedGradients } from './recomputed-gradients.ts'
import { blockedLoss } from './token-loss-blocks.ts'
import { decoderStates } from './transformer.ts'
import { learnedWeights, type ModelWeights } from './weights.ts'

export interface TrainingBucket extends RowBucket {
  readonly loss: LossSpec
  /** Without them the graph is the forward pass alone. */
  readonly gradients: boolean
  /** Less memory for about a third more arithmetic; default false. */
  readonly recompute?: boolean
}

/**
 * Inputs: every weight that learns by name; those of `completionStates`; `targets` i32 [B, C]; `weights` f32 [B, C]; and
 * `advantages`, `oldLogprobs`, `refLogprobs` f32 [B, C] as the loss needs them.
 * Outputs: `loss` = Σ weights·ℓ; `logprobs`, `entropies` f32 [B, C]; `grad.<weight>`.
 */
export function buildTrainingGraph(
  config: ModelConfig,
  bucket: TrainingBucket,
  weights: ModelWeights = learnedWeights(config),
): Graph {
  const { batch, completionLength, loss, gradients, recompute = false } = bucket
  const { learned } = weights
  const shape = [batch, completionLength]
  const fed = new Map([
    ['targets', input('targets', shape, 'i32')],
    ['weights', input('weights', shape)],
    ...lossInputs(loss, shape),
  ])
  const { inputs, decoder } = completionDecoder(config, weights.parameters, bucket)
  const states = decoderStates(decoder, config.layers)
  const hidden = decoder.finish(states.at(-1)!)
  const columns = new Map([...fed].map(([name, column]) => [name, reshape(column, [batch * completionLength])]))
  const head = blockedLoss(config, weights, hidden, { columns, loss, gradients })

  const outputs = new Map([
    ['loss', head.loss],
    ['logprobs', reshape(head.logprobs, shape)],
    ['entropies', reshape(head.entropies, shape)],
  ])
  if (head.hiddenGradient !== undefined) {
    const total = new Map(head.gradients)
    const wanted = [...learned.values()]
    const received = recompute
      ? recomputedGradients(decoder, states, hidden, head.hiddenGradient, wanted)
      : pullBack(hidden, head.hiddenGradient, wanted)
    for (const [weight, gradient] of received) addTo(total, weight, gradient)
    for (const [name, weight] of learned)
      outputs.set(`grad.${name}`, total.get(weight) ?? expand(scalar(0), weight.shape))
  }
  return { inputs: new Map([...learned, ...Object.entries(inputs), ...fed]), outputs }
}
