// The fence around the studio's folder: every file is opened through here, and only a regular file whose real path lies
// below the folder is opened at all. A symbolic link that leads outside, a pipe or a device is an error that names it, so
// that neither a request nor a copied folder can make the studio read anything else.
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'

/** What tells whether a file has changed. */
export interface FileState {
  readonly size: number
  readonly mtimeMs: number
  readonly ino: number
}

export interface OpenFile extends FileState {
  /** Bytes from `offset`, fewer where the file ends. */
  read(offset: number, length: number): Buffer
  close(): void
}

export interface Fence {
  /** Real path of the folder. */
  readonly root: string
  /** undefined where there is no such file. @throws GigpoError `data` outside the fence or for what is no regular file. */
  open(path: string): OpenFile | undefined
  /** Without opening it; directories too. undefined where there is nothing, or something outside the fence. */
  state(path: string): FileState | undefined
  /** Names in a directory, sorted; none where there is no directory inside the fence. */
  list(path: string): string[]
}

/** @throws GigpoError `missing-data` when there is no such folder. */
export function createFence(folder: string): Fence {
  const root = realFolder(folder)
  const inside = (path: string): string | undefined => {
    const real = ifThere(() => realpathSync.native(path))
    if (real === undefined || isBelow(root, real)) return real
    throw new GigpoError('data', 'this leads out of the folder that the studio shows', { where: nameIn(root, path) })
  }
  const open = (path: string): OpenFile | undefined => {
    const real = inside(path)
    if (real === undefined) return undefined
    // Without O_NONBLOCK opening a pipe would wait for its writer.
    const file = ifThere(() => openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)))
    if (file === undefined) return undefined
    const facts = fstatSync(file)
    if (facts.isFile()) return opened(file, facts)
    closeSync(file)
    throw new GigpoError('data', 'this is not a regular file', { where: nameIn(root, path) })
  }
  const quietly = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch {
      return undefined
    }
  }
  const state = (path: string): FileState | undefined =>
    quietly(() => {
      const real = inside(path)
      return real === undefined ? undefined : statSync(real)
    })
  const list = (path: string): string[] =>
    quietly(() => {
      const real = inside(path)
      return real === undefined ? [] : readdirSync(real).sort()
    }) ?? []
  return { root, open, state, list }
}

/** A whole file as text; undefined where there is none. @throws GigpoError `data` above `limit` bytes, or as `open`. */
export function readWithin(fence: Fence, path: string, limit: number = 64 * 2 ** 20): string | undefined {
  const file = fence.open(path)
  if (file === undefined) return undefined
  try {
    if (file.size > limit)
      throw new GigpoError('data', `${file.size} bytes are more than the ${limit} that the studio reads`, {
        where: path,
      })
    return file.read(0, file.size).toString('utf8')
  } finally {
    file.close()
  }
}

export function sameState(a: FileState | undefined, b: FileState | undefined): boolean {
  return a?.size === b?.size && a?.mtimeMs === b?.mtimeMs && a?.ino === b?.ino
}

function realFolder(folder: string): string {
  let real: string
  try {
    real = realpathSync.native(folder)
    if (statSync(real).isDirectory()) return real
  } catch (cause) {
    throw new GigpoError('missing-data', `there is no folder ${folder}: ${messageOf(cause)}`, {
      remedy: 'Name a folder of runs, or one run; gigpo train writes runs/NAME.',
      cause,
    })
  }
  throw new GigpoError('missing-data', `${folder} is not a folder`, { remedy: 'Name the folder that holds the runs.' })
}

function isBelow(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)
}

function nameIn(root: string, path: string): string {
  return relative(root, path) || path
}

function ifThere<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new GigpoError('data', messageOf(error), { cause: error })
  }
}

function opened(file: number, { size, mtimeMs, ino }: FileState): OpenFile {
  return {
    size,
    mtimeMs,
    ino,
    read: (offset, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, length))
      let filled = 0
      while (filled < buffer.length) {
        const count = readSync(file, buffer, filled, buffer.length - filled, offset + filled)
        if (count === 0) break
        filled += count
      }
      return buffer.subarray(0, filled)
    },
    close: () => closeSync(file),
  }
}
