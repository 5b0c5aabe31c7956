// How a folder of Hugging Face's layout was written, so that it is written again the same way: the text of config.json, the
// shards, and the type of each tensor. A folder that nothing has trained is saved byte for byte as it came. Trained weights
// are float32, whatever they came in, because a checkpoint is the policy to the bit; the shards stay.
import { type ModelConfig, toHfConfig } from '../model/config.ts'
import { type ParameterSpec, parameterSpecs } from '../model/parameters.ts'
import { isExact16 } from './float16.ts'
import { INDEX_FILE, type StoredTensor, WEIGHTS_FILE } from './open-weights.ts'
import { type NamedTensor, safetensorsPieces } from './safetensors.ts'
import { TENSOR_TYPES, type TensorType } from './safetensors-header.ts'

export interface FolderLayout {
  /** Text of config.json. */
  readonly config: string
  /** Text of the index, where there are shards. */
  readonly index?: string
  readonly tensors: ReadonlyMap<string, Pick<StoredTensor, 'type' | 'file'>>
}

/** A file's bytes, in pieces. */
export type FileBytes = Uint8Array | Iterable<Uint8Array>

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
export const jsonBytes = (value: unknown): Uint8Array => encode(`${JSON.stringify(value, null, 2)}\n`)

/** Values of parameters as tensors of a file. */
export function tensorsOf(
  specs: readonly ParameterSpec[],
  values: ReadonlyMap<string, Float32Array>,
  prefix = '',
): readonly NamedTensor[] {
  return specs.map(({ name, shape }) => ({ name: prefix + name, shape, data: values.get(name)! }))
}

/** config.json and the weights as files, in the layout of `layout`, or float32 in one file. */
export function modelFiles(
  config: ModelConfig,
  values: ReadonlyMap<string, Float32Array>,
  layout?: FolderLayout,
): [name: string, bytes: FileBytes][] {
  const tensors = tensorsOf(parameterSpecs(config), values)
  if (layout === undefined)
    return [
      ['config.json', jsonBytes(toHfConfig(config))],
      [WEIGHTS_FILE, safetensorsPieces(tensors, { metadata: { format: 'pt' } })],
    ]
  const kept = tensors.every(({ name, data }) => {
    const type = layout.tensors.get(name)?.type ?? 'F32'
    return type === 'F32' || isExact16(data, type)
  })
  const typeOf = (name: string): TensorType => (kept ? (layout.tensors.get(name)?.type ?? 'F32') : 'F32')
  const fileOf = (name: string): string => layout.tensors.get(name)?.file ?? WEIGHTS_FILE
  const files = [...new Set(tensors.map(({ name }) => fileOf(name)))].sort()
  return [
    ['config.json', encode(kept ? layout.config : asFloat32(layout.config))],
    ...files.map((file): [string, FileBytes] => {
      const own = tensors.filter(({ name }) => fileOf(name) === file)
      return [file, safetensorsPieces(own, { metadata: { format: 'pt' }, typeOf })]
    }),
    ...(layout.index === undefined
      ? []
      : [[INDEX_FILE, indexBytes(layout.index, tensors, { typeOf, fileOf })] as [string, FileBytes]]),
  ]
}

/** The text of a configuration whose weights are float32, under the key that names their type there. */
export function asFloat32(text: string): string {
  const config = JSON.parse(text) as Record<string, unknown>
  const key = 'dtype' in config ? 'dtype' : 'torch_dtype'
  return config[key] === 'float32' ? text : `${JSON.stringify({ ...config, [key]: 'float32' }, null, 2)}\n`
}

function indexBytes(
  text: string,
  tensors: readonly NamedTensor[],
  { typeOf, fileOf }: { typeOf(name: string): TensorType; fileOf(name: string): string },
): Uint8Array {
  const { metadata } = JSON.parse(text) as { metadata?: { total_size?: unknown } }
  const size = tensors.reduce((sum, { name, data }) => sum + data.length * TENSOR_TYPES[typeOf(name)], 0)
  if (metadata?.total_size === size) return encode(text)
  const names = tensors.map(({ name }) => name).sort()
  const weight_map = Object.fromEntries(names.map((name) => [name, fileOf(name)]))
  return jsonBytes({ metadata: { ...metadata, total_size: size }, weight_map })
}
