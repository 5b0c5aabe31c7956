// The training step as one graph: forward pass, loss and all gradients. Rows are left-padded prompts followed by
// right-padded completions, so the positions whose logits count are one static slice; everything after the last layer's
// keys and values runs on that slice only. Weights are inputs: one compiled graph serves every update.
import type { LossSpec } from '@gigpo/core'
import { gradients } from '../graph/gradient.ts'
import { mul } from '../graph/operators/elementwise.ts'
import { input } from '../graph/operators/leaf.ts'
import { reshape } from '../graph/operators/movement.ts'
import { sumAll } from '../graph/operators/reduce.ts'
import type { Graph, Tensor } from '../graph/tensor.ts'
import { attendSequence, causalMask } from './attention.ts'
import type { ModelConfig } from './config.ts'
import { lossInputs, tokenLoss } from './losses.ts'
import { tokenDistribution } from './token-distribution.ts'
import { decoder, parameterInputs } from './transformer.ts'

export interface TrainingBucket {
  readonly batch: number
  /** Tokens before the first completion token, padding included; at least 1. */
  readonly promptLength: number
  readonly completionLength: number
  readonly loss: LossSpec
  /** Without them the graph is the forward pass alone. */
  readonly gradients: boolean
}

/**
 * Inputs: every parameter by name; `tokens`, `positions` i32 [B, P+C-1] (the last completion token is a target only);
 * `start` i32 [B], the index of the first real token; `targets` i32 [B, C]; `weights` f32 [B, C]; and `advantages`,
 * `oldLogprobs`, `refLogprobs` f32 [B, C] as the loss needs them.
 * Outputs: `loss` = Σ weights·ℓ; `logprobs`, `entropies` f32 [B, C]; `grad.<parameter>`.
 */
export function buildTrainingGraph(config: ModelConfig, bucket: TrainingBucket): Graph {
  const { batch, promptLength, completionLength, loss } = bucket
  const time = promptLength + completionLength - 1
  const shape = [batch, completionLength]
  const parameters = parameterInputs(config)
  const tokens = input('tokens', [batch, time], 'i32')
  const positions = input('positions', [batch, time], 'i32')
  const start = input('start', [batch], 'i32')
  const targets = input('targets', shape, 'i32')
  const weights = input('weights', shape)
  const extra = lossInputs(loss, shape)

  const attend = attendSequence(config, causalMask(start, time))
  const where = { tokens, positions, length: time, firstOutput: promptLength - 1 }
  const hidden = decoder(config, parameters, where, attend)
  const flat = reshape(targets, [batch * completionLength])
  const distribution = tokenDistribution(config, parameters, hidden, flat, loss.temperature)
  const logprobs = reshape(distribution.logprobs, shape)
  const entropies = reshape(distribution.entropies, shape)
  const total = sumAll(mul(weights, tokenLoss(loss, logprobs, entropies, extra)))

  const names = [...parameters.keys()]
  const grads = bucket.gradients ? gradients(total, [...parameters.values()]) : []
  const outputs: [string, Tensor][] = [
    ['loss', total],
    ['logprobs', logprobs],
    ['entropies', entropies],
    ...grads.map((gradient, i): [string, Tensor] => [`grad.${names[i]!}`, gradient]),
  ]
  return {
    inputs: new Map([...parameters, ...Object.entries({ tokens, positions, start, targets, weights }), ...extra]),
    outputs: new Map(outputs),
  }
}
