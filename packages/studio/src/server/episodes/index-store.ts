// Where the index of a run is kept: in `.studio/` inside the run; where that cannot be written, in a folder of the user's
// below the system's temporary directory; else nowhere. Files are only appended to, each entry by one write, so two
// studios may share them; deleting them at any time only costs the time to index again.
import { accessSync, closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@gigpo/core'
import { createFence, type Fence } from '../files/fence.ts'
import { isRecord, text, whole } from '../files/json-values.ts'
import type { IndexEntry, IndexedFile } from './index-entry.ts'
import { type IndexedState, printEntry, readEntry } from './index-lines.ts'
import { scanLines } from './scan-lines.ts'
import type { WordIndex } from './word-index.ts'

export interface StoredWords {
  readonly state: IndexedState
  readonly words: WordIndex
}

export interface IndexStore {
  /** The newest entry of each iteration, whatever became of its file since. */
  entries(): Map<number, IndexEntry>
  words(): Map<number, StoredWords>
  append(indexed: IndexedFile): void
  /** undefined: kept in memory alone. */
  readonly directory: string | undefined
}

/** With the version of the format. */
const ROWS = 'rows-1.jsonl'
const WORDS = 'words-1.jsonl'
/** Lines that were superseded, beyond which the index is begun anew. */
const MOST_STALE = 1000

export function openIndexStore(runs: Fence, run: string): IndexStore {
  const directory = writable(runs, run)
  if (directory === undefined) return { entries: () => new Map(), words: () => new Map(), append: () => {}, directory }
  // Links inside may not lead out of it either.
  const fence = createFence(directory)
  const read = (name: string, take: (value: unknown) => void): void => {
    try {
      const file = fence.open(join(directory, name))
      if (file === undefined) return
      try {
        for (const { bytes } of scanLines(file)) if (bytes.length > 1) ifJson(bytes, take)
      } finally {
        file.close()
      }
    } catch {
      // What cannot be read is indexed again.
    }
  }
  return {
    directory,
    entries: () => {
      const entries = new Map<number, IndexEntry>()
      let lines = 0
      read(ROWS, (value) => {
        lines++
        const entry = readEntry(value)
        if (entry !== undefined) entries.set(entry.iteration, entry)
      })
      if (lines - entries.size <= MOST_STALE) return entries
      for (const name of [ROWS, WORDS]) rmSync(join(directory, name), { force: true })
      return new Map()
    },
    words: () => {
      const words = new Map<number, StoredWords>()
      read(WORDS, (value) => {
        if (!isRecord(value)) return
        const [iteration, size, mtimeMs, list] = [
          whole(value.iteration),
          whole(value.size),
          value.mtimeMs,
          text(value.words),
        ]
        if (iteration === undefined || size === undefined || typeof mtimeMs !== 'number' || list === undefined) return
        words.set(iteration, { state: { size, mtimeMs }, words: list })
      })
      return words
    },
    append: ({ entry, words }) => {
      const { iteration, state } = entry
      // Words first: rows without words would be found by no search.
      appendLine(join(directory, WORDS), JSON.stringify({ iteration, size: state.size, mtimeMs: state.mtimeMs, words }))
      appendLine(join(directory, ROWS), printEntry(entry))
    },
  }
}

/** A line of its own even where the last write was cut. A disk that is full costs the index, not the answer. */
function appendLine(path: string, line: string): void {
  try {
    const flag = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)
    const file = openSync(path, flag, 0o600)
    try {
      writeSync(file, `\n${line}\n`)
    } finally {
      closeSync(file)
    }
  } catch {
    // Kept in memory until the studio ends.
  }
}

function writable(runs: Fence, run: string): string | undefined {
  const inside = join(run, '.studio')
  if (isOwnFolder(inside) && runs.state(inside) !== undefined) return inside
  const { uid, username } = userInfo()
  const home = join(tmpdir(), `gigpo-studio-${uid >= 0 ? uid : username}`)
  const outside = join(home, sha256(run).slice(0, 32))
  return isOwnFolder(home) && isOwnFolder(outside) ? outside : undefined
}

/** Makes the folder if need be. A link, or a folder of somebody else's, is not ours. */
function isOwnFolder(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
  }
  try {
    const facts = lstatSync(path)
    if (!facts.isDirectory() || (process.getuid !== undefined && facts.uid !== process.getuid())) return false
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function ifJson(bytes: Buffer, take: (value: unknown) => void): void {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return
  }
  take(value)
}
