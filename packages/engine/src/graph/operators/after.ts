// An order of execution where the data alone leaves it open. The runtime may compute a node as soon as its inputs are there
// and then keeps the result until its last use; a piece of the graph that is recomputed to save memory must not be
// computed early. There are no control edges in ONNX, so the order is made a dependency: the first element of everything that
// must come first, times zero, is added.
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'

const afterOperator: Operator = {
  key: 'after',
  evaluate: ([x]) => x!,
  gradient: (upstream, node) => node.inputs.map((_, i) => (i === 0 ? upstream : undefined)),
  emit([x, ...earlier], _, emitter) {
    const [first, next, axis] = [0, 1, 0].map((value) => emitter.integers([value])) as [string, string, string]
    const marks = earlier.map((name) =>
      emitter.node('Slice', [emitter.node('Reshape', [name, emitter.integers([-1])]), first, next, axis]),
    )
    const sum = marks.length === 1 ? marks[0]! : emitter.node('Sum', marks)
    return emitter.node('Add', [x!, emitter.node('Mul', [sum, emitter.constant([0], [], 'f32')])])
  },
}

/** `x`, but computed after all of `earlier`, which are f32 and finite (else the result is NaN). */
export function after(x: Tensor, earlier: readonly Tensor[]): Tensor {
  return earlier.length === 0 ? x : tensor(afterOperator, [x, ...earlier], x.shape)
}
