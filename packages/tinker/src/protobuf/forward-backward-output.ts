// tinker_public.ForwardBackwardOutput: what a pass gave each datum. On the wire equal fields of many datums lie behind one
// another in one tensor, with the byte offsets of each.

import type { WireTensor } from '../wire/model-input.ts'
import { damaged, type ProtobufField, readEntry, readFields } from './reader.ts'
import { DTYPES, dtypeOf, fromBytes, toBytes } from './tensor.ts'
import { ProtobufWriter } from './writer.ts'

export interface ForwardBackwardOutput {
  readonly loss_fn_output_type: string
  /** By field name, for each datum. */
  readonly loss_fn_outputs: readonly Readonly<Record<string, WireTensor>>[]
  readonly metrics: Readonly<Record<string, number>>
}

/** All datums in one record; each must have the fields of the first. */
export function encodeForwardBackwardOutput(output: ForwardBackwardOutput): Uint8Array<ArrayBuffer> {
  const rows = output.loss_fn_outputs
  const columns = Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name]!)]))
  return new ProtobufWriter()
    .string(1, output.loss_fn_output_type)
    .message(2, (record) =>
      record
        .string(1, output.loss_fn_output_type)
        .entries(2, columns, (entry, tensors) => entry.message(2, (batched) => writeBatched(batched, tensors)))
        .int(3, rows.length),
    )
    .entries(3, output.metrics, (entry, value) => entry.double(2, value))
    .finish()
}

/** @throws GigpoError `data` for damaged bytes. */
export function decodeForwardBackwardOutput(bytes: Uint8Array): ForwardBackwardOutput {
  let type = ''
  const rows: Record<string, WireTensor>[] = []
  const metrics: Record<string, number> = {}
  for (const field of readFields(bytes)) {
    if (field.number === 1) type = field.string()
    else if (field.number === 2) rows.push(...readRecord(field))
    else if (field.number === 3) {
      const { key, value } = readEntry(field)
      metrics[key] = value?.double() ?? 0
    }
  }
  return { loss_fn_output_type: type, loss_fn_outputs: rows, metrics }
}

function writeBatched(batched: ProtobufWriter, tensors: readonly WireTensor[]): void {
  const dtype = tensors[0]?.dtype ?? 'float32'
  const size = dtype === 'int64' ? 8 : 4
  const offsets = [0]
  for (const { data } of tensors) offsets.push(offsets.at(-1)! + size * data.length)
  batched
    .bytes(
      1,
      toBytes(
        tensors.flatMap(({ data }) => data),
        dtype,
      ),
    )
    .bytes(2, toBytes(offsets, 'int64'))
    .int(3, DTYPES[dtype])
}

function readRecord(field: ProtobufField): Record<string, WireTensor>[] {
  const columns = new Map<string, WireTensor[]>()
  let count = 0
  for (const part of field.fields()) {
    if (part.number === 2) {
      const { key, value } = readEntry(part)
      columns.set(key, readBatched(value?.fields() ?? []))
    } else if (part.number === 3) count = part.int()
  }
  const rows: Record<string, WireTensor>[] = Array.from({ length: count }, () => ({}))
  for (const [name, tensors] of columns) {
    if (tensors.length !== count) throw damaged(`${tensors.length} of ${name} for ${count} datums`)
    for (const [i, tensor] of tensors.entries()) rows[i]![name] = tensor
  }
  return rows
}

function readBatched(fields: readonly ProtobufField[]): WireTensor[] {
  let bytes: Uint8Array = new Uint8Array(0)
  let offsets: number[] = []
  let dtype = dtypeOf(0)
  for (const field of fields) {
    if (field.number === 1) bytes = field.bytes()
    else if (field.number === 2) offsets = fromBytes(field.bytes(), 'int64')
    else if (field.number === 3) dtype = dtypeOf(field.int())
  }
  return offsets.slice(1).map((end, i) => {
    const start = offsets[i]!
    if (start < 0 || start > end || end > bytes.length)
      throw damaged(`offsets ${start} to ${end} of ${bytes.length} bytes`)
    const data = fromBytes(bytes.subarray(start, end), dtype)
    return { data, dtype: dtype === 'int64' || dtype === 'int32' ? 'int64' : 'float32', shape: [data.length] }
  })
}
