// What the index keeps of one episode file: a row for each episode with the place of its line, and for full-text search
// which words occur in which rows.
import type { Task } from '@gigpo/core'
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

/**
 * Reads a whole episode file; undefined where there is none. `turn` is awaited between lines, and is shared by all files
 * that are read one after another: most are read within one turn.
 * @throws GigpoError `data` as the fence.
 */
export async function indexFile(
  fence: Fence,
  path: string,
  iteration: number,
  turn: () => Promise<void> | undefined = createTurns(),
): Promise<IndexedFile | undefined> {
  const file = fence.open(path)
  if (file === undefined) return undefined
  try {
    const rows: IndexedRow[] = []
    const damages: Damage[] = []
    const collector = createWordCollector()
    const groups = new Map<string, { members: number; readonly task: Task }>()
    for (const { line, offset, length, bytes } of scanLines(file)) {
      const parsed = parseLine(bytes, length, {
        iteration,
        index: line,
        memberOf: (group) => groups.get(group)?.members ?? 0,
      })
      if (typeof parsed === 'string') {
        const place = { file: `episodes/${iteration}.jsonl`, line: line + 1 }
        if (parsed !== '' && damages.length < MOST_DAMAGES) damages.push({ ...place, reason: parsed })
      } else {
        const group = groups.get(parsed.group) ?? { members: 0, task: parsed.task }
        group.members++
        groups.set(parsed.group, group)
        for (const text of searchedTexts(parsed)) collector.add(text, rows.length)
        rows.push(toRow(parsed, sharedTask(parsed.task, group.task), offset, length))
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

/** The task of the group's first episode where it is the same, so that the index keeps it once. */
function sharedTask(task: Task, first: Task): Task {
  return task.id === first.id && task.index === first.index && task.type === first.type ? first : task
}

/** Written out field by field: rows that are spread together are slow to read, and there may be hundreds of thousands. */
function toRow(view: EpisodeView, task: Task, offset: number, length: number): IndexedRow {
  let advantage: number | null = null
  let tokens = 0
  let invalid = 0
  for (const step of view.steps) {
    tokens += step.tokens
    if (!step.valid) invalid++
    if (step.advantage !== null) advantage = Math.max(advantage ?? 0, Math.abs(step.advantage.total))
  }
  return {
    iteration: view.iteration,
    index: view.index,
    group: view.group,
    task,
    member: view.member,
    success: view.success,
    return: view.return,
    stop: view.stop,
    steps: view.steps.length,
    tokens,
    invalid,
    advantage,
    offset,
    length,
  }
}
