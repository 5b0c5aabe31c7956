// Writes a whole folder or nothing: files go into a temporary folder beside the target, are flushed to the disk, and one
// rename puts them in place. A kill at any moment leaves either the old folder or the new one.
import { mkdir, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import type { FileBytes } from './folder-layout.ts'

async function flush(path: string, bytes?: FileBytes): Promise<void> {
  const file = await open(path, bytes === undefined ? 'r' : 'w')
  try {
    if (bytes !== undefined) await writeFile(file, bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function storageError(path: string, cause: unknown): GigpoError {
  const code = (cause as { code?: unknown } | null)?.code
  const remedies: Readonly<Record<string, string>> = {
    ENOSPC: 'The disk is full: free some space and save again.',
    EDQUOT: 'The disk quota is used up: free some space and save again.',
    EACCES: 'The folder cannot be written: choose another or change its permissions.',
    EPERM: 'The folder cannot be written: choose another or change its permissions.',
    EROFS: 'The file system is read-only: choose another folder.',
  }
  return new GigpoError('storage', `cannot write: ${messageOf(cause)}`, {
    where: path,
    remedy: remedies[String(code)] ?? 'Choose a folder that can be written.',
    cause,
  })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/**
 * Writes `files` (name to bytes) as the folder `path`. A folder already there is replaced when it holds `marker`, that is
 * when an earlier call wrote it, or when it is empty; anything else is refused.
 * @throws GigpoError `storage`; the target is then as it was.
 */
export async function writeDirectory(
  path: string,
  files: ReadonlyMap<string, FileBytes>,
  marker: string,
): Promise<void> {
  const target = resolve(path)
  const parent = dirname(target)
  let temporary: string | undefined
  try {
    await makeFolder(parent)
    temporary = await mkdtemp(join(parent, `.${basename(target)}-`))
    for (const [name, bytes] of files) await flush(join(temporary, name), bytes)
    await flush(temporary)
    if (await exists(join(target, marker))) {
      const old = `${temporary}-old`
      await rename(target, old)
      await rename(temporary, target)
      await rm(old, { recursive: true })
    } else await rename(temporary, target)
    await flush(parent)
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw storageError(target, cause)
  }
}

/** With its parents. Not by mkdir's `recursive`, which loops for ever where a file system refuses with ENOENT (/proc). */
async function makeFolder(path: string): Promise<void> {
  if (await exists(path)) return
  await makeFolder(dirname(path))
  await mkdir(path).catch(async (error: unknown) => {
    // Another writer may have made it meanwhile.
    if (!(await exists(path))) throw error
  })
}
