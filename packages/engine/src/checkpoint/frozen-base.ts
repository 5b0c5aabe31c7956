// A frozen base stays on disk: this finds where in the files of a folder each weight lies, so that sessions map it instead of
// copying it, and all threads share the pages. Weights of two bytes are widened once, into a file of float32 in the cache
// folder, because a conversion inside each compiled graph would cost a copy a session.
import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { sizeOf } from '../graph/shape.ts'
import type { FileRange, Shape } from '../graph/tensor.ts'
import type { ModelConfig } from '../model/config.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { matchTensors } from './match-tensors.ts'
import { missing } from './model-folder.ts'
import { openWeights, type StoredTensor } from './open-weights.ts'
import { storedTensors } from './stored-tensors.ts'
import { type ByteSource, openFile } from './tensor-file.ts'

/** A float32 tensor, row-major, aligned to 4 bytes. */
export interface PlacedTensor {
  readonly name: string
  readonly shape: Shape
  readonly place: FileRange
}

export interface FrozenBase {
  /** Every parameter, in the order of `parameterSpecs`. */
  readonly tensors: readonly PlacedTensor[]
  /** Tells bases apart without reading them: SHA-256 of names, types, shapes and the first bytes of every tensor. */
  readonly fingerprint: string
}

/** Bytes of each tensor that enter the fingerprint. */
const SAMPLE = 4096

/** `cache` is a folder for what has to be converted. @throws GigpoError `checkpoint` or `storage`. */
export async function openFrozenBase(path: string, config: ModelConfig, cache: string): Promise<FrozenBase> {
  const { tensors, close } = await openWeights(path)
  try {
    // A head beside a tied embedding is not looked at.
    const needed = config.tiedEmbedding ? tensors.filter(({ name }) => name !== 'lm_head.weight') : tensors
    const matched = [...matchTensors(parameterSpecs(config), needed, path).values()]
    const fingerprint = await fingerprintOf(path, matched)
    const isMappable = matched.every(({ type, position }) => type === 'F32' && position % 4 === 0)
    const placed = isMappable
      ? await inPlace(path, matched)
      : await widened(matched, join(cache, `${fingerprint}-float32.safetensors`))
    return { tensors: placed, fingerprint }
  } finally {
    await close()
  }
}

async function fingerprintOf(path: string, tensors: readonly StoredTensor[]): Promise<string> {
  const digest = createHash('sha256')
  const sources = new Map<string, ByteSource>()
  try {
    for (const { name, shape, type, file, position, bytes } of tensors) {
      const source = sources.get(file) ?? (await openFile(join(path, file)))
      if (source === undefined) throw missing(path, file)
      sources.set(file, source)
      const sample = new Uint8Array(Math.min(SAMPLE, bytes))
      await source.read(sample, position)
      digest.update(`${name} ${type} ${shape.join()}\n`).update(sample)
    }
    return digest.digest('hex')
  } finally {
    for (const source of sources.values()) await source.close()
  }
}

async function inPlace(path: string, tensors: readonly StoredTensor[]): Promise<PlacedTensor[]> {
  const files = new Map<string, string>()
  for (const { file } of tensors) if (!files.has(file)) files.set(file, await realpath(join(path, file)))
  return tensors.map(({ name, shape, file, position, bytes }) => {
    return { name, shape, place: { file: files.get(file)!, offset: position, length: bytes } }
  })
}

async function widened(tensors: readonly StoredTensor[], file: string): Promise<PlacedTensor[]> {
  const sources = tensors.map(({ name, shape, read }) => ({
    name,
    shape,
    type: 'F32' as const,
    bytes: async () => new Uint8Array((await read()).buffer),
  }))
  const places = await storedTensors(file, sources)
  return tensors.map(({ name, shape }) => ({ name, shape, place: places.get(name)! }))
}

/** All values of a frozen tensor. @throws GigpoError `checkpoint`. */
export async function frozenValues({ shape, place }: PlacedTensor): Promise<Float32Array> {
  const source = await openFile(place.file)
  if (source === undefined) throw missing(place.file, 'the file')
  try {
    const values = new Float32Array(sizeOf(shape))
    await source.read(new Uint8Array(values.buffer), place.offset)
    return values
  } finally {
    await source.close()
  }
}
