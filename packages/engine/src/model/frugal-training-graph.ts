// The training step of `training-graph.ts` in less memory, for models whose activations would not fit: the forward pass keeps
// only the hidden states between layers, and the backward pass computes each layer again before it differentiates it
// (Chen et al., 2016), for about a third more arithmetic; the loss is taken a block of rows at a time.
import { pullBack } from '../graph/gradient.ts'
import { after } from '../graph/operators/after.ts'
import { add } from '../graph/operators/elementwise.ts'
import { input, scalar } from '../graph/operators/leaf.ts'
import { reshape } from '../graph/operators/movement.ts'
import { expand } from '../graph/operators/reduce.ts'
import type { Graph, Tensor } from '../graph/tensor.ts'
import { completionDecoder } from './completion-states.ts'
import type { ModelConfig } from './config.ts'
import { lossInputs } from './losses.ts'
import { blockedLoss } from './token-loss-blocks.ts'
import type { TrainingBucket } from './training-graph.ts'
import type { Decoder } from './transformer.ts'
import { learnedWeights, type ModelWeights } from './weights.ts'

/** Inputs and outputs are those of `buildTrainingGraph`. */
export function buildFrugalTrainingGraph(
  config: ModelConfig,
  bucket: TrainingBucket,
  weights: ModelWeights = learnedWeights(config),
): Graph {
  const { batch, completionLength, loss, gradients } = bucket
  const { learned } = weights
  const shape = [batch, completionLength]
  const flat = [batch * completionLength]
  const fed = new Map([
    ['targets', input('targets', shape, 'i32')],
    ['weights', input('weights', shape)],
    ...lossInputs(loss, shape),
  ])
  const { inputs, decoder } = completionDecoder(config, weights.parameters, bucket)

  const states = [decoder.embed()]
  for (let layer = 0; layer < config.layers; layer++) states.push(decoder.layer(layer, states[layer]!))
  const columns = new Map([...fed].map(([name, column]) => [name, reshape(column, flat)]))
  const hidden = decoder.finish(states.at(-1)!)
  const head = blockedLoss(config, weights, hidden, { columns, loss, gradients })

  const outputs = new Map([
    ['loss', head.loss],
    ['logprobs', reshape(head.logprobs, shape)],
    ['entropies', reshape(head.entropies, shape)],
  ])
  if (head.hiddenGradient !== undefined) {
    const total = new Map(head.gradients)
    const wanted = [...learned.values()]
    for (const [weight, gradient] of recomputedGradients(decoder, states, hidden, head.hiddenGradient, wanted)) {
      const sum = total.get(weight)
      total.set(weight, sum === undefined ? gradient : add(sum, gradient))
    }
    for (const [name, weight] of learned)
      outputs.set(`grad.${name}`, total.get(weight) ?? expand(scalar(0), weight.shape))
  }
  return { inputs: new Map([...learned, ...Object.entries(inputs), ...fed]), outputs }
}

/** Gradients of `wanted` through the decoder, layer by layer from the last; `states` are the hidden states between them. */
function* recomputedGradients(
  decoder: Decoder,
  states: readonly Tensor[],
  hidden: Tensor,
  hiddenGradient: Tensor,
  wanted: readonly Tensor[],
): Generator<readonly [weight: Tensor, gradient: Tensor]> {
  const last = states.at(-1)!
  const finish = pullBack(hidden, hiddenGradient, [last, ...wanted])
  let upstream = finish.get(last)!
  finish.delete(last)
  yield* finish
  let done = [upstream, ...finish.values()]
  for (let layer = states.length - 2; layer >= 0; layer--) {
    // Not before the later layers are done with: else the runtime would compute all layers again at once, and keep them.
    const state = after(states[layer]!, done)
    const received = pullBack(decoder.layer(layer, state), upstream, [state, ...wanted])
    upstream = received.get(state)!
    done = [...received.values()]
    received.delete(state)
    yield* received
  }
  yield* pullBack(states[0]!, upstream, wanted)
}
