// A linear layer, however its weight is held: with a bias where the model has one, and with the low-rank update of an adapter.
import { add } from '../graph/operators/elementwise.ts'
import { matmul } from '../graph/operators/matmul.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Parameters } from './weights.ts'

/** x Wᵀ [+ b] [+ x Aᵀ Bᵀ] of the layer `name`; x [rows, in], result [rows, out]. */
export function linear(parameters: Parameters, name: string, x: Tensor): Tensor {
  const bias = parameters.get(`${name}.bias`)
  const weight = parameters.get(`${name}.weight`)!
  const own = matmul(x, weight, { transposeB: true, ...(bias === undefined ? {} : { addend: bias }) })
  const [a, b] = [parameters.get(`${name}.lora_A.weight`), parameters.get(`${name}.lora_B.weight`)]
  if (a === undefined || b === undefined) return own
  return add(own, matmul(matmul(x, a, { transposeB: true }), b, { transposeB: true }))
}
