// Tensors made once and kept in a cache folder for sessions to map: a safetensors file that is written tensor by
// tensor, because all of them need not fit into memory, under a temporary name first, so that a file of the final name is
// always whole.
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { sizeOf } from '../graph/shape.ts'
import type { FileRange, Shape } from '../graph/tensor.ts'

const BYTES = { F32: 4, U8: 1 } as const

export interface TensorSource {
  readonly name: string
  readonly shape: Shape
  readonly type: keyof typeof BYTES
  /** The bytes, row-major and little-endian. */
  bytes(): Promise<Uint8Array>
}

/**
 * Where each tensor lies in `file`, which is written unless it is there. Its name must tell what is in it: a file of the right
 * size is taken as it is. @throws GigpoError `storage`.
 */
export async function storedTensors(file: string, tensors: readonly TensorSource[]): Promise<Map<string, FileRange>> {
  const { header, ranges, size } = planFile(tensors)
  try {
    if ((await sizeOnDisk(file)) !== size) {
      await mkdir(dirname(file), { recursive: true })
      const temporary = `${file}.${process.pid}`
      try {
        await writeAll(temporary, header, tensors)
        await rename(temporary, file)
      } finally {
        await rm(temporary, { force: true })
      }
    }
    const real = await realpath(file)
    return new Map([...ranges].map(([name, range]) => [name, { file: real, ...range }]))
  } catch (cause) {
    if (GigpoError.isInstance(cause)) throw cause
    throw new GigpoError('storage', `converted weights cannot be kept: ${messageOf(cause)}`, {
      where: file,
      remedy: `Make room for ${Math.ceil(size / 2 ** 20)} MB there, or choose another cache folder.`,
      cause,
    })
  }
}

interface FilePlan {
  readonly header: Uint8Array
  readonly ranges: ReadonlyMap<string, { readonly offset: number; readonly length: number }>
  /** Of the whole file. */
  readonly size: number
}

function planFile(tensors: readonly TensorSource[]): FilePlan {
  let end = 0
  const entries = tensors.map(({ name, shape, type }) => {
    const begin = end
    end += sizeOf(shape) * BYTES[type]
    return { name, dtype: type, shape, data_offsets: [begin, end] as const }
  })
  const json = new TextEncoder().encode(
    JSON.stringify({
      __metadata__: { format: 'pt' },
      ...Object.fromEntries(entries.map(({ name, ...entry }) => [name, entry])),
    }),
  )
  const start = Math.ceil((8 + json.length) / 64) * 64
  const header = new Uint8Array(start).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(start - 8), true)
  header.set(json, 8)
  const ranges = entries.map(({ name, data_offsets: [from, to] }) => {
    return [name, { offset: start + from, length: to - from }] as const
  })
  return { header, ranges: new Map(ranges), size: start + end }
}

async function sizeOnDisk(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  )
}

async function writeAll(file: string, header: Uint8Array, tensors: readonly TensorSource[]): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(header)
    for (const tensor of tensors) await handle.writeFile(await tensor.bytes())
    await handle.sync()
  } finally {
    await handle.close()
  }
}
