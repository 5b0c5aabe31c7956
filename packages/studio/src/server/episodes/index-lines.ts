// How an index entry is written: one JSON line, its rows as columns, what rows of a group share once. A line that is not
// exactly that (torn, of another version, of another hand) is no entry, and its file is indexed again.
import type { Task } from '@gigpo/core'
import type { Damage } from '../../api/contract.ts'
import type { FileState } from '../files/fence.ts'
import { finite, isRecord, text, whole } from '../files/json-values.ts'
import type { IndexEntry, IndexedRow } from './index-entry.ts'
import { stopReasons } from './parse-episode.ts'

/** What tells whether a file is still the one that was indexed, also after it was copied with its times. */
export type IndexedState = Pick<FileState, 'size' | 'mtimeMs'>

export function sameIndexed(a: IndexedState, b: IndexedState): boolean {
  return a.size === b.size && Math.floor(a.mtimeMs) === Math.floor(b.mtimeMs)
}

/** Columns of numbers that are rows' fields as they are. */
const plain = ['index', 'member', 'steps', 'tokens', 'invalid', 'offset', 'length'] as const

export function printEntry({ iteration, state, rows, damages }: IndexEntry): string {
  const shared = new Map<string, number>()
  const share = rows.map(({ group, task }) => {
    const key = JSON.stringify([group, task])
    const known = shared.get(key) ?? shared.size
    shared.set(key, known)
    return known
  })
  return JSON.stringify({
    iteration,
    size: state.size,
    mtimeMs: state.mtimeMs,
    damages,
    shared: [...shared.keys()].map((key) => JSON.parse(key) as unknown),
    share,
    success: rows.map((row) => Number(row.success)),
    stop: rows.map((row) => stopReasons.indexOf(row.stop)),
    return: rows.map((row) => row.return),
    advantage: rows.map((row) => row.advantage),
    ...Object.fromEntries(plain.map((name) => [name, rows.map((row) => row[name])])),
  })
}

export function readEntry(value: unknown): IndexEntry | undefined {
  if (!isRecord(value) || !Array.isArray(value.shared) || !Array.isArray(value.share)) return undefined
  const [iteration, size, mtimeMs] = [whole(value.iteration), whole(value.size), finite(value.mtimeMs)]
  if (iteration === undefined || size === undefined || mtimeMs === undefined) return undefined
  const count = value.share.length
  const column = (name: string): readonly unknown[] => {
    const list = value[name]
    return Array.isArray(list) && list.length === count ? list : []
  }
  const [success, stop, total, advantage] = [column('success'), column('stop'), column('return'), column('advantage')]
  const [index, member, steps, tokens] = [column('index'), column('member'), column('steps'), column('tokens')]
  const [invalid, offset, length] = [column('invalid'), column('offset'), column('length')]
  const shared = value.shared.map(readShared)
  const rows: IndexedRow[] = []
  for (const [i, share] of value.share.entries()) {
    const common = shared[share as number]
    const row = {
      iteration,
      index: whole(index[i]),
      group: common?.group,
      task: common?.task,
      member: whole(member[i]),
      success: success[i] === 1,
      return: finite(total[i]),
      stop: stopReasons[stop[i] as number],
      steps: whole(steps[i]),
      tokens: whole(tokens[i]),
      invalid: whole(invalid[i]),
      advantage: advantage[i] === null ? null : finite(advantage[i]),
      offset: whole(offset[i]),
      length: whole(length[i]),
    }
    if (!isComplete(row)) return undefined
    rows.push(row)
  }
  const damages = Array.isArray(value.damages) ? value.damages.filter(isDamage) : []
  return { iteration, state: { size, mtimeMs, ino: 0 }, rows, damages }
}

function isComplete(row: { readonly [Key in keyof IndexedRow]: IndexedRow[Key] | undefined }): row is IndexedRow {
  return Object.values(row).every((field) => field !== undefined)
}

function readShared(value: unknown): { readonly group: string; readonly task: Task } | undefined {
  if (!Array.isArray(value) || !isRecord(value[1])) return undefined
  const [group, id, index, type] = [text(value[0]), text(value[1].id), whole(value[1].index), text(value[1].type)]
  if (group === undefined || id === undefined || index === undefined || type === undefined) return undefined
  return { group, task: { id, index, type } }
}

function isDamage(value: unknown): value is Damage {
  return isRecord(value) && text(value.file) !== undefined && text(value.reason) !== undefined
}
