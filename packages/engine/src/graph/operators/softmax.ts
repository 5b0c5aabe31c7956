// The softmax family over the last axis. Log-sum-exp and entropy take the softmax they are derived from as an input, so
// that one pass over the vocabulary serves the log-probability, the entropy and both gradients. All are max-subtracted:
// log Σ exp z = max z − log max softmax(z), where the largest probability is at least 1/width.
import { requireShape } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { mul, sub } from './elementwise.ts'
import { matmul, transposedProduct } from './matmul.ts'
import { reshape } from './movement.ts'
import { reduceSum } from './reduce.ts'

function rowsOf(x: Float64Array, node: Tensor): Float64Array[] {
  const width = node.shape.at(-1)!
  return Array.from({ length: x.length / width }, (_, i) => x.subarray(i * width, (i + 1) * width))
}

function logSumExpOf(row: Float64Array): number {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity)
  return largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0))
}

const softmaxOperator: Operator = {
  key: 'softmax',
  evaluate([x], node) {
    const out = new Float64Array(x!.length)
    rowsOf(x!, node).forEach((row, i) => {
      const logSum = logSumExpOf(row)
      out.set(
        row.map((value) => Math.exp(value - logSum)),
        i * row.length,
      )
    })
    return out
  },
  gradient(upstream, node) {
    const weighted = mul(upstream, node)
    return [sub(weighted, mul(node, reduceSum(weighted, [node.shape.length - 1])))]
  },
  emit: (inputs, _, emitter) => emitter.node('Softmax', inputs, { axis: -1 }),
}

/** exp z / Σ exp z over the last axis. */
export function softmax(x: Tensor): Tensor {
  return tensor(softmaxOperator, [x], x.shape)
}

const logSumExpOperator: Operator = {
  key: 'log-sum-exp',
  evaluate: ([x], node) => Float64Array.from(rowsOf(x!, node.inputs[0]!), logSumExpOf),
  gradient: (upstream, node) => [mul(node.inputs[1]!, upstream), undefined],
  emit([x, p], _, emitter) {
    const last = emitter.integers([-1])
    const largest = emitter.node('ReduceMax', [x!, last], { keepdims: 1 })
    const share = emitter.node('Log', [emitter.node('ReduceMax', [p!, last], { keepdims: 1 })])
    return emitter.node('Sub', [largest, share])
  },
}

/** log Σ exp of each row of `x` [rows, width], given its softmax: [rows, 1]. */
export function logSumExp(x: Tensor, probabilities: Tensor): Tensor {
  requireShape(x.shape.length === 2, 'logSumExp', x.shape)
  return tensor(logSumExpOperator, [x, probabilities], [x.shape[0]!, 1])
}

const entropyOperator: Operator = {
  key: 'entropy',
  evaluate: ([x], node) =>
    Float64Array.from(rowsOf(x!, node.inputs[0]!), (row) => {
      const logSum = logSumExpOf(row)
      return row.reduce((sum, value) => sum - Math.exp(value - logSum) * (value - logSum), 0)
    }),
  // dH/dz = −p (z − Σ p z), and Σ p z = log Σ exp z − H.
  gradient(upstream, node) {
    const [x, p, logSum] = node.inputs as [Tensor, Tensor, Tensor]
    return [mul(mul(p, upstream), sub(sub(logSum, node), x)), undefined, undefined]
  },
  // Σ p z of each row as a stack of products of two vectors: one pass instead of two.
  emit([x, p, logSum], node, emitter) {
    const [rows, width] = node.inputs[0]!.shape as [number, number]
    const stack = (name: string): string => emitter.node('Reshape', [name, emitter.integers([rows, 1, width])])
    const flags = { transA: 0, transB: 1, alpha: { float: 1 } }
    const dots = emitter.node('FusedMatMul', [stack(p!), stack(x!)], flags, 'com.microsoft')
    return emitter.node('Sub', [logSum!, emitter.node('Reshape', [dots, emitter.integers([rows, 1])])])
  },
}

/** Entropy in nats of softmax of each row of `x` [rows, width], given its softmax and log-sum-exp: [rows]. */
export function entropy(x: Tensor, probabilities: Tensor, logSum: Tensor): Tensor {
  return reshape(tensor(entropyOperator, [x, probabilities, logSum], [x.shape[0]!, 1]), [x.shape[0]!])
}

const softmaxMatmulOperator: Operator = {
  key: 'softmax-matmul',
  evaluate([x, values], node) {
    const [scores, right] = node.inputs as [Tensor, Tensor]
    const weights = softmax(scores)
    const product = matmul(weights, right)
    return product.operator.evaluate([softmaxOperator.evaluate([x!], weights), values!], product)
  },
  // Σ_j p_j ∂p_j equals the product of output and its gradient, a sum over the narrow axis (FlashAttention, eq. 4).
  gradient(upstream, node) {
    const [scores, right] = node.inputs as [Tensor, Tensor]
    const weights = softmax(scores)
    const mean = reduceSum(mul(upstream, node), [node.shape.length - 1])
    const inner = sub(matmul(upstream, right, { transposeB: true }), mean)
    return [mul(weights, inner), transposedProduct(weights, upstream)]
  },
  emit([x, values], node, emitter) {
    const weights = softmaxOperator.emit([x!], node, emitter)
    return emitter.node(
      'FusedMatMul',
      [weights, values!],
      { transA: 0, transB: 0, alpha: { float: 1 } },
      'com.microsoft',
    )
  },
}

/** softmax(x) · values: attention's second half. x [..., rows, keys], values [..., keys, width]. */
export function softmaxMatmul(x: Tensor, values: Tensor): Tensor {
  return tensor(softmaxMatmulOperator, [x, values], matmul(x, values).shape)
}
