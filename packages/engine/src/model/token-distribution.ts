// From hidden states to the log-probability and the entropy of every target token. Logits are the widest tensors of a
// training step, so rows are taken in blocks that stay in cache.
import { sub } from '../graph/operators/elementwise.ts'
import { takeLast } from '../graph/operators/gather.ts'
import { concat, reshape, slice } from '../graph/operators/movement.ts'
import { entropy, logSumExp, softmax } from '../graph/operators/softmax.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ModelConfig } from './config.ts'
import { head } from './transformer.ts'
import type { Parameters } from './weights.ts'

/** Elements of one block of logits: 8 MB. */
const BLOCK = 2 ** 21
const FEWEST_ROWS = 64

/** Rows whose logits are computed together. */
export function rowsInBlock({ vocabularySize }: ModelConfig): number {
  return Math.max(FEWEST_ROWS, Math.floor(BLOCK / vocabularySize))
}

/** hidden [rows, hiddenSize], targets i32 [rows]; both results are [rows]. */
export function tokenDistribution(
  config: ModelConfig,
  parameters: Parameters,
  hidden: Tensor,
  targets: Tensor,
  temperature = 1,
): { logprobs: Tensor; entropies: Tensor } {
  const rows = targets.shape[0]!
  const block = rowsInBlock(config)
  const logprobs: Tensor[] = []
  const entropies: Tensor[] = []
  for (let from = 0; from < rows; from += block) {
    const to = Math.min(rows, from + block)
    const logits = head(parameters, slice(hidden, 0, from, to), temperature)
    const probabilities = softmax(logits)
    const logSum = logSumExp(logits, probabilities)
    const chosen = takeLast(logits, slice(targets, 0, from, to))
    logprobs.push(reshape(sub(chosen, logSum), [to - from]))
    entropies.push(entropy(logits, probabilities, logSum))
  }
  return { logprobs: concat(logprobs, 0), entropies: concat(entropies, 0) }
}
