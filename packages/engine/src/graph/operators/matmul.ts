// Matrix products with free transposition of either side: Gemm for matrices (linear layers keep the checkpoint's
// [out, in] layout; an addend costs no extra pass), FusedMatMul for stacks of matrices (attention).
import { broadcastIndex, requireShape, sameShape, sizeOf } from '../shape.ts'
import type { Emitter, Operator, Tensor } from '../tensor.ts'
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

/** scale · op(a) · op(b) [+ addend] over the last two axes; leading axes must be equal, or 1 in b, which is shared then. */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, scale = 1, addend } = options
  const rank = a.shape.length
  const [rows, inner] = lastTwo(a, transposeA)
  const [innerB, columns] = lastTwo(b, transposeB)
  const batch = a.shape.slice(0, -2)
  const batchB = b.shape.slice(0, -2)
  const fits = batch.length === batchB.length && batchB.every((extent, axis) => extent === batch[axis] || extent === 1)
  requireShape(inner === innerB && fits, 'matmul', a.shape, b.shape)
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
        places: broadcastIndex(batchB, batch),
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
      const shared = sumTo(gb, right.shape)
      return extra === undefined ? [ga, shared] : [ga, shared, sumTo(upstream, extra.shape)]
    },
    absorb(other, node) {
      if (rank !== 2 || node.inputs.length > 2 || !sameShape(other.shape, node.shape)) return undefined
      return tensor(node.operator, [...node.inputs, other], node.shape)
    },
    emit(inputs, node, emitter) {
      const attributes = { ...flags, alpha: { float: scale } }
      if (rank !== 2) return emitter.node('FusedMatMul', inputs, attributes, 'com.microsoft')
      const turn = transposeB && !transposeA && hasFewRows(node, inner) && !emitter.batchInvariant
      return turn ? emitTurned(inputs, node, emitter, scale) : emitter.node('Gemm', inputs, attributes)
    },
  }
  return tensor(operator, addend === undefined ? [a, b] : [a, b, addend], [...batch, rows, columns])
}

const FEWEST_ROWS = 2
const MOST_ROWS = 48
const SMALLEST_WEIGHT = 2 ** 14

function hasFewRows({ shape: [rows, columns] }: Tensor, inner: number): boolean {
  return rows! >= FEWEST_ROWS && rows! <= MOST_ROWS && inner * columns! >= SMALLEST_WEIGHT
}

/**
 * x wᵀ of few rows as (w xᵀ)ᵀ. Gemm copies its right operand into another layout first, and for a few rows against a whole
 * weight the copy would take as long as the product. In which pieces it sums then depends on the number of rows.
 */
function emitTurned([x, weight, addend]: readonly string[], node: Tensor, emitter: Emitter, scale: number): string {
  const [rows, columns] = node.shape as [number, number]
  const reshaped = (name: string, shape: readonly number[]): string =>
    emitter.node('Reshape', [name, emitter.integers(shape)])
  const bias = addend !== undefined && node.inputs[2]!.shape.length === 1 ? [reshaped(addend, [columns, 1])] : []
  const product = emitter.node('Gemm', [weight!, x!, ...bias], { transA: 0, transB: 1, alpha: { float: scale } })
  // As a stack of one: onnxruntime would melt a plain transpose into the product, and be back where it began.
  const stack = emitter.node('Transpose', [reshaped(product, [1, columns, rows])], { perm: [0, 2, 1] })
  const result = reshaped(stack, node.shape)
  return addend === undefined || bias.length > 0 ? result : emitter.node('Add', [result, addend])
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
  /** Of each matrix of the result, which one of b it is made with. */
  readonly places: Int32Array
  readonly rows: number
  readonly inner: number
  readonly columns: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly scale: number
}

function product(a: Float64Array, b: Float64Array, out: Float64Array, extents: Extents): void {
  const { places, rows, inner, columns, transposeA, transposeB, scale } = extents
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1]
  const [bInner, bColumn] = transposeB ? [1, inner] : [columns, 1]
  for (const [n, place] of places.entries()) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0
        const left = n * rows * inner + i * aRow
        const right = place * inner * columns + j * bColumn
        for (let k = 0; k < inner; k++) sum += a[left + k * aInner]! * b[right + k * bInner]!
        out[(n * rows + i) * columns + j] = scale * sum
      }
    }
  }
}
