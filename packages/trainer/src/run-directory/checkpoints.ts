// checkpoints/<iteration>/ is written under a temporary name, flushed, renamed, and only then named by `latest`, so
// `latest` always points to a whole checkpoint. state.json beside the weights holds the trainer's own state and the length
// and digest of every file, so damage in copying is found before training goes on.
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { z } from 'zod'
import {
  fileFacts,
  listDirectory,
  makeDirectory,
  removeTree,
  replaceFile,
  sealTree,
  storage,
  syncDirectory,
  temporaryPath,
  toStorageError,
} from './files.ts'

const STATE = 'state.json'
const resumeRemedy =
  'Write the number of another directory under checkpoints/ into checkpoints/latest, or start a new run.'

const stateSchema = z.object({
  format: z.literal(1),
  iteration: z.int().min(0),
  best: z.int().min(0).nullable(),
  state: z.unknown(),
  files: z.record(z.string(), z.object({ bytes: z.int().min(0), sha256: z.string() })),
})

export interface Checkpoint {
  readonly iteration: number
  /** Where the engine's files are. */
  readonly directory: string
  /** What the trainer stored beside them, plain JSON. */
  readonly state: unknown
  /** Iteration of the best checkpoint then known. */
  readonly best: number | null
}

/** Writes a checkpoint whole or not at all. `save` gets a path that does not exist yet. */
export async function writeCheckpoint(
  root: string,
  iteration: number,
  save: (directory: string) => Promise<void>,
  { state, best }: { readonly state: unknown; readonly best: number | null },
): Promise<void> {
  const final = join(root, String(iteration))
  if (existsSync(final))
    throw new GigpoError('contract', `iteration ${iteration} already has a checkpoint`, { where: final })
  const temporary = temporaryPath(final)
  removeTree(temporary)
  try {
    await save(temporary)
    makeDirectory(temporary)
    const files = sealTree(temporary)
    replaceFile(join(temporary, STATE), `${JSON.stringify({ format: 1, iteration, best, state, files })}\n`)
    storage(final, () => {
      renameSync(temporary, final)
      syncDirectory(root)
    })
  } catch (error) {
    removeTree(temporary)
    throw toStorageError(final, error)
  }
}

/** Reads and verifies one checkpoint. @throws GigpoError `checkpoint`. */
export function readCheckpoint(root: string, iteration: number): Checkpoint {
  const directory = join(root, String(iteration))
  const stored = readState(directory)
  if (stored.iteration !== iteration) throw damaged(directory, `it says it is of iteration ${stored.iteration}`)
  for (const [name, expected] of Object.entries(stored.files)) {
    const path = join(directory, name)
    if (!existsSync(path)) throw damaged(directory, `${name} is missing`)
    const found = storage(path, () => fileFacts(path))
    if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256) {
      throw damaged(directory, `${name} has changed: ${found.bytes} bytes, expected ${expected.bytes}`)
    }
  }
  return { iteration, directory, state: stored.state, best: stored.best }
}

/** Iterations with a checkpoint directory, ascending. */
export function listCheckpoints(root: string): number[] {
  return numbered(listDirectory(root), '')
}

/** What a pointer file (`latest` or `best`) names; null if there is none. @throws GigpoError `checkpoint`. */
export function readPointer(root: string, name: 'latest' | 'best'): number | null {
  const path = join(root, name)
  if (!existsSync(path)) return null
  const text = storage(path, () => readFileSync(path, 'utf8')).trim()
  if (!/^\d{1,15}$/.test(text)) {
    throw new GigpoError(
      'checkpoint',
      `expected the number of a checkpoint, received ${JSON.stringify(text.slice(0, 40))}`,
      {
        where: path,
        remedy: resumeRemedy,
      },
    )
  }
  return Number(text)
}

export function writePointer(root: string, name: 'latest' | 'best', iteration: number | null): void {
  if (iteration === null) removeTree(join(root, name))
  else replaceFile(join(root, name), `${iteration}\n`)
}

/** Deletes all checkpoints but the first, those of `special` and the newest `keep`. */
export function pruneCheckpoints(root: string, keep: number, special: readonly number[]): void {
  const iterations = listCheckpoints(root)
  const kept = new Set([0, ...special, ...iterations.slice(-keep)])
  for (const iteration of iterations) {
    if (!kept.has(iteration)) removeTree(join(root, String(iteration)))
  }
}

/** The numbers of names like `12.jsonl`, ascending. */
export function numbered(names: readonly string[], suffix: string): number[] {
  return names
    .filter((name) => name.endsWith(suffix) && /^\d{1,15}$/.test(name.slice(0, name.length - suffix.length)))
    .map((name) => Number(name.slice(0, name.length - suffix.length)))
    .sort((a, b) => a - b)
}

function readState(directory: string): z.infer<typeof stateSchema> {
  const path = join(directory, STATE)
  if (!existsSync(path)) throw damaged(directory, `${STATE} is missing`)
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw damaged(directory, `${STATE} cannot be read: ${messageOf(cause)}`)
  }
}

function damaged(directory: string, what: string): GigpoError {
  return new GigpoError('checkpoint', `the checkpoint is damaged: ${what}`, { where: directory, remedy: resumeRemedy })
}
