// Matrix products with free transposition of either side: Gemm for matrices (linear layers keep the checkpoint's
// [out, in] layout; an addend costs no extra pass), FusedMatMul for equal stacks of matrices (attention).
import { requireShape, sameShape, sizeOf } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { transpose } from './movement.ts'
import { sumTo } from './reduce.ts'

export interface MatmulOptions {
  readonly transposeA?: boolean
  readonly transposeB?: boolean
  /** Factor of the product, default 1. */
  readonly scale?: number
  /** Added to the product; matrices only. A bias [columns] or a full matrix. */
  readonly addend?: Tensor
}

/** scale · op(a) · op(b) [+ addend] over the last two axes; leading axes must be equal. */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, scale = 1, addend } = options
  const rank = a.shape.length
  const [rows, inner] = lastTwo(a, transposeA)
  const [innerB, columns] = lastTwo(b, transposeB)
  const batch = a.shape.slice(0, -2)
  requireShape(inner === innerB && sameShape(batch, b.shape.slice(0, -2)), 'matmul', a.shape, b.shape)
  requireShape(addend === undefined || rank === 2, 'matmul with an addend', a.shape, b.shape)
  const flags = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 }
  const gradientB = (upstream: Tensor, left: Tensor): Tensor =>
    transposeB
      ? matmul(upstream, left, { transposeA: true, transposeB: transposeA, scale })
      : matmul(left, upstream, { transposeA: !transposeA, scale })
  const operator: Operator = {
    key: `matmul ${flags.transA} ${flags.transB} ${scale}`,
    evaluate(inputs, node) {
      const out = new Float64Array(sizeOf(node.shape))
      product(inputs[0]!, inputs[1]!, out, {
        count: sizeOf(batch),
        rows,
        inner,
        columns,
        transposeA,
        transposeB,
        scale,
      })
      const extra = inputs[2]
      if (extra !== undefined) for (let i = 0; i < out.length; i++) out[i]! += extra[i % extra.length]!
      return out
    },
    gradient(upstream, node) {
      const [left, right, extra] = node.inputs as [Tensor, Tensor, Tensor?]
      const ga = transposeA
        ? matmul(right, upstream, { transposeA: transposeB, transposeB: true, scale })
        : matmul(upstream, right, { transposeB: !transposeB, scale })
      const gb =
        transposeA || rank === 2
          ? gradientB(upstream, left)
          : transposeB
            ? transposedProduct(upstream, left, scale)
            : transposedProduct(left, upstream, scale)
      return extra === undefined ? [ga, gb] : [ga, gb, sumTo(upstream, extra.shape)]
    },
    absorb(other, node) {
      if (rank !== 2 || node.inputs.length > 2 || !sameShape(other.shape, node.shape)) return undefined
      return tensor(node.operator, [...node.inputs, other], node.shape)
    },
    emit: (inputs, _, emitter) =>
      rank === 2
        ? emitter.node('Gemm', inputs, { ...flags, alpha: { float: scale } })
        : emitter.node('FusedMatMul', inputs, { ...flags, alpha: { float: scale } }, 'com.microsoft'),
  }
  return tensor(operator, addend === undefined ? [a, b] : [a, b, addend], [...batch, rows, columns])
}

/**
 * scale · aᵀ · b of two stacks. A kernel pays for transposing its left operand, so the narrower one takes that place: the
 * transposed result then needs a pass of its own, which usually melts into a transpose that follows.
 */
export function transposedProduct(a: Tensor, b: Tensor, scale = 1): Tensor {
  if (a.shape.at(-1)! <= b.shape.at(-1)!) return matmul(a, b, { transposeA: true, scale })
  const axes = a.shape.map((_, axis) => axis)
  const swapped = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]
  return transpose(matmul(b, a, { transposeA: true, scale }), swapped)
}

function lastTwo(x: Tensor, transposed: boolean): [rows: number, columns: number] {
  requireShape(x.shape.length >= 2, 'matmul', x.shape)
  const [rows, columns] = x.shape.slice(-2) as [number, number]
  return transposed ? [columns, rows] : [rows, columns]
}

interface Extents {
  readonly count: number
  readonly rows: number
  readonly inner: number
  readonly columns: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly scale: number
}

function product(a: Float64Array, b: Float64Array, out: Float64Array, extents: Extents): void {
  const { count, rows, inner, columns, transposeA, transposeB, scale } = extents
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1]
  const [bInner, bColumn] = transposeB ? [1, inner] : [columns, 1]
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0
        const left = n * rows * inner + i * aRow
        const right = n * inner * columns + j * bColumn
        for (let k = 0; k < inner; k++) sum += a[left + k * aInner]! * b[right + k * bInner]!
        out[(n * rows + i) * columns + j] = scale * sum
      }
    }
  }
}
