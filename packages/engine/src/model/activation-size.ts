// About how much memory a forward pass holds, from which follows how many rows are computed together and whether training
// recomputes. Estimates in bytes of float32, by the widest tensors of a layer; within a factor of two of what was measured.
import type { RowBucket } from './completion-states.ts'
import type { ModelConfig } from './config.ts'

type Shape = Omit<RowBucket, 'promptLength'> & { readonly time: number }

/** Rows that are trained or prefilled together are limited to about this much of one layer. */
const MOST_BYTES_OF_LAYER = 2 ** 28
/** Above this much over all layers and the logits, training recomputes. */
const MOST_BYTES_KEPT = 2 ** 29

/** Norms, projections, attention scores and their softmax, and the five products of the SwiGLU. */
function layerBytes(config: ModelConfig, batch: number, time: number): number {
  const { hiddenSize, heads, keyValueHeads, headDim, intermediateSize } = config
  const token = 8 * hiddenSize + 2 * (heads + 2 * keyValueHeads) * headDim + 5 * intermediateSize + 2 * heads * time
  return 4 * batch * time * token
}

/** Most rows of `time` tokens to compute together: a power of two. */
export function rowsTogether(config: ModelConfig, time: number): number {
  const rows = Math.max(1, Math.floor(MOST_BYTES_OF_LAYER / layerBytes(config, 1, time)))
  return 2 ** Math.floor(Math.log2(rows))
}

/** Whether the plain training graph would hold too much between its forward and its backward pass. */
export function needsRecomputation(config: ModelConfig, { batch, completionLength, time }: Shape): boolean {
  const logits = 3 * 4 * batch * completionLength * config.vocabularySize
  return config.layers * layerBytes(config, batch, time) + logits > MOST_BYTES_KEPT
}
