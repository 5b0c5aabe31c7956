// Linear layers whose weight is held in 8 or 4 bits: blocks of values along a row share a scale, value = (code − middle)·scale
// with the middle of the codes, 128 or 8. Only for sampling: there is no gradient. The kernel also rounds x to 8 bits for each
// block while it multiplies; the interpreter does not, so that it tells what the weights' rounding alone costs.
import { GigpoError } from '@gigpo/core'
import { requireShape } from '../shape.ts'
import type { Operator, Tensor } from '../tensor.ts'
import { tensor } from '../tensor.ts'
import { matmul } from './matmul.ts'

export type QuantizedBits = 8 | 4

/** Values that share a scale. */
export const QUANTIZED_BLOCK = 32
/** Of the kernel: x in 8 bits, sums of whole numbers. */
const ACCURACY_INT8 = 4

interface Quantization {
  readonly bits: QuantizedBits
}
const quantizations = new WeakMap<Operator, Quantization>()

export function blocksOf(columns: number): number {
  return Math.ceil(columns / QUANTIZED_BLOCK)
}

/**
 * A weight [rows, columns] from its codes (u8 [rows, blocks, block·bits/8], of 4 bits two in a byte, the lower first) and scales
 * (f32 [rows·blocks]).
 */
export function quantizedWeight(codes: Tensor, scales: Tensor, columns: number, bits: QuantizedBits): Tensor {
  const [rows, blocks] = codes.shape as [number, number]
  requireShape(blocks === blocksOf(columns) && scales.shape[0] === rows * blocks, 'quantizedWeight', codes.shape)
  const operator: Operator = {
    key: `quantized ${bits} ${columns}`,
    evaluate: ([values, factors]) => dequantize(values!, factors!, { rows, columns, bits }),
    emit: () => {
      throw new GigpoError('contract', 'a quantised weight is computed with by quantizedMatmul only')
    },
  }
  quantizations.set(operator, { bits })
  return tensor(operator, [codes, scales], [rows, columns])
}

function dequantize(
  codes: Float64Array,
  scales: Float64Array,
  { rows, columns, bits }: { readonly rows: number; readonly columns: number; readonly bits: QuantizedBits },
): Float64Array {
  const blocks = blocksOf(columns)
  const out = new Float64Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      const place = row * blocks * QUANTIZED_BLOCK + i
      const code = bits === 8 ? codes[place]! : (codes[place >> 1]! >> (4 * (place & 1))) & 15
      out[row * columns + i] = (code - 2 ** (bits - 1)) * scales[row * blocks + Math.floor(i / QUANTIZED_BLOCK)]!
    }
  }
  return out
}

export function isQuantized(weight: Tensor): boolean {
  return quantizations.has(weight.operator)
}

/** x Wᵀ of x [rows, in] and a quantised W [out, in]. */
export function quantizedMatmul(x: Tensor, weight: Tensor): Tensor {
  const { bits } = quantizations.get(weight.operator)!
  const [outputs, columns] = weight.shape as [number, number]
  requireShape(x.shape.length === 2 && x.shape[1] === columns, 'quantizedMatmul', x.shape, weight.shape)
  const shape = [x.shape[0]!, outputs]
  const operator: Operator = {
    key: `quantized-matmul ${bits} ${columns}`,
    evaluate([values, codes, scales]) {
      const plain = matmul(x, weight, { transposeB: true })
      const dequantized = dequantize(codes!, scales!, { rows: outputs, columns, bits })
      return plain.operator.evaluate([values!, dequantized], plain)
    },
    emit: (inputs, _, emitter) =>
      emitter.node(
        'MatMulNBits',
        inputs,
        { K: columns, N: outputs, bits, block_size: QUANTIZED_BLOCK, accuracy_level: ACCURACY_INT8 },
        'com.microsoft',
      ),
  }
  return tensor(operator, [x, ...weight.inputs], shape)
}
