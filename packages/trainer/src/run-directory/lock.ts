// One trainer a run directory. The lock is a file that names its process by id and start time, linked into place whole, so
// it is never seen half-written. A lock whose process is gone (or whose id now belongs to a later process) is stale and is
// taken over; a lock from another machine cannot be judged and is respected.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { storage, temporaryPath } from './files.ts'

interface Holder {
  readonly pid: number
  /** Clock ticks after boot, where the platform tells; two processes with one id differ in it. */
  readonly started: string | null
  readonly host: string
}

export interface Lock {
  /** Gives the directory back; a second call does nothing. */
  release(): void
}

const ATTEMPTS = 5

/** @throws GigpoError `locked` while another process works in the directory. */
export function acquireLock(directory: string): Lock {
  const path = join(directory, 'lock')
  const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() } satisfies Holder)
  return storage(path, () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (linkWhole(path, own)) return { release: () => releaseLock(path, own) }
      const present = readIfThere(path)
      if (present === undefined) continue
      if (!isStale(present)) throw lockedError(path, present)
      removeStale(path, present)
    }
    throw lockedError(path, readIfThere(path) ?? '')
  })
}

/** Creates the lock with its content in one step; false when one is there. */
function linkWhole(path: string, content: string): boolean {
  const temporary = temporaryPath(path)
  try {
    writeFileSync(temporary, content)
    linkOrWrite(temporary, path, content)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

function linkOrWrite(temporary: string, path: string, content: string): void {
  try {
    linkSync(temporary, path)
  } catch (error) {
    // File systems without hard links: creation is still exclusive, only not in one step with the content.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(String((error as NodeJS.ErrnoException).code))) throw error
    writeFileSync(path, content, { flag: 'wx' })
  }
}

/** Moves the stale lock away; if another process replaced it in between, its lock is put back. */
function removeStale(path: string, judged: string): void {
  const aside = `${temporaryPath(path)}-stale`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readIfThere(aside) !== judged) {
    try {
      linkSync(aside, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  rmSync(aside, { force: true })
}

function releaseLock(path: string, own: string): void {
  storage(path, () => {
    if (readIfThere(path) === own) rmSync(path, { force: true })
  })
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A lock that nobody can hold: its process is gone, or it is not a lock of ours at all (a torn copy). */
function isStale(content: string): boolean {
  const holder = parseHolder(content)
  if (holder === undefined) return true
  if (holder.host !== hostname()) return false
  if (!isAlive(holder.pid)) return true
  const started = startOf(holder.pid)
  return started !== null && holder.started !== null && started !== holder.started
}

function parseHolder(content: string): Holder | undefined {
  try {
    const value = JSON.parse(content) as Partial<Holder> | null
    const valid = Number.isSafeInteger(value?.pid) && (value?.pid ?? 0) > 0 && typeof value?.host === 'string'
    return valid ? (value as Holder) : undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Field 22 of /proc/PID/stat, counted after the command name, which may hold blanks and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function lockedError(path: string, content: string): GigpoError {
  const holder = parseHolder(content)
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
  return new GigpoError('locked', `${who} is working in this directory`, {
    where: path,
    remedy: 'Wait for it or stop it. If you are sure that it is gone, delete this file.',
  })
}
