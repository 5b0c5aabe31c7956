// The bytes of an official file in chunks, decompressed where it is gzip, from a position on. Failures become GigpoErrors:
// of the disk `storage`, of the compression `data` with the position reached.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { GigpoError, messageOf } from '@gigpo/core'
import { storage, toStorageError } from '../../run-directory/files.ts'

const CHUNK = 1 << 20

export interface ReadChunksOptions {
  /** First byte wanted, counted after decompression. */
  readonly from?: number
  /** Called before the first and after each chunk with the bytes read from the disk so far, from the beginning of the file. */
  readonly onRead?: (bytes: number) => void
}

/** @throws GigpoError. */
export async function* readChunks(path: string, { from = 0, onRead }: ReadChunksOptions = {}): AsyncGenerator<Buffer> {
  const zipped = isGzip(path)
  const start = zipped ? 0 : from
  const file = createReadStream(path, { highWaterMark: CHUNK, start })
  const source = zipped ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => {}) : file
  let position = start
  onRead?.(start)
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const skipped = Math.min(chunk.length, Math.max(0, from - position))
      position += chunk.length
      onRead?.(start + file.bytesRead)
      if (skipped < chunk.length) yield chunk.subarray(skipped)
    }
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || !String(cause.code).startsWith('Z_')) {
      throw toStorageError(path, cause)
    }
    throw new GigpoError('data', `it cannot be decompressed after byte ${position}: ${messageOf(cause)}`, {
      where: path,
      remedy: 'The file is damaged or was cut off: download it again.',
      cause,
    })
  } finally {
    file.destroy()
  }
}

/** By its first two bytes, not by its name: browsers decompress downloads without renaming them. */
function isGzip(path: string): boolean {
  return storage(path, () => {
    const file = openSync(path, 'r')
    try {
      const magic = Buffer.alloc(2)
      return readSync(file, magic, 0, 2, 0) === 2 && magic[0] === 0x1f && magic[1] === 0x8b
    } finally {
      closeSync(file)
    }
  })
}
