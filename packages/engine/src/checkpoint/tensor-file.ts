// One safetensors file that is read tensor by tensor, each at its place: opening costs the header alone, a float32 tensor
// goes from the disk into the memory it is wanted in, and a file may be larger than any buffer (readFile ends at 2 GiB).
import { open } from 'node:fs/promises'
import { GigpoError, messageOf } from '@gigpo/core'
import { widen16 } from './float16.ts'
import { damaged, headerLength, parseTensorHeader, type TensorEntry, type TensorHeader } from './safetensors-header.ts'

/** Bytes at positions. */
export interface ByteSource {
  readonly size: number
  /** Fills `into` from `position` on; it lies within the source. */
  read(into: Uint8Array, position: number): Promise<void>
  close(): Promise<void>
}

export interface TensorFile extends TensorHeader {
  readonly path: string
  /** Position of the data section in the file. */
  readonly dataStart: number
  /** Values of an entry, widened to float32, into `into` where it is given. */
  read(entry: TensorEntry, into?: Float32Array): Promise<Float32Array>
  close(): Promise<void>
}

/** Most bytes of one call to the system. */
const MOST_BYTES = 2 ** 30
/** Elements of 16 bits widened at a time. */
const WIDENED = 2 ** 20

/** @throws GigpoError `checkpoint` where the file cannot be read; undefined where there is none. */
export async function openFile(path: string): Promise<ByteSource | undefined> {
  const failed = (cause: unknown): GigpoError =>
    new GigpoError('checkpoint', `cannot be read: ${messageOf(cause)}`, { where: path, cause })
  try {
    const handle = await open(path)
    const { size } = await handle.stat()
    return {
      size,
      read: async (into, position) => {
        for (let done = 0; done < into.length; ) {
          const length = Math.min(MOST_BYTES, into.length - done)
          const { bytesRead } = await handle.read(into, done, length, position + done).catch((cause: unknown) => {
            throw failed(cause)
          })
          if (bytesRead === 0) throw failed('the file has become shorter')
          done += bytesRead
        }
      },
      close: () => handle.close(),
    }
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return undefined
    throw failed(cause)
  }
}

/** Reads the header; `path` names the source in errors. @throws GigpoError `checkpoint` on any damage. */
export async function openTensorFile(path: string, source: ByteSource): Promise<TensorFile> {
  try {
    const start = new Uint8Array(Math.min(8, source.size))
    await source.read(start, 0)
    const json = new Uint8Array(headerLength(start, source.size))
    await source.read(json, 8)
    const dataStart = 8 + json.length
    const header = parseTensorHeader(json, source.size - dataStart)
    return {
      ...header,
      path,
      dataStart,
      read: (entry, into) => readTensor(source, dataStart, entry, into),
      close: () => source.close(),
    }
  } catch (error) {
    await source.close()
    throw inFile(path, error)
  }
}

async function readTensor(
  source: ByteSource,
  dataStart: number,
  { name, type, begin, end, shape }: TensorEntry,
  into: Float32Array = new Float32Array(shape.reduce((product, size) => product * size, 1)),
): Promise<Float32Array> {
  const position = dataStart + begin
  if (type === 'F32') {
    if (into.byteLength !== end - begin) throw damaged(`${into.length} values are wanted of shape [${shape}]`, name)
    await source.read(new Uint8Array(into.buffer, into.byteOffset, into.byteLength), position)
    return into
  }
  const bits = new Uint16Array(Math.min(WIDENED, into.length))
  for (let done = 0; done < into.length; done += bits.length) {
    const part = bits.subarray(0, Math.min(bits.length, into.length - done))
    await source.read(new Uint8Array(part.buffer, 0, part.byteLength), position + 2 * done)
    widen16(part, type, into.subarray(done, done + part.length))
  }
  return into
}

/** The error with the file in front of its place. */
function inFile(path: string, error: unknown): unknown {
  if (!GigpoError.isInstance(error) || error.where?.startsWith(path)) return error
  const where = error.where === undefined ? path : `${path}: ${error.where}`
  return new GigpoError(error.code, error.message, {
    where,
    cause: error,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  })
}
