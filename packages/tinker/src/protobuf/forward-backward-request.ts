// tinker_public.ForwardBackwardRequest: a pass over data, with `forward_only` for one without gradients.
import type { Chunk, WireDatum, WireTensor } from '../wire/model-input.ts'
import { damaged, type ProtobufField, readEntry, readFields } from './reader.ts'
import { DTYPES, dtypeOf, fromBytes, toBytes } from './tensor.ts'
import { ProtobufWriter } from './writer.ts'

export interface ForwardBackwardRequest {
  readonly modelId: string
  readonly seqId: number
  readonly data: readonly WireDatum[]
  readonly lossFn: string
  readonly lossFnConfig: Readonly<Record<string, number>>
  readonly forwardOnly: boolean
}

export const PROTOBUF = 'application/x-protobuf'

/** One datum as it is written: a request of several is these behind one another. */
export function encodeDatum({ model_input, loss_fn_inputs }: WireDatum): Uint8Array<ArrayBuffer> {
  const datum = new ProtobufWriter()
  for (const { tokens } of model_input.chunks) {
    if (tokens === undefined) throw damaged('only text can be written')
    datum.message(1, (chunk) => chunk.message(1, (text) => text.bytes(1, toBytes(tokens, 'int32'))))
  }
  return datum
    .entries(2, loss_fn_inputs, (entry, value) => entry.message(2, (tensor) => writeTensor(tensor, value)))
    .finish()
}

/** @param data Each from `encodeDatum`. */
export function encodeForwardBackwardRequest(
  request: Omit<ForwardBackwardRequest, 'data'>,
  data: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter().string(1, request.modelId).int(2, request.seqId)
  for (const datum of data) writer.bytes(3, datum)
  return writer
    .string(4, request.lossFn)
    .entries(5, request.lossFnConfig, (entry, value) => entry.double(2, value))
    .bool(6, request.forwardOnly)
    .finish()
}

/** @throws GigpoError `data` for damaged bytes, and for sparse tensors. */
export function decodeForwardBackwardRequest(bytes: Uint8Array): ForwardBackwardRequest {
  const request = { modelId: '', seqId: 0, data: [] as WireDatum[], lossFn: '', forwardOnly: false }
  const lossFnConfig: Record<string, number> = {}
  for (const field of readFields(bytes)) {
    if (field.number === 1) request.modelId = field.string()
    else if (field.number === 2) request.seqId = field.int()
    else if (field.number === 3) request.data.push(readDatum(field))
    else if (field.number === 4) request.lossFn = field.string()
    else if (field.number === 5) {
      const { key, value } = readEntry(field)
      lossFnConfig[key] = value?.double() ?? 0
    } else if (field.number === 6) request.forwardOnly = field.int() !== 0
  }
  return { ...request, lossFnConfig }
}

function writeTensor(tensor: ProtobufWriter, { data, dtype = 'float32', shape = [data.length] }: WireTensor): void {
  tensor.bytes(1, toBytes(data, dtype)).int(3, DTYPES[dtype]).ints(4, shape)
}

function readDatum(field: ProtobufField): WireDatum {
  const chunks: Chunk[] = []
  const inputs: Record<string, WireTensor> = {}
  for (const part of field.fields()) {
    if (part.number === 1) chunks.push(readChunk(part))
    else if (part.number === 2) {
      const { key, value } = readEntry(part)
      inputs[key] = readTensor(value?.fields() ?? [])
    }
  }
  return { model_input: { chunks }, loss_fn_inputs: inputs }
}

const CHUNKS: Readonly<Record<number, string>> = { 2: 'image', 3: 'dmel' }

function readChunk(field: ProtobufField): Chunk {
  const kind = field.fields().at(-1)
  if (kind?.number !== 1) return { type: CHUNKS[kind?.number ?? 0] ?? 'unknown' }
  const tokens = kind.fields().find(({ number }) => number === 1)
  return { type: 'encoded_text', tokens: fromBytes(tokens?.bytes() ?? new Uint8Array(0), 'int32') }
}

function readTensor(fields: readonly ProtobufField[]): WireTensor {
  let bytes: Uint8Array = new Uint8Array(0)
  let dtype = dtypeOf(0)
  const shape: number[] = []
  for (const field of fields) {
    if (field.number === 1) bytes = field.bytes()
    else if (field.number === 2) throw damaged('sparse tensors are not read')
    else if (field.number === 3) dtype = dtypeOf(field.int())
    else if (field.number === 4) shape.push(...field.ints())
  }
  const isWhole = dtype === 'int64' || dtype === 'int32'
  return { data: fromBytes(bytes, dtype), dtype: isWhole ? 'int64' : 'float32', ...(shape.length > 0 ? { shape } : {}) }
}
