// The loss over a large vocabulary, a block of rows at a time. Logits are the widest tensors of a training step (311 MB for 512
// rows of a vocabulary of 152,000, several times over), but the loss is a sum over rows: each block's logits, loss and
// gradient are done before the next block's logits are made.
import type { LossSpec } from '@gigpo/core'
import { addTo, pullBack } from '../graph/gradient.ts'
import { after } from '../graph/operators/after.ts'
import { add, mul } from '../graph/operators/elementwise.ts'
import { scalar } from '../graph/operators/leaf.ts'
import { concat, slice } from '../graph/operators/movement.ts'
import { sumAll } from '../graph/operators/reduce.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'
import { tokenLoss } from './losses.ts'
import { rowsInBlock, tokenDistribution } from './token-distribution.ts'
import type { ModelWeights } from './weights.ts'

/** One entry a row, in the order of the hidden states: targets i32, the others f32. */
export type LossColumns = ReadonlyMap<string, Tensor>

export interface BlockedLoss {
  /** Σ weights·ℓ, a scalar. */
  readonly loss: Tensor
  /** [rows]. */
  readonly logprobs: Tensor
  readonly entropies: Tensor
  /** ∂loss/∂hidden [rows, hiddenSize], and the gradients of weights of the head that learn; none without gradients. */
  readonly hiddenGradient: Tensor | undefined
  readonly gradients: ReadonlyMap<Tensor, Tensor>
}

/** The loss of hidden states [rows, hiddenSize] under `loss`, whose inputs are `columns`, `targets` and `weights` among them. */
export function blockedLoss(
  config: ModelConfig,
  { parameters, learned }: ModelWeights,
  hidden: Tensor,
  options: { readonly columns: LossColumns; readonly loss: LossSpec; readonly gradients: boolean },
): BlockedLoss {
  const rows = hidden.shape[0]!
  const { columns, loss } = options
  const parts: { loss: Tensor; logprobs: Tensor; entropies: Tensor; hidden: Tensor[] }[] = []
  const gradients = new Map<Tensor, Tensor>()
  let done: readonly Tensor[] = []
  for (let from = 0; from < rows; from += rowsInBlock(config)) {
    const to = Math.min(rows, from + rowsInBlock(config))
    const own = new Map([...columns].map(([name, column]) => [name, slice(column, 0, from, to)]))
    const states = after(slice(hidden, 0, from, to), done)
    const { logprobs, entropies } = tokenDistribution(config, parameters, states, own.get('targets')!, loss.temperature)
    const total = sumAll(mul(own.get('weights')!, tokenLoss(loss, logprobs, entropies, own)))
    const received = options.gradients
      ? pullBack(total, scalar(1), [states, ...learned.values()])
      : new Map<Tensor, Tensor>()
    const statesGradient = received.get(states)
    received.delete(states)
    for (const [weight, gradient] of received) addTo(gradients, weight, gradient)
    parts.push({ loss: total, logprobs, entropies, hidden: statesGradient === undefined ? [] : [statesGradient] })
    done = [logprobs, entropies, ...(statesGradient === undefined ? [] : [statesGradient]), ...gradients.values()]
  }
  const hiddenGradients = parts.flatMap((part) => part.hidden)
  // The head is done with while its widest tensors are at hand.
  const hiddenGradient = hiddenGradients.length === 0 ? undefined : after(concat(hiddenGradients, 0), done)
  return {
    loss: parts.map((part) => part.loss).reduce(add),
    logprobs: concat(
      parts.map((part) => part.logprobs),
      0,
    ),
    entropies: concat(
      parts.map((part) => part.entropies),
      0,
    ),
    hiddenGradient,
    gradients,
  }
}
