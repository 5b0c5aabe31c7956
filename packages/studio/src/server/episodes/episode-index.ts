// The index of one run's episodes: which episode files there are, and an entry for each, from the store or made by reading
// the file. Making them goes on in the background, the newest iteration first; an iteration that is asked for comes at once.
// What the pages see is always of files as they are now: an entry whose file has changed counts as not there.
import { join } from 'node:path'
import { messageOf } from '@gigpo/core'
import type { Damage } from '../../api/contract.ts'
import { searchWords } from '../../api/search-words.ts'
import { type Fence, type FileState, sameState } from '../files/fence.ts'
import { numbered } from '../files/numbered.ts'
import { type IndexEntry, type IndexedRow, indexFile } from './index-entry.ts'
import { sameIndexed } from './index-lines.ts'
import { type IndexStore, openIndexStore, type StoredWords } from './index-store.ts'
import { createTurns } from './scan-lines.ts'
import { rowsWithWords } from './word-index.ts'

export interface EpisodeIndex {
  /** Looks which files there are; whether anything has changed since, the background's work included. */
  refresh(): boolean
  /** With an episode file, ascending. */
  readonly iterations: readonly number[]
  /** Files not yet in the index. */
  readonly pending: number
  /** In files that are indexed; none before somebody has asked for episodes, because a look at the runs opens no index. */
  readonly damages: readonly Damage[]
  /** Of one iteration, now. undefined where there is no file. `again`: what is stored proved wrong. */
  entry(iteration: number, again?: boolean): Promise<IndexEntry | undefined>
  /** The same where it is indexed already. */
  current(iteration: number): IndexEntry | undefined
  /** Rows indexed so far, iterations ascending; with a search those that have its words, with an iteration its own. */
  rows(search?: string, iteration?: number): Promise<IndexedRow[]>
  /** Begins to index what is missing, and resolves when nothing is, or after a moment. */
  begin(): Promise<void>
  /** Resolves when nothing is pending. */
  finish(): Promise<void>
  close(): void
}

/** Milliseconds after which every file is looked at, even if the folder says that nothing has changed. */
const LOOK_AGAIN = 10_000
/** Milliseconds that an answer about all iterations waits for what is missing. */
const PATIENCE_MS = 300

export function createEpisodeIndex(fence: Fence, run: string): EpisodeIndex {
  const folder = join(run, 'episodes')
  const pathOf = (iteration: number): string => join(folder, `${iteration}.jsonl`)
  const files = new Map<number, FileState>()
  let refused: Damage[] = []
  let folderState: FileState | undefined
  let looked = Number.NEGATIVE_INFINITY
  let store: IndexStore | undefined
  let entries = new Map<number, IndexEntry>()
  let words: Map<number, StoredWords> | undefined
  const fresh = new Map<number, StoredWords>()
  const underway = new Map<number, Promise<IndexEntry | undefined>>()
  let background: Promise<void> | undefined
  const turn = createTurns()
  let closed = false
  let grown = false

  const isCurrent = (iteration: number): boolean => {
    const [file, entry] = [files.get(iteration), entries.get(iteration)]
    return file !== undefined && entry !== undefined && sameIndexed(file, entry.state)
  }
  const open = (): IndexStore => {
    if (store === undefined) {
      store = openIndexStore(fence, run)
      entries = store.entries()
    }
    return store
  }
  const make = async (iteration: number): Promise<IndexEntry | undefined> => {
    const state = files.get(iteration)
    try {
      const indexed = await indexFile(fence, pathOf(iteration), iteration, turn)
      if (indexed === undefined) return undefined
      files.set(iteration, indexed.entry.state)
      fresh.set(iteration, { state: indexed.entry.state, words: indexed.words })
      open().append(indexed)
      entries.set(iteration, indexed.entry)
      return indexed.entry
    } catch (error) {
      if (state === undefined) return undefined
      const damage = { file: `episodes/${iteration}.jsonl`, reason: messageOf(error) }
      const entry: IndexEntry = { iteration, state, rows: [], damages: [damage] }
      entries.set(iteration, entry)
      fresh.set(iteration, { state, words: '' })
      return entry
    } finally {
      grown = true
    }
  }
  const makeOnce = (iteration: number): Promise<IndexEntry | undefined> => {
    const running = underway.get(iteration)
    if (running !== undefined) return running
    const started = make(iteration).finally(() => underway.delete(iteration))
    underway.set(iteration, started)
    return started
  }
  const missing = (): number[] => [...files.keys()].filter((iteration) => !isCurrent(iteration)).sort((a, b) => b - a)
  const goOn = async (): Promise<void> => {
    // Anew until nothing is left: files come and change meanwhile.
    for (let list = missing(); list.length > 0 && !closed; list = missing()) {
      for (const next of list) {
        if (closed || isCurrent(next) || !files.has(next)) continue
        if ((await makeOnce(next)) === undefined) files.delete(next)
      }
    }
  }
  const start = (): Promise<void> => {
    open()
    background ??= goOn().finally(() => {
      background = undefined
    })
    return background
  }
  /** Words of a current entry; undefined when they are gone, and the file is to be indexed again. */
  const wordsOf = (entry: IndexEntry): string | undefined => {
    words ??= open().words()
    const found = fresh.get(entry.iteration) ?? words.get(entry.iteration)
    return found !== undefined && sameIndexed(found.state, entry.state) ? found.words : undefined
  }
  const currentOf = (iteration: number): IndexEntry[] => (isCurrent(iteration) ? [entries.get(iteration)!] : [])
  const current = (): IndexEntry[] => {
    open()
    return [...files.keys()].sort((a, b) => a - b).flatMap(currentOf)
  }

  const begin = async (patienceMs: number): Promise<void> => {
    const work = start()
    if (missing().length === 0) return
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs)
    })
    await Promise.race([work, patience])
    clearTimeout(timer)
  }

  return {
    refresh: () => {
      const state = fence.state(folder)
      const hasGrown = grown
      grown = false
      if (sameState(state, folderState) && performance.now() - looked < LOOK_AGAIN) return hasGrown
      const before = JSON.stringify([...files])
      folderState = state
      looked = performance.now()
      files.clear()
      refused = []
      for (const iteration of numbered(fence.list(folder), '.jsonl')) {
        const file = fence.state(pathOf(iteration))
        if (file !== undefined) files.set(iteration, { size: file.size, mtimeMs: file.mtimeMs, ino: file.ino })
        else refused.push({ file: `episodes/${iteration}.jsonl`, reason: 'this leads out of the folder, or nowhere' })
      }
      if (background !== undefined || store !== undefined) void start()
      return hasGrown || JSON.stringify([...files]) !== before
    },
    get iterations() {
      return [...files.keys()].sort((a, b) => a - b)
    },
    get pending() {
      return missing().length
    },
    get damages() {
      return [...refused, ...(store === undefined ? [] : current().flatMap((entry) => entry.damages))]
    },
    entry: async (iteration, again = false) => {
      open()
      if (!files.has(iteration)) return undefined
      return isCurrent(iteration) && !again ? entries.get(iteration) : makeOnce(iteration)
    },
    current: (iteration) => currentOf(iteration)[0],
    rows: async (search = '', iteration) => {
      const chosen = (): IndexEntry[] => (iteration === undefined ? current() : currentOf(iteration))
      const searched = [...new Set(searchWords(search))]
      if (searched.length === 0) return chosen().flatMap((entry) => entry.rows)
      const lost = chosen().filter((entry) => wordsOf(entry) === undefined)
      for (const entry of lost) entries.delete(entry.iteration)
      if (lost.length > 0) await begin(PATIENCE_MS)
      return chosen().flatMap((entry) => {
        const found = rowsWithWords(wordsOf(entry) ?? '', searched, entry.rows.length)
        return entry.rows.filter((_, row) => found[row] === 1)
      })
    },
    begin: () => begin(PATIENCE_MS),
    finish: async () => {
      while (missing().length > 0 && !closed) await start()
    },
    close: () => {
      closed = true
    },
  }
}
