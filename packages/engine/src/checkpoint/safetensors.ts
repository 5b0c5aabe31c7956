// The safetensors format: 8 bytes little-endian header length, a JSON header of names, types, shapes and byte ranges, then
// the data. The reader trusts nothing: ranges must cover the data exactly, in any order but without gap or overlap, and
// agree with the shapes. BF16 and F16 are widened to float32 on reading; writing is float32, sorted by name, so equal
// tensors give equal bytes. Reference: https://huggingface.co/docs/safetensors
import { GigpoError, messageOf } from '@gigpo/core'
import { compareCodePoints } from '../tokenizer/tokenizer-files.ts'
import { duplicateKey } from './duplicate-key.ts'
import { widen16 } from './widen-float16.ts'

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

/** The reference implementation refuses longer headers, too. */
const MAX_HEADER_BYTES = 100_000_000
const BYTES = { F32: 4, BF16: 2, F16: 2 } as const

interface Entry {
  readonly name: string
  readonly type: keyof typeof BYTES
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

function damaged(message: string, where?: string, cause?: unknown): GigpoError {
  return new GigpoError('checkpoint', `safetensors: ${message}`, {
    remedy: 'The file is damaged or was not written by safetensors; use another copy.',
    ...(where === undefined ? {} : { where }),
    ...(cause === undefined ? {} : { cause }),
  })
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function parseHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw damaged(`${bytes.length} bytes are too few for a header length`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER_BYTES) || length > BigInt(bytes.length - 8))
    throw damaged(`header length ${length} exceeds the file of ${bytes.length} bytes`)
  const start = 8 + Number(length)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start))
    const header: unknown = JSON.parse(text)
    if (typeof header !== 'object' || header === null || Array.isArray(header)) throw damaged('header is not an object')
    const duplicate = duplicateKey(text)
    if (duplicate !== undefined) throw damaged(`name ${JSON.stringify(duplicate)} occurs twice in the header`)
    return { header: header as Record<string, unknown>, start }
  } catch (error) {
    if (GigpoError.isInstance(error)) throw error
    throw damaged(`header is not JSON: ${messageOf(error)}`, undefined, error)
  }
}

function parseEntry(name: string, value: unknown, dataLength: number): Entry {
  if (typeof value !== 'object' || value === null) throw damaged('entry is not an object', name)
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype))
    throw damaged(`type ${JSON.stringify(dtype)} is not one of ${Object.keys(BYTES).join(', ')}`, name)
  if (!Array.isArray(shape) || !shape.every(isCount)) throw damaged('shape is not a list of sizes', name)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw damaged('data_offsets is not a pair of byte positions', name)
  const [begin, end] = offsets as [number, number]
  const type = dtype as keyof typeof BYTES
  const expected = shape.reduce((product: number, size: number) => product * size, BYTES[type])
  if (begin > end || end > dataLength) throw damaged(`bytes ${begin} to ${end} of ${dataLength}`, name)
  if (end - begin !== expected) throw damaged(`shape [${shape}] needs ${expected} bytes, has ${end - begin}`, name)
  return { name, type, shape, begin, end }
}

function parseMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged('__metadata__ is not an object')
  for (const [key, text] of Object.entries(value))
    if (typeof text !== 'string') throw damaged(`__metadata__.${key} is not a text`)
  return value as Record<string, string>
}

/** All tensors, widened to float32 and copied out of `bytes`. @throws GigpoError `checkpoint` on any damage. */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, start } = parseHeader(bytes)
  const data = bytes.subarray(start)
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseEntry(name, value, data.length))
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
  let position = 0
  for (const { name, begin, end } of entries) {
    if (begin !== position) throw damaged(`bytes ${begin < position ? 'overlap' : 'leave a gap'} at ${position}`, name)
    position = end
  }
  if (position !== data.length) throw damaged(`${data.length - position} bytes after the last tensor`)
  const tensors = entries.map(({ name, type, shape, begin, end }) => {
    // Not slice(): of a Node Buffer that is a view of the whole file.
    const copy = new Uint8Array(data.subarray(begin, end)).buffer
    return { name, shape, data: type === 'F32' ? new Float32Array(copy) : widen16(new Uint16Array(copy), type) }
  })
  return { tensors, metadata: parseMetadata(header.__metadata__) }
}

/** Float32 file, tensors sorted by name, data aligned to 8 bytes. @throws GigpoError `contract` on a wrong shape. */
export function writeSafetensors(
  tensors: Iterable<NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort((a, b) => compareCodePoints(a.name, b.name))
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : []
  let offset = 0
  for (const { name, shape, data } of sorted) {
    if (data.length !== shape.reduce((product, size) => product * size, 1))
      throw new GigpoError('contract', `tensor ${name} of shape [${shape}] holds ${data.length} values`)
    header.push([name, { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] }])
    offset += data.byteLength
  }
  if (new Set(header.map(([name]) => name)).size !== header.length)
    throw new GigpoError('contract', 'two tensors of one name')
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const start = 8 + Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(start + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true)
  bytes.fill(0x20, 8, start)
  bytes.set(json, 8)
  let position = start
  for (const { data } of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position)
    position += data.byteLength
  }
  return bytes
}
