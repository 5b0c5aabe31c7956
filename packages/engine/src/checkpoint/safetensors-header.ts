// The header of a safetensors file: 8 bytes little-endian length, then JSON of names, types, shapes and byte ranges. The
// reader trusts nothing: ranges must cover the data exactly, in any order but without gap or overlap, and agree with the
// shapes. Reference: https://huggingface.co/docs/safetensors
import { GigpoError, messageOf } from '@gigpo/core'
import { duplicateKey } from './duplicate-key.ts'

/** Bytes an element. */
export const TENSOR_TYPES = { F32: 4, BF16: 2, F16: 2 } as const

export type TensorType = keyof typeof TENSOR_TYPES

export interface TensorEntry {
  readonly name: string
  readonly type: TensorType
  readonly shape: readonly number[]
  /** Bytes of the data section. */
  readonly begin: number
  readonly end: number
}

export interface TensorHeader {
  /** In the order of their bytes. */
  readonly entries: readonly TensorEntry[]
  readonly metadata: Readonly<Record<string, string>>
}

/** The reference implementation refuses longer headers, too. */
const MAX_HEADER_BYTES = 100_000_000

export function damaged(message: string, where?: string, cause?: unknown): GigpoError {
  return new GigpoError('checkpoint', `safetensors: ${message}`, {
    remedy: 'The file is damaged or was not written by safetensors; use another copy.',
    ...(where === undefined ? {} : { where }),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Bytes of the JSON, from the first 8 bytes of a file of `size` bytes. @throws GigpoError `checkpoint`. */
export function headerLength(start: Uint8Array, size: number): number {
  if (start.length < 8) throw damaged(`${start.length} bytes are too few for a header length`)
  const length = new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(MAX_HEADER_BYTES) || length > BigInt(size - 8))
    throw damaged(`header length ${length} exceeds the file of ${size} bytes`)
  return Number(length)
}

/** Parses the JSON of a file with `dataLength` bytes after it. @throws GigpoError `checkpoint` on any damage. */
export function parseTensorHeader(json: Uint8Array, dataLength: number): TensorHeader {
  const header = parseJson(json)
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseEntry(name, value, dataLength))
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
  let position = 0
  for (const { name, begin, end } of entries) {
    if (begin !== position) throw damaged(`bytes ${begin < position ? 'overlap' : 'leave a gap'} at ${position}`, name)
    position = end
  }
  if (position !== dataLength) throw damaged(`${dataLength - position} bytes after the last tensor`)
  return { entries, metadata: parseMetadata(header.__metadata__) }
}

function parseJson(json: Uint8Array): Record<string, unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json)
    const header: unknown = JSON.parse(text)
    if (typeof header !== 'object' || header === null || Array.isArray(header)) throw damaged('header is not an object')
    const duplicate = duplicateKey(text)
    if (duplicate !== undefined) throw damaged(`name ${JSON.stringify(duplicate)} occurs twice in the header`)
    return header as Record<string, unknown>
  } catch (error) {
    if (GigpoError.isInstance(error)) throw error
    throw damaged(`header is not JSON: ${messageOf(error)}`, undefined, error)
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function parseEntry(name: string, value: unknown, dataLength: number): TensorEntry {
  if (typeof value !== 'object' || value === null) throw damaged('entry is not an object', name)
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(TENSOR_TYPES, dtype))
    throw new GigpoError(
      'checkpoint',
      `safetensors: type ${JSON.stringify(dtype)} is not one of ${Object.keys(TENSOR_TYPES).join(', ')}`,
      { where: name, remedy: 'Take a copy of the model that is not quantised, in float32, bfloat16 or float16.' },
    )
  if (!Array.isArray(shape) || !shape.every(isCount)) throw damaged('shape is not a list of sizes', name)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw damaged('data_offsets is not a pair of byte positions', name)
  const [begin, end] = offsets as [number, number]
  const type = dtype as TensorType
  const expected = shape.reduce((product: number, size: number) => product * size, TENSOR_TYPES[type])
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
