// Episodes in full, read from the places that the index knows. When the file is no longer the one that was indexed, nothing
// is read: the caller asks the index again.
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import type { Fence, OpenFile } from '../files/fence.ts'
import type { IndexEntry, IndexedRow } from './index-entry.ts'
import { sameIndexed } from './index-lines.ts'
import { type ParsedEpisode, parseEpisode } from './parse-episode.ts'
import { LONGEST_LINE } from './scan-lines.ts'

/** In the order of `rows`, all of one iteration; undefined when the file has changed. */
export function readEpisodes(
  fence: Fence,
  run: string,
  entry: IndexEntry,
  rows: readonly IndexedRow[],
): ParsedEpisode[] | undefined {
  if (rows.length === 0) return []
  let file: OpenFile | undefined
  try {
    file = fence.open(join(run, 'episodes', `${entry.iteration}.jsonl`))
    if (file === undefined) return undefined
    if (!sameIndexed(file, entry.state)) return undefined
    const episodes: ParsedEpisode[] = []
    for (const { iteration, index, member, offset, length } of rows) {
      if (length > LONGEST_LINE) return undefined
      const text = file.read(offset, length).toString('utf8')
      const parsed = parseEpisode(JSON.parse(text), { iteration, index, memberOf: () => member })
      if (typeof parsed === 'string') return undefined
      episodes.push(parsed)
    }
    return episodes
  } catch (error) {
    // An index of another hand may point anywhere; a file may have become a link.
    if (error instanceof SyntaxError || GigpoError.isInstance(error)) return undefined
    throw error
  } finally {
    file?.close()
  }
}
