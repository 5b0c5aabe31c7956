// A linear layer, however its weight is held, in float32 or quantised: with a bias where the model has one, and with the
// low-rank update of an adapter.
import { add } from '../graph/operators/elementwise.ts'
import { matmul } from '../graph/operators/matmul.ts'
import { isQuantized, quantizedMatmul } from '../graph/operators/quantized.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Parameters } from './weights.ts'

/** x Wᵀ [+ b] [+ x Aᵀ Bᵀ] of the layer `name`; x [rows, in], result [rows, out]. */
export function linear(parameters: Parameters, name: string, x: Tensor): Tensor {
  const bias = parameters.get(`${name}.bias`)
  const weight = parameters.get(`${name}.weight`)!
  const own = product(x, weight, bias)
  const [a, b] = [parameters.get(`${name}.lora_A.weight`), parameters.get(`${name}.lora_B.weight`)]
  if (a === undefined || b === undefined) return own
  return add(own, matmul(matmul(x, a, { transposeB: true }), b, { transposeB: true }))
}

function product(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  if (!isQuantized(weight))
    return matmul(x, weight, { transposeB: true, ...(bias === undefined ? {} : { addend: bias }) })
  const rounded = quantizedMatmul(x, weight)
  return bias === undefined ? rounded : add(rounded, bias)
}
