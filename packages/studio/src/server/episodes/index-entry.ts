// What the index keeps of one episode file: a row for each episode with the place of its line, and for full-text search
// which words occur in which rows.
import type { Damage, EpisodeRow, EpisodeView } from '../../api/contract.ts'
import { searchedTexts } from '../../api/search-words.ts'
import type { Fence, FileState } from '../files/fence.ts'
import { parseEpisode } from './parse-episode.ts'
import { createTurns, LONGEST_LINE, scanLines } from './scan-lines.ts'
import { createWordCollector, type WordIndex } from './word-index.ts'

export interface IndexedRow extends EpisodeRow {
  /** Of the line, in bytes. */
  readonly offset: number
  readonly length: number
}

export interface IndexEntry {
  readonly iteration: number
  /** The file as it was when it was read. */
  readonly state: FileState
  readonly rows: readonly IndexedRow[]
  readonly damages: readonly Damage[]
}

export interface IndexedFile {
  readonly entry: IndexEntry
  readonly words: WordIndex
}

const MOST_DAMAGES = 50

/** Reads a whole episode file; undefined where there is none. @throws GigpoError `data` as the fence. */
export async function indexFile(fence: Fence, path: string, iteration: number): Promise<IndexedFile | undefined> {
  const file = fence.open(path)
  if (file === undefined) return undefined
  try {
    const turn = createTurns()
    const rows: IndexedRow[] = []
    const damages: Damage[] = []
    const collector = createWordCollector()
    const members = new Map<string, number>()
    for (const { line, offset, length, bytes } of scanLines(file)) {
      const parsed = parseLine(bytes, length, {
        iteration,
        index: line,
        memberOf: (group) => members.get(group) ?? 0,
      })
      if (typeof parsed === 'string') {
        const place = { file: `episodes/${iteration}.jsonl`, line: line + 1 }
        if (parsed !== '' && damages.length < MOST_DAMAGES) damages.push({ ...place, reason: parsed })
      } else {
        members.set(parsed.group, (members.get(parsed.group) ?? 0) + 1)
        for (const text of searchedTexts(parsed)) collector.add(text, rows.length)
        rows.push({ ...toRow(parsed), offset, length })
      }
      await turn()
    }
    const { size, mtimeMs, ino } = file
    return { entry: { iteration, state: { size, mtimeMs, ino }, rows, damages }, words: await collector.finish(turn) }
  } finally {
    file.close()
  }
}

/** The episode, or why there is none; '' for a blank line. */
function parseLine(bytes: Buffer, length: number, place: Parameters<typeof parseEpisode>[1]): EpisodeView | string {
  if (length > LONGEST_LINE) return `${length} bytes are too many for a line`
  const text = bytes.toString('utf8')
  if (text.trim() === '') return ''
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'this is not JSON'
  }
  const parsed = parseEpisode(value, place)
  return typeof parsed === 'string' ? parsed : parsed.view
}

function toRow({ iteration, index, group, task, member, success, stop, steps, ...view }: EpisodeView): EpisodeRow {
  let advantage: number | null = null
  let tokens = 0
  let invalid = 0
  for (const step of steps) {
    tokens += step.tokens
    if (!step.valid) invalid++
    if (step.advantage !== null) advantage = Math.max(advantage ?? 0, Math.abs(step.advantage.total))
  }
  const counts = { steps: steps.length, tokens, invalid, advantage }
  return { iteration, index, group, task, member, success, return: view.return, stop, ...counts }
}
