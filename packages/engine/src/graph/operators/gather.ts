// Lookups by index and their transposes. A scatter onto zeros absorbs whatever it is added to, so the gradient of a tied
// embedding lands on the head's gradient without a second matrix. Indices outside the table are not checked here.
// Rows are scattered by ScatterND, which is fast, on one thread, and by ScatterElements on several: with duplicate indices
// ScatterND has no defined order over threads. Both add in the order of the updates.
import { requireShape, sameShape, sizeOf } from '../shape.ts'
import type { Operator, Shape, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { less, mul, sub } from './elementwise.ts'
import { constantValues, scalar } from './leaf.ts'
import { reshape } from './movement.ts'
import { expand, expandedFrom } from './reduce.ts'
import { abs, toFloat } from './unary.ts'

function zeros(shape: Shape): Tensor {
  return expand(scalar(0), shape)
}

function isZeros(node: Tensor): boolean {
  const source = expandedFrom(node)
  return source !== undefined && constantValues(source)?.[0] === 0
}

function absorbIntoBase(addend: Tensor, node: Tensor): Tensor | undefined {
  const [base, ...rest] = node.inputs as [Tensor, ...Tensor[]]
  return isZeros(base) && sameShape(addend.shape, node.shape)
    ? tensor(node.operator, [addend, ...rest], node.shape)
    : undefined
}

/**
 * Rows of `table` [rows, width] at `ids` [...]: [..., width]. Looking up the id `frozen` sends the table no gradient
 * (the padding_idx of PyTorch's embedding).
 */
export function takeRows(table: Tensor, ids: Tensor, frozen?: number): Tensor {
  requireShape(table.shape.length === 2 && ids.dtype === 'i32', 'takeRows', table.shape, ids.shape)
  const width = table.shape[1]!
  const count = sizeOf(ids.shape)
  const operator: Operator = {
    key: `take-rows ${frozen ?? ''}`,
    evaluate([values, rows], node) {
      const out = new Float64Array(sizeOf(node.shape))
      rows!.forEach((id, i) => {
        out.set(values!.subarray(id * width, (id + 1) * width), i * width)
      })
      return out
    },
    gradient(upstream, node) {
      const [source, rows] = node.inputs as [Tensor, Tensor]
      const flat = reshape(rows, [count])
      const updates = reshape(upstream, [count, width])
      if (frozen === undefined) return [scatterRows(zeros(source.shape), flat, updates)]
      const distance = abs(sub(toFloat(reshape(rows, [count, 1])), scalar(frozen)))
      return [scatterRows(zeros(source.shape), flat, mul(updates, less(scalar(0), distance)))]
    },
    emit: (inputs, _, emitter) => emitter.node('Gather', inputs, { axis: 0 }),
  }
  return tensor(operator, [table, ids], [...ids.shape, width])
}

const scatterRowsOperator: Operator = {
  key: 'scatter-rows',
  evaluate([base, ids, updates], node) {
    const width = node.shape[1]!
    const out = base!.slice()
    ids!.forEach((id, i) => {
      for (let j = 0; j < width; j++) out[id * width + j]! += updates![i * width + j]!
    })
    return out
  },
  absorb: absorbIntoBase,
  emit([base, ids, updates], node, emitter) {
    const [count, width] = node.inputs[2]!.shape as [number, number]
    const column = emitter.node('Reshape', [ids!, emitter.integers([count, 1])])
    if (emitter.threads === 1) {
      const wide = emitter.node('Cast', [column], { to: 7 })
      return emitter.node('ScatterND', [base!, wide, updates!], { reduction: 'add' })
    }
    const indices = emitter.node('Expand', [column, emitter.integers([count, width])])
    return emitter.node('ScatterElements', [base!, indices, updates!], { axis: 0, reduction: 'add' })
  },
}

/** `base` [rows, width] plus `updates` [count, width], each added at row `ids` [count]. */
export function scatterRows(base: Tensor, ids: Tensor, updates: Tensor): Tensor {
  requireShape(ids.shape.length === 1 && ids.shape[0] === updates.shape[0], 'scatterRows', ids.shape, updates.shape)
  return tensor(scatterRowsOperator, [base, ids, updates], base.shape)
}

const takeLastOperator: Operator = {
  key: 'take-last',
  evaluate([x, ids], node) {
    const width = node.inputs[0]!.shape[1]!
    return ids!.map((id, i) => x![i * width + id]!)
  },
  gradient(upstream, node) {
    const [x, ids] = node.inputs as [Tensor, Tensor]
    return [scatterLast(zeros(x.shape), ids, upstream), undefined]
  },
  emit([x, ids], node, emitter) {
    const column = emitter.node('Reshape', [ids!, emitter.integers([node.shape[0]!, 1])])
    return emitter.node('GatherElements', [x!, column], { axis: 1 })
  },
}

/** x[i, ids[i]] for each row of `x` [rows, width]: [rows, 1]. */
export function takeLast(x: Tensor, ids: Tensor): Tensor {
  requireShape(x.shape.length === 2 && ids.shape[0] === x.shape[0], 'takeLast', x.shape, ids.shape)
  return tensor(takeLastOperator, [x, ids], [x.shape[0]!, 1])
}

const scatterLastOperator: Operator = {
  key: 'scatter-last',
  evaluate([base, ids, updates], node) {
    const width = node.shape[1]!
    const out = base!.slice()
    ids!.forEach((id, i) => {
      out[i * width + id]! += updates![i]!
    })
    return out
  },
  absorb: absorbIntoBase,
  emit([base, ids, updates], node, emitter) {
    const column = emitter.node('Reshape', [ids!, emitter.integers([node.shape[0]!, 1])])
    return emitter.node('ScatterElements', [base!, column, updates!], { axis: 1, reduction: 'add' })
  },
}

/** `base` [rows, width] with updates[i] [rows, 1] added at column ids[i] [rows]. */
export function scatterLast(base: Tensor, ids: Tensor, updates: Tensor): Tensor {
  requireShape(base.shape.length === 2 && updates.shape[0] === base.shape[0], 'scatterLast', base.shape, updates.shape)
  return tensor(scatterLastOperator, [base, ids, updates], base.shape)
}
