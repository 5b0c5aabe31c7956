// Arrays of numbers as little-endian bytes, the form of all tensors in the protocol's protobuf messages.
import { damaged } from './reader.ts'

/** Numbers of the enum DType. */
export const DTYPES = { float32: 1, int64: 2, int32: 3, bfloat16: 4 } as const
export type DType = keyof typeof DTYPES

const SIZES: Readonly<Record<DType, number>> = { float32: 4, int64: 8, int32: 4, bfloat16: 2 }

/** @throws GigpoError `data` for a number that names none; 0, unspecified, is float32. */
export function dtypeOf(number: number): DType {
  if (number === 0) return 'float32'
  const found = (Object.keys(DTYPES) as DType[]).find((name) => DTYPES[name] === number)
  if (found === undefined) throw damaged(`dtype ${number}`)
  return found
}

/** float32 rounds; bfloat16 is only read. */
export function toBytes(values: readonly number[], dtype: Exclude<DType, 'bfloat16'>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * SIZES[dtype])
  const view = new DataView(bytes.buffer)
  for (const [i, value] of values.entries()) {
    if (dtype === 'float32') view.setFloat32(4 * i, value, true)
    else if (dtype === 'int32') view.setInt32(4 * i, value, true)
    else view.setBigInt64(8 * i, BigInt(value), true)
  }
  return bytes
}

/** @throws GigpoError `data` for bytes that are no whole number of values. */
export function fromBytes(bytes: Uint8Array, dtype: DType): number[] {
  const size = SIZES[dtype]
  if (bytes.length % size !== 0) throw damaged(`${bytes.length} bytes of ${dtype}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const read = {
    float32: (at: number) => view.getFloat32(at, true),
    int32: (at: number) => view.getInt32(at, true),
    int64: (at: number) => Number(view.getBigInt64(at, true)),
    bfloat16: (at: number) => widen(view.getUint16(at, true)),
  }[dtype]
  return Array.from({ length: bytes.length / size }, (_, i) => read(i * size))
}

/** bfloat16 is the upper half of a float32. */
function widen(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits * 65536)
  return view.getFloat32(0)
}
