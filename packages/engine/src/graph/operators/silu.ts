// SiLU (Elfwing et al., 2018): x · σ(x). It takes σ(x) as an input, so that one sigmoid serves the value and the gradient.
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { add, mul, sub } from './elementwise.ts'
import { scalar } from './leaf.ts'
import { sigmoid } from './unary.ts'

const siluOperator: Operator = {
  key: 'silu',
  evaluate: ([x]) => x!.map((value) => value / (1 + Math.exp(-value))),
  // y' = σ (1 + x − y).
  gradient(upstream, node) {
    const [x, share] = node.inputs as [Tensor, Tensor]
    return [mul(mul(upstream, share), add(sub(x, node), scalar(1))), undefined]
  },
  emit: (inputs, _, emitter) => emitter.node('Mul', inputs),
}

/** x · σ(x), element by element. */
export function silu(x: Tensor): Tensor {
  return tensor(siluOperator, [x, sigmoid(x)], x.shape)
}
