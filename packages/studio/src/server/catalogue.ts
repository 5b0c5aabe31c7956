// The runs of the folder, kept up to date: looks for new and vanished ones, lets each read what has changed, and tells those
// who listen. It looks when it is asked for something, at most twice a second.
import { GigpoError, nearest } from '@gigpo/core'
import type { RunStatus, StudioChange } from '../api/contract.ts'
import type { Fence } from './files/fence.ts'
import { findRuns } from './run/find-runs.ts'
import { openRunFolder, type RunFolder, type RunPart } from './run/run-folder.ts'
import { statusOf } from './run/summarize-run.ts'

export interface Catalogue {
  /** All runs as they are now, in order of their ids. */
  runs(): readonly RunFolder[]
  /** One run as it is now. @throws GigpoError `missing-data`. */
  run(id: string): RunFolder
  /** Looks at the disk, however lately that was done. */
  refresh(): void
  /** Calls back on every change until the returned function is called. */
  listen(onChange: (change: StudioChange) => void): () => void
  close(): void
}

/** Milliseconds for which what was seen counts as the present. */
const FRESH_MS = 500
/** Milliseconds between searches for new runs. */
const SEARCH_MS = 2000
const everything: readonly RunPart[] = ['summary', 'metrics', 'events', 'episodes', 'evaluations']

export function createCatalogue(fence: Fence): Catalogue {
  const runs = new Map<string, { readonly folder: RunFolder; status: RunStatus; seen: number }>()
  const listeners = new Set<(change: StudioChange) => void>()
  let searched = Number.NEGATIVE_INFINITY

  const tell = (run: string, parts: readonly RunPart[]): void => {
    if (parts.length > 0) for (const listener of listeners) listener({ run, parts })
  }
  const search = (now: number): void => {
    if (now - searched < SEARCH_MS) return
    searched = now
    const found = new Map(findRuns(fence).map((run) => [run.id, run]))
    for (const [id, { folder }] of runs) {
      if (found.has(id)) continue
      folder.episodes.close()
      runs.delete(id)
      tell(id, everything)
    }
    for (const [id, run] of found) {
      if (runs.has(id)) continue
      const folder = openRunFolder(fence, run)
      folder.refresh()
      runs.set(id, { folder, status: statusOf(folder, Date.now()), seen: now })
      tell(id, everything)
    }
  }
  const look = (id: string, now: number, freshMs = FRESH_MS): void => {
    const entry = runs.get(id)
    if (entry === undefined || now - entry.seen < freshMs) return
    entry.seen = now
    const parts = new Set(entry.folder.refresh())
    const status = statusOf(entry.folder, Date.now())
    if (status !== entry.status) parts.add('summary')
    entry.status = status
    tell(id, [...parts])
  }

  return {
    runs: () => {
      const now = performance.now()
      search(now)
      for (const id of runs.keys()) look(id, now)
      return [...runs.values()].map(({ folder }) => folder).sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    run: (id) => {
      const now = performance.now()
      search(now)
      look(id, now)
      const entry = runs.get(id)
      if (entry !== undefined) return entry.folder
      const near = nearest(id, [...runs.keys()])
      throw new GigpoError('missing-data', `there is no run ${JSON.stringify(id.slice(0, 200))} in this folder`, {
        ...(near === undefined ? {} : { remedy: `Did you mean ${near}?` }),
      })
    },
    refresh: () => {
      const now = performance.now()
      search(now)
      for (const id of runs.keys()) look(id, now, 0)
    },
    listen: (onChange) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    close: () => {
      for (const { folder } of runs.values()) folder.episodes.close()
      listeners.clear()
    },
  }
}
