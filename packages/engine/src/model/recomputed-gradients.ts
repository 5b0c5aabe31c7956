// The backward pass in less memory, for models whose activations would not fit: the forward pass keeps only the hidden states
// between layers, and each layer is computed again before it is differentiated (Chen et al., 2016), for about a third more
// arithmetic.
import { pullBack } from '../graph/gradient.ts'
import { after } from '../graph/operators/after.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Decoder } from './transformer.ts'

/** Gradients of `wanted` through the decoder, layer by layer from the last; `states` are the hidden states between them. */
export function* recomputedGradients(
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
