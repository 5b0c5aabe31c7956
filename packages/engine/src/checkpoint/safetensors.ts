// Whole safetensors files in memory. BF16 and F16 are widened to float32 on reading; writing sorts by name, so equal
// tensors give equal bytes, and gives the bytes in pieces, so that a large model is never copied. Large files are read
// by tensor-file.ts.
import { GigpoError } from '@gigpo/core'
import { compareCodePoints } from '../tokenizer/tokenizer-files.ts'
import { narrow16, widen16 } from './float16.ts'
import { headerLength, parseTensorHeader, TENSOR_TYPES, type TensorType } from './safetensors-header.ts'

export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  /** Row-major. */
  readonly data: Float32Array
}

export interface SafetensorsFile {
  /** In the order of their bytes. */
  readonly tensors: readonly NamedTensor[]
  readonly metadata: Readonly<Record<string, string>>
}

/** All tensors, widened to float32 and copied out of `bytes`. @throws GigpoError `checkpoint` on any damage. */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const start = 8 + headerLength(bytes.subarray(0, 8), bytes.length)
  const data = bytes.subarray(start)
  const { entries, metadata } = parseTensorHeader(bytes.subarray(8, start), data.length)
  const tensors = entries.map(({ name, type, shape, begin, end }) => {
    // Not slice(): of a Node Buffer that is a view of the whole file.
    const copy = new Uint8Array(data.subarray(begin, end)).buffer
    return { name, shape, data: type === 'F32' ? new Float32Array(copy) : widen16(new Uint16Array(copy), type) }
  })
  return { tensors, metadata }
}

export interface WritingOptions {
  readonly metadata?: Readonly<Record<string, string>>
  /** Type of a tensor, which must hold its values exactly; default F32. */
  readonly typeOf?: (name: string) => TensorType
}

/**
 * The bytes of a file in pieces: its header, then each tensor, data aligned to 8 bytes. Float32 pieces are views of the
 * tensors. @throws GigpoError `contract` on a wrong shape or a name that occurs twice.
 */
export function safetensorsPieces(tensors: Iterable<NamedTensor>, options: WritingOptions = {}): Iterable<Uint8Array> {
  const { metadata = {}, typeOf = (): TensorType => 'F32' } = options
  const sorted = [...tensors].sort((a, b) => compareCodePoints(a.name, b.name))
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : []
  let offset = 0
  for (const { name, shape, data } of sorted) {
    if (data.length !== shape.reduce((product, size) => product * size, 1))
      throw new GigpoError('contract', `tensor ${name} of shape [${shape}] holds ${data.length} values`)
    const dtype = typeOf(name)
    const end = offset + data.length * TENSOR_TYPES[dtype]
    header.push([name, { dtype, shape, data_offsets: [offset, end] }])
    offset = end
  }
  if (new Set(header.map(([name]) => name)).size !== header.length)
    throw new GigpoError('contract', 'two tensors of one name')
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const head = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20, 8)
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - 8), true)
  head.set(json, 8)
  return {
    *[Symbol.iterator]() {
      yield head
      for (const { name, data } of sorted) yield bytesOf(data, typeOf(name))
    },
  }
}

function bytesOf(data: Float32Array, type: TensorType): Uint8Array {
  const values = type === 'F32' ? data : narrow16(data, type)
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** A float32 file in one piece. @throws GigpoError `contract`. */
export function writeSafetensors(
  tensors: Iterable<NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return Buffer.concat([...safetensorsPieces(tensors, { metadata })])
}
