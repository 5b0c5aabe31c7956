// Sums and maxima over axes (kept with extent 1), and their opposite, the broadcast to a shape.
import { broadcastIndex, requireShape, sameShape, sizeOf } from '../shape.ts'
import type { Operator, Shape, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { reshape } from './movement.ts'

function reducedShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
}

function reduction(
  onnx: string,
  start: number,
  combine: (a: number, b: number) => number,
  axes: readonly number[],
): Operator {
  return {
    key: `${onnx.toLowerCase()} ${axes.join(' ')}`,
    evaluate([x], node) {
      const out = new Float64Array(sizeOf(node.shape)).fill(start)
      const target = broadcastIndex(node.shape, node.inputs[0]!.shape)
      for (let i = 0; i < target.length; i++) out[target[i]!] = combine(out[target[i]!]!, x![i]!)
      return out
    },
    emit: ([name], _, emitter) => emitter.node(onnx, [name!, emitter.integers(axes)], { keepdims: 1 }),
  }
}

/** Σ over `axes`, which stay with extent 1. */
export function reduceSum(x: Tensor, axes: readonly number[]): Tensor {
  const operator: Operator = {
    ...reduction('ReduceSum', 0, (a, b) => a + b, axes),
    gradient: (upstream, node) => [expand(upstream, node.inputs[0]!.shape)],
  }
  return tensor(operator, [x], reducedShape(x.shape, axes))
}

/** Maximum over `axes`, kept with extent 1. Not differentiable: it only shifts exponents. */
export function reduceMax(x: Tensor, axes: readonly number[]): Tensor {
  return tensor(reduction('ReduceMax', -Infinity, Math.max, axes), [x], reducedShape(x.shape, axes))
}

/** Σ of all elements, a scalar. */
export function sumAll(x: Tensor): Tensor {
  return reshape(
    reduceSum(
      x,
      x.shape.map((_, axis) => axis),
    ),
    [],
  )
}

/** The transpose of broadcasting: sums `x` down to `shape`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const lead = x.shape.length - shape.length
  const axes = x.shape.flatMap((extent, axis) =>
    axis < lead || (extent > 1 && shape[axis - lead] === 1) ? [axis] : [],
  )
  return reshape(reduceSum(x, axes), shape)
}

const expandOperator: Operator = {
  key: 'expand',
  evaluate: ([x], node) => Float64Array.from(broadcastIndex(node.inputs[0]!.shape, node.shape), (i) => x![i]!),
  gradient: (upstream, node) => [sumTo(upstream, node.inputs[0]!.shape)],
  emit: ([name], node, emitter) => emitter.node('Expand', [name!, emitter.integers(node.shape)]),
}

/** `x` broadcast to `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  requireShape(x.shape.length <= shape.length, 'expand', x.shape, shape)
  return tensor({ ...expandOperator, key: `expand ${shape.join(' ')}` }, [x], shape, x.dtype)
}

/** The input of a node made by `expand`, undefined for any other node. */
export function expandedFrom(node: Tensor): Tensor | undefined {
  return node.operator.key.startsWith('expand ') ? node.inputs[0] : undefined
}
