// Operators on one tensor, element by element.
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { less, mul, sub } from './elementwise.ts'
import { scalar } from './leaf.ts'

function unary(
  onnx: string,
  compute: (x: number) => number,
  gradient: (upstream: Tensor, x: Tensor, node: Tensor) => Tensor,
): (x: Tensor) => Tensor {
  const operator: Operator = {
    key: onnx.toLowerCase(),
    evaluate: ([x]) => x!.map(compute),
    gradient: (upstream, node) => [gradient(upstream, node.inputs[0]!, node)],
    emit: (inputs, _, emitter) => emitter.node(onnx, inputs),
  }
  return (x) => tensor(operator, [x], x.shape)
}

export const neg: (x: Tensor) => Tensor = unary(
  'Neg',
  (x) => -x,
  (g) => neg(g),
)
export const exp: (x: Tensor) => Tensor = unary('Exp', Math.exp, (g, _, y) => mul(g, y))
export const log: (x: Tensor) => Tensor = unary('Log', Math.log, (g, x) => mul(g, reciprocal(x)))
export const sqrt: (x: Tensor) => Tensor = unary('Sqrt', Math.sqrt, (g, _, y) =>
  mul(mul(g, scalar(0.5)), reciprocal(y)),
)
export const reciprocal: (x: Tensor) => Tensor = unary(
  'Reciprocal',
  (x) => 1 / x,
  (g, _, y) => neg(mul(g, mul(y, y))),
)
export const abs: (x: Tensor) => Tensor = unary('Abs', Math.abs, (g, x) =>
  mul(g, sub(less(scalar(0), x), less(x, scalar(0)))),
)
export const sigmoid: (x: Tensor) => Tensor = unary(
  'Sigmoid',
  (x) => 1 / (1 + Math.exp(-x)),
  (g, _, y) => mul(g, mul(y, sub(scalar(1), y))),
)

/** x limited to [low, high]; no gradient outside. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  const operator: Operator = {
    key: `clip ${low} ${high}`,
    evaluate: ([values]) => values!.map((value) => Math.min(Math.max(value, low), high)),
    gradient(upstream, node) {
      const value = node.inputs[0]!
      const outside = (below: Tensor): Tensor => mul(upstream, sub(scalar(1), below))
      return [mul(outside(less(value, scalar(low))), sub(scalar(1), less(scalar(high), value)))]
    },
    emit: ([name], _, emitter) =>
      emitter.node('Clip', [name!, emitter.constant([low], [], 'f32'), emitter.constant([high], [], 'f32')]),
  }
  return tensor(operator, [x], x.shape)
}

const toFloatOperator: Operator = {
  key: 'to-float',
  evaluate: ([x]) => x!,
  gradient: () => [undefined],
  emit: (inputs, _, emitter) => emitter.node('Cast', inputs, { to: 1 }),
}

/** Integers as f32. */
export function toFloat(x: Tensor): Tensor {
  return tensor(toFloatOperator, [x], x.shape)
}
