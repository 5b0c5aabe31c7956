// notes.json: the tags and the note that a person has put on a run. The studio reads them; `gigpo note` writes them, whole
// and by rename, so that a reader sees the old notes or the new.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { z } from 'zod'
import type { Damage } from '../../api/contract.ts'
import { createFence, type Fence, readWithin } from '../files/fence.ts'
import { findRuns } from './find-runs.ts'

export interface Notes {
  readonly tags: readonly string[]
  readonly note: string
}

export interface NoteChanges {
  readonly tag?: readonly string[]
  readonly untag?: readonly string[]
  /** Replaces the note. */
  readonly text?: string
}

const FILE = 'notes.json'
const schema = z.object({ tags: z.array(z.string()).default([]), note: z.string().default('') })

export function readNotes(fence: Fence, directory: string): { readonly notes: Notes; readonly damages: Damage[] } {
  try {
    const text = readWithin(fence, join(directory, FILE), 2 ** 20)
    return { notes: text === undefined ? { tags: [], note: '' } : schema.parse(JSON.parse(text)), damages: [] }
  } catch {
    return { notes: { tags: [], note: '' }, damages: [{ file: FILE, reason: 'these are no notes' }] }
  }
}

/**
 * Changes the notes of a run and returns them; without changes only reads.
 * @throws GigpoError `missing-data` where there is no run, `data` for damaged notes, `usage` for an empty tag, `storage`.
 */
export function changeNotes(directory: string, changes: NoteChanges): Notes {
  const fence = createFence(directory)
  const isRun = findRuns(fence).some((run) => run.directory === fence.root)
  if (!isRun)
    throw new GigpoError('missing-data', 'there is no run in this directory', {
      where: directory,
      remedy: 'Name a directory that gigpo train has written, usually runs/NAME.',
    })
  const { notes, damages } = readNotes(fence, fence.root)
  const path = join(fence.root, FILE)
  if (damages.length > 0)
    throw new GigpoError('data', 'the notes of this run cannot be read', {
      where: path,
      remedy: 'Mend or delete this file first.',
    })
  const { tag = [], untag = [], text } = changes
  for (const name of [...tag, ...untag]) {
    if (name.trim() === '') throw new GigpoError('usage', `a tag needs a name, received ${JSON.stringify(name)}`)
  }
  if (tag.length + untag.length === 0 && text === undefined) return notes
  const gone = new Set(untag)
  const tags = [...new Set([...notes.tags, ...tag])].filter((name) => !gone.has(name))
  const changed = { tags, note: text ?? notes.note }
  replace(path, `${JSON.stringify(changed)}\n`)
  return changed
}

function replace(path: string, content: string): void {
  const temporary = join(path, '..', `.tmp-${FILE}-${process.pid}`)
  try {
    writeFileSync(temporary, content)
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw new GigpoError('storage', `cannot write the notes: ${messageOf(cause)}`, { where: path, cause })
  }
}
