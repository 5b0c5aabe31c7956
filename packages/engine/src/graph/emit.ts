// Writes a graph as a serialised ONNX model: opset 21 plus the contrib operators of onnxruntime. Field numbers are those
// of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Equal nodes and constants are written once. A tensor
// that stays in a file is written as external data, its place relative to the root of the file system.
import { ProtobufWriter } from './protobuf.ts'
import type { DType, EmitAttributes, Emitter, FileRange, Graph, Shape, Tensor } from './tensor.ts'
import { topological } from './tensor.ts'

const ONNX_OPSET = 21
const IR_VERSION = 10
const FLOAT = 1
const UINT8 = 2
const INT32 = 6
const INT64 = 7
const TYPES: Readonly<Record<DType, number>> = { f32: FLOAT, i32: INT32, u8: UINT8 }
const EXTERNAL = 1

type EmitOptions = Partial<Pick<Emitter, 'batchInvariant' | 'threads'>>

/** The bytes of the model. */
export function toOnnx(graph: Graph, { batchInvariant = false, threads = 1 }: EmitOptions = {}): Uint8Array {
  const body = new ProtobufWriter()
  const known = new Map<string, string>()
  let values = 0
  const once = (key: string, write: (name: string) => void): string => {
    const existing = known.get(key)
    if (existing !== undefined) return existing
    const name = `v${values++}`
    known.set(key, name)
    write(name)
    return name
  }
  const initializer = (key: string, type: number, shape: Shape, raw: () => Uint8Array): string =>
    once(key, (name) => body.message(5, (tensor) => writeTensor(tensor, name, type, shape, raw())))

  const emitter: Emitter = {
    batchInvariant,
    threads,
    input: (name) => name,
    integers: (list) =>
      initializer(`int64 ${list.join()}`, INT64, [list.length], () => bytesOf(BigInt64Array.from(list, BigInt))),
    constant(data, shape, dtype) {
      const list = Array.from(data)
      const key = list.length <= 8 ? `${dtype} ${list.join()} @${shape.join()}` : `constant ${values}`
      return dtype === 'f32'
        ? initializer(key, FLOAT, shape, () => bytesOf(Float32Array.from(list)))
        : initializer(key, INT32, shape, () => bytesOf(Int32Array.from(list)))
    },
    external: (place, shape, dtype) =>
      once(`external ${place.file} ${place.offset} ${shape.join()}`, (name) =>
        body.message(5, (tensor) => writeExternal(tensor, name, TYPES[dtype], shape, place)),
      ),
    node: (type, inputs, attributes = {}, domain = '') =>
      once(`${type} ${inputs.join()} ${JSON.stringify(attributes)}`, (name) =>
        body.message(1, (node) => writeNode(node, type, inputs, name, attributes, domain)),
      ),
  }

  const names = new Map<Tensor, string>()
  for (const node of topological(graph.outputs.values())) {
    const inputs = node.inputs.map((source) => names.get(source)!)
    names.set(node, node.operator.emit(inputs, node, emitter))
  }
  body.string(2, 'graph')
  for (const [name, node] of graph.inputs) body.message(11, (info) => writeInfo(info, name, node.shape, node.dtype))
  for (const [name, node] of graph.outputs) {
    body.message(1, (identity) => writeNode(identity, 'Identity', [names.get(node)!], name, {}, ''))
    body.message(12, (info) => writeInfo(info, name, node.shape, node.dtype))
  }

  return new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, 'gigpo')
    .bytes(7, body.finish())
    .message(8, (opset) => opset.string(1, '').int(2, ONNX_OPSET))
    .message(8, (opset) => opset.string(1, 'com.microsoft').int(2, 1))
    .finish()
}

function bytesOf(array: Float32Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function writeTensor(writer: ProtobufWriter, name: string, type: number, shape: Shape, raw: Uint8Array): void {
  for (const extent of shape) writer.int(1, extent)
  writer.int(2, type).string(8, name).bytes(9, raw)
}

function writeExternal(writer: ProtobufWriter, name: string, type: number, shape: Shape, place: FileRange): void {
  for (const extent of shape) writer.int(1, extent)
  writer.int(2, type).string(8, name)
  const entries = { location: relativeToRoot(place.file), offset: `${place.offset}`, length: `${place.length}` }
  for (const [key, value] of Object.entries(entries))
    writer.message(13, (entry) => entry.string(1, key).string(2, value))
  writer.int(14, EXTERNAL)
}

/** `C:\\models\\a` and `/models/a` without what stands before the first folder. */
function relativeToRoot(file: string): string {
  return file.replace(/^([A-Za-z]:)?[\\/]+/, '')
}

function writeInfo(writer: ProtobufWriter, name: string, shape: Shape, dtype: DType): void {
  writer.string(1, name).message(2, (type) =>
    type.message(1, (tensor) =>
      tensor.int(1, TYPES[dtype]).message(2, (dimensions) => {
        for (const extent of shape) dimensions.message(1, (dimension) => dimension.int(1, extent))
      }),
    ),
  )
}

function writeNode(
  writer: ProtobufWriter,
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: EmitAttributes,
  domain: string,
): void {
  for (const name of inputs) writer.string(1, name)
  writer.string(2, output).string(3, output).string(4, type)
  for (const [name, value] of Object.entries(attributes)) {
    writer.message(5, (attribute) => {
      attribute.string(1, name)
      if (typeof value === 'number') attribute.int(3, value).int(20, 2)
      else if (typeof value === 'string') attribute.bytes(4, new TextEncoder().encode(value)).int(20, 3)
      else if ('float' in value) attribute.float(2, value.float).int(20, 1)
      else for (const item of [...value]) attribute.int(8, item)
      if (Array.isArray(value)) attribute.int(20, 7)
    })
  }
  if (domain !== '') writer.string(7, domain)
}
