// Rounds the matrices of a frozen base to 8 or 4 bits, once: the codes are kept in the cache folder and mapped from there. The
// largest value of a block, with its sign, becomes the lowest code, so that the wider side of the range is used.
import { join } from 'node:path'
import { blocksOf, QUANTIZED_BLOCK, type QuantizedBits } from '../graph/operators/quantized.ts'
import type { FileRange } from '../graph/tensor.ts'
import type { ModelConfig } from '../model/config.ts'
import { type FrozenBase, frozenValues, type PlacedTensor } from './frozen-base.ts'
import { storedTensors, type TensorSource } from './stored-tensors.ts'

export interface QuantizedTensor {
  /** Of the parameter; a tied head is `lm_head.weight`, because the embedding itself is read row by row as it is. */
  readonly name: string
  readonly rows: number
  readonly columns: number
  readonly codes: FileRange
  readonly scales: FileRange
}

/** Codes and scales of [rows, columns] values, in the layout of `quantizedWeight`. */
export function quantize(
  values: Float32Array,
  columns: number,
  bits: QuantizedBits,
): { readonly codes: Uint8Array; readonly scales: Float32Array } {
  const rows = values.length / columns
  const blocks = blocksOf(columns)
  const [middle, highest] = [2 ** (bits - 1), 2 ** bits - 1]
  const perByte = 8 / bits
  const codes = new Uint8Array((rows * blocks * QUANTIZED_BLOCK) / perByte)
  const scales = new Float32Array(rows * blocks)
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const from = row * columns + block * QUANTIZED_BLOCK
      const to = Math.min(from + QUANTIZED_BLOCK, (row + 1) * columns)
      let largest = 0
      for (let i = from; i < to; i++) if (Math.abs(values[i]!) > Math.abs(largest)) largest = values[i]!
      const scale = largest === 0 ? 0 : Math.fround(-largest / middle)
      scales[row * blocks + block] = scale
      const inverse = scale === 0 ? 0 : 1 / scale
      const start = (row * blocks + block) * QUANTIZED_BLOCK
      for (let i = 0; i < QUANTIZED_BLOCK; i++) {
        const value = from + i < to ? values[from + i]! * inverse : 0
        // Rounds: value is at least −middle, so the sum is positive but for float error.
        const code = Math.min(highest, (value + middle + 0.5) | 0)
        if (bits === 8) codes[start + i] = code
        else codes[(start + i) >> 1]! |= code << (4 * (i & 1))
      }
    }
  }
  return { codes, scales }
}

/** Every matrix of the base but the embedding; the head too where it is the embedding. @throws GigpoError `storage`. */
export async function quantizeBase(
  { tensors, fingerprint }: FrozenBase,
  config: ModelConfig,
  { bits, cache }: { readonly bits: QuantizedBits; readonly cache: string },
): Promise<QuantizedTensor[]> {
  const matrices = tensors.flatMap((tensor): PlacedTensor[] => {
    if (tensor.shape.length !== 2) return []
    if (tensor.name !== 'model.embed_tokens.weight') return [tensor]
    return config.tiedEmbedding ? [{ ...tensor, name: 'lm_head.weight' }] : []
  })
  const sources = matrices.flatMap((matrix): TensorSource[] => {
    const [rows, columns] = matrix.shape as [number, number]
    const blocks = blocksOf(columns)
    let rest: Uint8Array = new Uint8Array()
    return [
      {
        name: `${matrix.name}.codes`,
        shape: [rows, blocks, (QUANTIZED_BLOCK * bits) / 8],
        type: 'U8',
        bytes: async () => {
          const { codes, scales } = quantize(await frozenValues(matrix), columns, bits)
          rest = new Uint8Array(scales.buffer)
          return codes
        },
      },
      // Asked for right after its codes, which made it.
      { name: `${matrix.name}.scales`, shape: [rows * blocks], type: 'F32', bytes: async () => rest },
    ]
  })
  const places = await storedTensors(
    join(cache, `${fingerprint}-int${bits}-block${QUANTIZED_BLOCK}.safetensors`),
    sources,
  )
  return matrices.map(({ name, shape: [rows, columns] }) => {
    const [codes, scales] = [places.get(`${name}.codes`)!, places.get(`${name}.scales`)!]
    return { name, rows: rows!, columns: columns!, codes, scales }
  })
}
