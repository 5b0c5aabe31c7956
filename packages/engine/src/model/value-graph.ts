// The critic's step as one graph: the same body as the policy's, one number instead of logits, the clipped square of
// core's ValueLoss and all gradients.
import type { ValueLoss } from '@gigpo/core'
import { gradients } from '../graph/gradient.ts'
import { add, max, mul, sub } from '../graph/operators/elementwise.ts'
import { input, scalar } from '../graph/operators/leaf.ts'
import { reshape } from '../graph/operators/movement.ts'
import { sumAll } from '../graph/operators/reduce.ts'
import { clip } from '../graph/operators/unary.ts'
import type { Graph, Tensor } from '../graph/tensor.ts'
import { completionStates, type RowBucket } from './completion-states.ts'
import type { ModelConfig } from './config.ts'
import { valueHead } from './transformer.ts'
import { learnedWeights, type ModelWeights } from './weights.ts'

export interface ValueBucket extends RowBucket {
  /** null: values alone, without loss and gradients. */
  readonly loss: ValueLoss | null
}

/** Names of the f32 [batch, completion] inputs of a value loss. */
export function valueInputNames(loss: ValueLoss): ('weights' | 'returns' | 'oldValues')[] {
  return loss.clip === null ? ['weights', 'returns'] : ['weights', 'returns', 'oldValues']
}

/**
 * Inputs: every weight that learns by name, those of `completionStates`, and those of the loss.
 * Outputs: `values` f32 [B, C]; with a loss also `loss` = Σ weights·ℓ and `grad.<weight>`.
 */
export function buildValueGraph(
  config: ModelConfig,
  bucket: ValueBucket,
  { parameters, learned }: ModelWeights = learnedWeights(config),
): Graph {
  const { batch, completionLength, loss } = bucket
  const shape = [batch, completionLength]
  const { inputs, hidden } = completionStates(config, parameters, bucket)
  const values = reshape(valueHead(parameters, hidden), shape)
  const base = [...learned, ...Object.entries(inputs)] as const
  if (loss === null) return { inputs: new Map(base), outputs: new Map([['values', values]]) }

  const extra = new Map(valueInputNames(loss).map((name) => [name as string, input(name, shape)]))
  const total = sumAll(mul(extra.get('weights')!, squares(values, extra, loss)))
  const names = [...learned.keys()]
  const outputs: [string, Tensor][] = [
    ['values', values],
    ['loss', total],
    ...gradients(total, [...learned.values()]).map((gradient, i): [string, Tensor] => [`grad.${names[i]!}`, gradient]),
  ]
  return { inputs: new Map([...base, ...extra]), outputs: new Map(outputs) }
}

function squares(values: Tensor, inputs: ReadonlyMap<string, Tensor>, loss: ValueLoss): Tensor {
  const half = (value: Tensor): Tensor => {
    const error = sub(value, inputs.get('returns')!)
    return mul(scalar(0.5), mul(error, error))
  }
  if (loss.clip === null) return half(values)
  const old = inputs.get('oldValues')!
  const clipped = add(old, clip(sub(values, old), -loss.clip, loss.clip))
  return max(half(values), half(clipped))
}
