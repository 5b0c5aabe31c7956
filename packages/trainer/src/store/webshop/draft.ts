// A catalogue that is being imported: a folder `data-N` that no manifest names yet. Products come in segments; after each one
// the files are flushed and `state.json` says how far they reach, so an import that was stopped goes on after its last
// whole segment if the official files are still the same ones.
import { existsSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import {
  appendDurably,
  listDirectory,
  makeDirectory,
  removeTemporary,
  removeTree,
  replaceFile,
  storage,
} from '../../run-directory/files.ts'
import { readText } from '../../run-directory/json-lines.ts'
import type { ScanPosition } from './json-elements.ts'
import {
  dataDirectory,
  presentGeneration,
  type SkippedEntries,
  STORE_FILES,
  STORE_FORMAT,
  skippedSchema,
} from './manifest.ts'
import { encodeProduct, type ProductTable, productTable, RECORD_BYTES, type StoredProduct } from './stored-product.ts'

const DIGEST_BYTES = 32

interface DraftState {
  readonly format: typeof STORE_FORMAT
  /** What is imported: a change of it starts again. */
  readonly source: string
  /** How far the products file has been read. */
  readonly position: ScanPosition
  readonly products: number
  readonly bodiesBytes: number
  readonly segments: number
  readonly skipped: SkippedEntries
}

const count = z.int().min(0)
const stateSchema: z.ZodType<DraftState> = z.object({
  format: z.literal(STORE_FORMAT),
  source: z.string(),
  position: z.object({ offset: count, elements: count }),
  products: count,
  bodiesBytes: count,
  segments: count,
  skipped: skippedSchema,
})

export interface Draft {
  readonly directory: string
  readonly generation: number
  /** What is safely on disk. */
  readonly state: DraftState
  /** Bytes the bodies will have with those added since the last segment. */
  readonly bodiesBytes: number
  /** Products added since the last segment. */
  readonly pending: number
  add(product: StoredProduct, digest: Uint8Array, where: string): void
  /** Makes what was added durable, with its part of the search index. */
  commit(index: Uint8Array, progress: Pick<DraftState, 'position' | 'skipped'>): void
  table(): ProductTable
  /** Of the products in order, 32 bytes each. */
  digests(): Buffer
  segment(number: number): Uint8Array
  /** Removes what only the import needed. */
  tidy(): void
}

const DIGESTS = 'digests.bin'
const STATE = 'state.json'
const segmentName = (number: number): string => `segment-${number}.bin`

/** Goes on with the draft of an earlier import of the same files, or begins one. Only under the catalogue's lock. */
export function openDraft(catalogue: string, source: string): Draft {
  const generation = presentGeneration(catalogue) + 1
  const directory = dataDirectory(catalogue, generation)
  const path = (name: string): string => join(directory, name)
  let state = resumable(directory, source)
  if (state === undefined) {
    removeTree(directory)
    makeDirectory(directory)
    state = {
      format: STORE_FORMAT,
      source,
      position: { offset: 0, elements: 0 },
      products: 0,
      bodiesBytes: 0,
      segments: 0,
      skipped: { unusable: 0, duplicate: 0 },
    }
    for (const name of [STORE_FILES.bodies, STORE_FILES.table, DIGESTS]) replaceFile(path(name), '')
  }
  let committed = state
  let bodies: Buffer[] = []
  let records: Buffer[] = []
  let digests: Uint8Array[] = []
  let bodiesBytes = committed.bodiesBytes
  return {
    directory,
    generation,
    get state() {
      return committed
    },
    get bodiesBytes() {
      return bodiesBytes
    },
    get pending() {
      return bodies.length
    },
    add: (product, digest, where) => {
      const { body, record } = encodeProduct(product, bodiesBytes, where)
      bodiesBytes += body.length
      bodies.push(body)
      records.push(record)
      digests.push(digest)
    },
    commit: (index, progress) => {
      replaceFile(path(segmentName(committed.segments)), index)
      appendDurably(path(STORE_FILES.bodies), Buffer.concat(bodies))
      appendDurably(path(STORE_FILES.table), Buffer.concat(records))
      appendDurably(path(DIGESTS), Buffer.concat(digests))
      const { position, skipped } = progress
      committed = {
        ...committed,
        position,
        skipped: { ...skipped },
        products: committed.products + bodies.length,
        bodiesBytes,
        segments: committed.segments + 1,
      }
      replaceFile(path(STATE), JSON.stringify(committed))
      bodies = []
      records = []
      digests = []
    },
    table: () => productTable(storage(directory, () => readFileSync(path(STORE_FILES.table)))),
    digests: () => storage(directory, () => readFileSync(path(DIGESTS))),
    segment: (number) => storage(directory, () => readFileSync(path(segmentName(number)))),
    tidy: () => {
      for (const name of listDirectory(directory)) {
        if (name === STATE || name === DIGESTS || name.startsWith('segment-')) removeTree(path(name))
      }
    },
  }
}

/** The state of a draft of the same source whose files reach that far, cut back to it; undefined when there is none. */
function resumable(directory: string, source: string): DraftState | undefined {
  if (!existsSync(join(directory, STATE))) return undefined
  removeTemporary(directory)
  const state = parseState(readText(join(directory, STATE)))
  if (state?.source !== source) return undefined
  const lengths = {
    [STORE_FILES.bodies]: state.bodiesBytes,
    [STORE_FILES.table]: state.products * RECORD_BYTES,
    [DIGESTS]: state.products * DIGEST_BYTES,
  }
  return storage(directory, () => {
    for (const [name, length] of Object.entries(lengths)) {
      const path = join(directory, name)
      if (!existsSync(path) || statSync(path).size < length) return undefined
      truncateSync(path, length)
    }
    for (let number = 0; number < state.segments; number++) {
      if (!existsSync(join(directory, segmentName(number)))) return undefined
    }
    return state
  })
}

function parseState(text: string): DraftState | undefined {
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch {
    return undefined // damaged, or of another version: begin again
  }
}

/** Removes drafts and replaced catalogues; those of a newer generation cannot be in use. */
export function removeOtherGenerations(catalogue: string, kept: number): void {
  for (const name of listDirectory(catalogue)) {
    if (/^data-\d+$/.test(name) && name !== `data-${kept}`) removeTree(join(catalogue, name))
  }
}

/** A draft of damaged files is of no use: they must change before they can be imported. */
export function dropDraftOf(error: unknown, draft: Draft): void {
  if (GigpoError.isInstance(error) && error.code === 'data') removeTree(draft.directory)
}
