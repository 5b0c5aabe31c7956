// A checkpoint of a remote model stays at the server; the directory that a trainer names holds where it is.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { z } from 'zod'

export interface CheckpointPointer {
  /** tinker://MODEL/weights/NAME */
  readonly path: string
  readonly baseModel: string
  readonly policyVersion: number
}

/** Name of the file in the directory. */
export const POINTER_FILE = 'tinker.json'

const schema = z.object({
  format: z.literal(1),
  path: z.string().startsWith('tinker://'),
  baseModel: z.string(),
  policyVersion: z.int().min(0),
})

/** @throws GigpoError `storage`. */
export async function writePointer(directory: string, pointer: CheckpointPointer): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
    await writeFile(join(directory, POINTER_FILE), `${JSON.stringify({ format: 1, ...pointer }, null, 2)}\n`)
  } catch (cause) {
    throw new GigpoError('storage', `cannot write: ${messageOf(cause)}`, { where: directory, cause })
  }
}

/** @throws GigpoError `checkpoint`. */
export async function readPointer(directory: string): Promise<CheckpointPointer> {
  const where = join(directory, POINTER_FILE)
  try {
    return schema.parse(JSON.parse(await readFile(where, 'utf8')))
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ENOENT'
    throw new GigpoError('checkpoint', missing ? 'this is no checkpoint of a remote engine' : messageOf(cause), {
      where,
      remedy: 'a run that was begun with another engine goes on with that one',
      cause,
    })
  }
}
