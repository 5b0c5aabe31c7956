// RMS norm (Zhang and Sennrich, 2019): y = w · x / √(mean x² + ε) over the last axis. The forward pass is one fused
// kernel; the backward pass recomputes 1/√(…) from primitives, because a second output of the fused kernel was seen
// wrong on one provider.
import { requireShape, sizeOf } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { add, mul, sub } from './elementwise.ts'
import { scalar } from './leaf.ts'
import { matmul } from './matmul.ts'
import { reshape } from './movement.ts'
import { reduceSum } from './reduce.ts'
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
    // With r = 1/√(…): dw = Σ r (g x) and dx = r (g w) − x · r³/width · Σ (g x) w. Both sums are products with a vector.
    gradient(upstream, node) {
      const [value, scale] = node.inputs as [Tensor, Tensor]
      const rows = sizeOf(value.shape) / width
      const flat = (x: Tensor): Tensor => reshape(x, [rows, width])
      const [x, g] = [flat(value), flat(upstream)]
      const mean = mul(reduceSum(mul(x, x), [1]), scalar(1 / width))
      const inverse = reciprocal(sqrt(add(mean, scalar(epsilon))))
      const product = mul(g, x)
      const projection = matmul(product, reshape(scale, [width, 1]), { scale: 1 / width })
      const along = mul(mul(inverse, mul(inverse, inverse)), projection)
      const dx = sub(mul(mul(g, scale), inverse), mul(x, along))
      return [reshape(dx, value.shape), reshape(matmul(reshape(inverse, [1, rows]), product), [width])]
    },
    emit: (inputs, _, emitter) =>
      emitter.node('SimplifiedLayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon }, stash_type: 1 }),
  }
  return tensor(operator, [x, weight], x.shape)
}
