// The three ways this project changes a disk: append a text, replace a file by rename, remove a tree. Each is flushed to
// the device before it returns and leaves nothing half-written when it fails; every failure of the file system becomes a
// GigpoError `storage`. Temporary names start with TEMPORARY, so whoever holds the directory's lock may delete them.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'

export const TEMPORARY = '.tmp-'
const CHUNK = 1 << 20

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space and resume; nothing was half-written.',
  EDQUOT: 'The disk quota is used up: free some space and resume; nothing was half-written.',
  EROFS: 'The disk is read-only: choose another directory.',
  EACCES: 'Choose a directory you may write to.',
  EPERM: 'Choose a directory you may write to.',
  ENOTDIR: 'A part of this path is a file: choose another directory.',
  EEXIST: 'A file stands where a directory is needed: choose another directory.',
  EISDIR: 'A directory stands where a file is needed: choose another path.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n).',
}

/** Runs file-system work. @throws GigpoError `storage` for its failures; other errors pass through. */
export function storage<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw toStorageError(path, cause)
  }
}

/** The same error, or a GigpoError `storage` if it came from the file system. */
export function toStorageError(path: string, cause: unknown): unknown {
  if (GigpoError.isInstance(cause) || !(cause instanceof Error) || !('syscall' in cause)) return cause
  const code = 'code' in cause ? String(cause.code) : ''
  const remedy = REMEDIES[code]
  return new GigpoError('storage', messageOf(cause), {
    where: path,
    cause,
    ...(remedy === undefined ? {} : { remedy }),
  })
}

/** Appends and flushes; on failure the file has its former length. */
export function appendDurably(path: string, content: string | Uint8Array): void {
  storage(path, () => {
    const file = openSync(path, 'a')
    try {
      const size = fstatSync(file).size
      try {
        writeContent(file, content)
        fsyncSync(file)
      } catch (error) {
        truncateQuietly(file, size)
        throw error
      }
    } finally {
      closeSync(file)
    }
  })
}

/** Replaces a file by rename: readers see the old content or the new one. */
export function replaceFile(path: string, content: string | Uint8Array | Iterable<string>): void {
  const temporary = temporaryPath(path)
  storage(path, () => {
    try {
      const file = openSync(temporary, 'w')
      try {
        writeContent(file, content)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(temporary, path)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
    syncDirectory(dirname(path))
  })
}

/** A name beside `path` that clean-up recognises. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `${TEMPORARY}${basename(path)}-${process.pid}`)
}

/** Removes what an earlier, killed process left half-written. Only under the directory's lock. */
export function removeTemporary(directory: string): void {
  for (const name of listDirectory(directory)) {
    if (name.startsWith(TEMPORARY)) removeTree(join(directory, name))
  }
}

/** The names in a directory, sorted; none if it does not exist. */
export function listDirectory(path: string): string[] {
  return storage(path, () => {
    try {
      return readdirSync(path).sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })
}

export function removeTree(path: string): void {
  storage(path, () => rmSync(path, { recursive: true, force: true }))
}

/** With its parents. Not by mkdir's `recursive`, which loops for ever where a file system refuses with ENOENT (/proc). */
export function makeDirectory(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return
  if (!existsSync(dirname(path))) makeDirectory(dirname(path))
  storage(path, () => {
    try {
      mkdirSync(path)
    } catch (error) {
      // Another process may have made it meanwhile.
      if (!existsSync(path) || !statSync(path).isDirectory()) throw error
    }
  })
}

/** Makes creations, renames and removals in a directory durable, where the platform can. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } catch (error) {
    // Some network file systems cannot flush a directory; they order renames themselves.
    if (!['EINVAL', 'ENOTSUP'].includes(String((error as NodeJS.ErrnoException).code))) throw error
  } finally {
    closeSync(directory)
  }
}

export interface FileFacts {
  readonly bytes: number
  readonly sha256: string
}

/** Flushes every file under a directory and says what it holds, by relative path in sorted order. */
export function sealTree(root: string): Record<string, FileFacts> {
  return storage(root, () => {
    const facts: Record<string, FileFacts> = {}
    const visit = (relative: string): void => {
      const directory = join(root, relative)
      for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = relative === '' ? entry.name : `${relative}/${entry.name}`
        if (entry.isDirectory()) visit(path)
        else facts[path] = fileFacts(join(root, path), true)
      }
      syncDirectory(directory)
    }
    visit('')
    return facts
  })
}

/** Length and SHA-256 of a file, read in chunks. */
export function fileFacts(path: string, flush = false): FileFacts {
  const file = openSync(path, flush ? 'r+' : 'r')
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.alloc(CHUNK)
    let bytes = 0
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, count))
      bytes += count
    }
    if (flush) fsyncSync(file)
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    closeSync(file)
  }
}

function writeContent(file: number, content: string | Uint8Array | Iterable<string>): void {
  if (content instanceof Uint8Array) {
    writeFully(file, content)
    return
  }
  let pending = ''
  for (const piece of typeof content === 'string' ? [content] : content) {
    pending += piece
    if (pending.length < CHUNK) continue
    writeFully(file, Buffer.from(pending))
    pending = ''
  }
  writeFully(file, Buffer.from(pending))
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(file, bytes, offset)
}

function truncateQuietly(file: number, size: number): void {
  try {
    ftruncateSync(file, size)
  } catch {
    // The first failure is the one to report; opening the run again drops a half-written last line.
  }
}
