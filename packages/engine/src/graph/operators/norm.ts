// RMS norm (Zhang and Sennrich, 2019): y = w · x / √(mean x² + ε) over the last axis. The forward pass is one fused
// kernel; the backward pass recomputes 1/√(…) from primitives, because a second output of the fused kernel was seen
// wrong on one provider.
import { requireShape } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { add, mul, sub } from './elementwise.ts'
import { scalar } from './leaf.ts'
import { reduceSum, sumTo } from './reduce.ts'
import { reciprocal, sqrt } from './unary.ts'

/** x [..., width] scaled to unit root mean square, times `weight` [width]. */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  const width = x.shape.at(-1)!
  requireShape(weight.shape.length === 1 && weight.shape[0] === width, 'rmsNorm', x.shape, weight.shape)
  const operator: Operator = {
    key: `rms-norm ${epsilon}`,
    evaluate([values, scale]) {
      const out = new Float64Array(values!.length)
      for (let row = 0; row < out.length; row += width) {
        let squares = 0
        for (let i = 0; i < width; i++) squares += values![row + i]! ** 2
        const inverse = 1 / Math.sqrt(squares / width + epsilon)
        for (let i = 0; i < width; i++) out[row + i] = values![row + i]! * inverse * scale![i]!
      }
      return out
    },
    // With x̂ = r x: dw = Σ g x̂ and dx = r (g w − x̂ · mean(g w x̂)).
    gradient(upstream, node) {
      const [value, scale] = node.inputs as [Tensor, Tensor]
      const last = [value.shape.length - 1]
      const mean = (of: Tensor): Tensor => mul(reduceSum(of, last), scalar(1 / width))
      const inverse = reciprocal(sqrt(add(mean(mul(value, value)), scalar(epsilon))))
      const normal = mul(value, inverse)
      const product = mul(upstream, normal)
      const projection = mul(inverse, mean(mul(product, scale)))
      return [sub(mul(mul(upstream, scale), inverse), mul(normal, projection)), sumTo(product, scale.shape)]
    },
    emit: (inputs, _, emitter) =>
      emitter.node('SimplifiedLayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }),
  }
  return tensor(operator, [x, weight], x.shape)
}
