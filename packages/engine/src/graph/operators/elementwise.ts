// Binary operators with NumPy broadcasting, and the 0/1 comparison from which masks are made (arithmetic masks: the CPU
// provider has no `Where` on booleans).
import { broadcastIndex, broadcastShape, sameShape } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { scalar } from './leaf.ts'
import { sumTo } from './reduce.ts'

type Gradient = (upstream: Tensor, a: Tensor, b: Tensor, node: Tensor) => readonly [Tensor, Tensor]

function binary(
  onnx: string,
  compute: (a: number, b: number) => number,
  gradient?: Gradient,
): (a: Tensor, b: Tensor) => Tensor {
  const operator: Operator = {
    key: onnx.toLowerCase(),
    evaluate([left, right], node) {
      const [a, b] = node.inputs as [Tensor, Tensor]
      const out = new Float64Array(Math.max(left!.length, right!.length))
      if (sameShape(a.shape, node.shape) && sameShape(b.shape, node.shape)) {
        for (let i = 0; i < out.length; i++) out[i] = compute(left![i]!, right![i]!)
        return out
      }
      const ia = broadcastIndex(a.shape, node.shape)
      const ib = broadcastIndex(b.shape, node.shape)
      return Float64Array.from(ia, (index, i) => compute(left![index]!, right![ib[i]!]!))
    },
    emit: (inputs, _, emitter) => emitter.node(onnx, inputs),
    ...(gradient === undefined
      ? {}
      : {
          gradient(upstream: Tensor, node: Tensor) {
            const [a, b] = node.inputs as [Tensor, Tensor]
            const [ga, gb] = gradient(upstream, a, b, node)
            return [sumTo(ga, a.shape), sumTo(gb, b.shape)]
          },
        }),
  }
  return (a, b) => tensor(operator, [a, b], broadcastShape(a.shape, b.shape), a.dtype)
}

export const add: (a: Tensor, b: Tensor) => Tensor = binary(
  'Add',
  (a, b) => a + b,
  (g) => [g, g],
)
export const sub: (a: Tensor, b: Tensor) => Tensor = binary(
  'Sub',
  (a, b) => a - b,
  (g) => [g, mul(g, scalar(-1))],
)
export const mul: (a: Tensor, b: Tensor) => Tensor = binary(
  'Mul',
  (a, b) => a * b,
  (g, a, b) => [mul(g, b), mul(g, a)],
)
export const div: (a: Tensor, b: Tensor) => Tensor = binary(
  'Div',
  (a, b) => a / b,
  (g, _, b, node) => [div(g, b), mul(div(mul(g, node), b), scalar(-1))],
)

/** Ties send the whole gradient to the first operand. */
export const max: (a: Tensor, b: Tensor) => Tensor = binary('Max', Math.max, (g, a, b) => {
  const second = less(a, b)
  const gb = mul(g, second)
  return [sub(g, gb), gb]
})
export const min: (a: Tensor, b: Tensor) => Tensor = binary('Min', Math.min, (g, a, b) => {
  const second = less(b, a)
  const gb = mul(g, second)
  return [sub(g, gb), gb]
})

const lessOperator: Operator = {
  key: 'less',
  evaluate([left, right], node) {
    const [a, b] = node.inputs as [Tensor, Tensor]
    const ia = broadcastIndex(a.shape, node.shape)
    const ib = broadcastIndex(b.shape, node.shape)
    return Float64Array.from(ia, (index, i) => (left![index]! < right![ib[i]!]! ? 1 : 0))
  },
  gradient: () => [undefined, undefined],
  emit: (inputs, _, emitter) => emitter.node('Cast', [emitter.node('Less', inputs)], { to: 1 }),
}

/** 1 where a < b, else 0, as f32. */
export function less(a: Tensor, b: Tensor): Tensor {
  return tensor(lessOperator, [a, b], broadcastShape(a.shape, b.shape))
}
