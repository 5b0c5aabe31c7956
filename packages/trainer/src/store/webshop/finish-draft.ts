// The last steps of an import, when all products are on disk: the order of asins, the joined search index, the human
// instructions, and the manifest that states their checksums. Each can be done again after a kill.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { replaceFile, storage } from '../../run-directory/files.ts'
import type { Draft } from './draft.ts'
import type { WebshopFiles } from './find-files.ts'
import { type CheckedFile, STORE_FILES, STORE_FORMAT, type WebshopManifest } from './manifest.ts'
import { asinOrder, type StoredInstruction } from './stored-product.ts'

export interface FinishOptions {
  readonly files: WebshopFiles
  readonly human: ReadonlyMap<string, readonly StoredInstruction[]>
  /** Of all asins, by position, and the draft's segments. */
  readonly joinIndex: (asins: readonly string[]) => Uint8Array
}

/** Writes what is missing and returns the manifest, which the caller writes. */
export function finishDraft(draft: Draft, { files, human, joinIndex }: FinishOptions): WebshopManifest {
  const { state, directory } = draft
  const table = draft.table()
  const asins = Array.from({ length: table.size }, (_, index) => table.asin(index))
  const sold = new Set(asins)
  const instructions = [...human].filter(([asin]) => sold.has(asin))
  const write = (name: string, content: Uint8Array): CheckedFile => {
    replaceFile(join(directory, name), content)
    return factsOf(content)
  }
  return {
    format: STORE_FORMAT,
    generation: draft.generation,
    products: state.products,
    digest: digestOf(draft.digests()),
    humanInstructions: instructions.reduce((sum, [, entries]) => sum + entries.length, 0),
    skipped: state.skipped,
    source: Object.values(files)
      .filter((file) => file !== null)
      .map((file) => ({ name: basename(file), bytes: storage(file, () => statSync(file).size) })),
    bodiesBytes: state.bodiesBytes,
    files: {
      table: factsOf(storage(directory, () => readFileSync(join(directory, STORE_FILES.table)))),
      order: write(STORE_FILES.order, new Uint8Array(asinOrder(asins).buffer)),
      human: write(STORE_FILES.human, Buffer.from(`${JSON.stringify(instructions)}\n`)),
      index: write(STORE_FILES.index, joinIndex(asins)),
    },
  }
}

const factsOf = (content: Uint8Array): CheckedFile => ({
  bytes: content.length,
  crc32: crc32(content),
})

/** SHA-256 of the products' own digests (hex, one a line, no newline at the end), as of a catalogue in memory. */
function digestOf(digests: Buffer): string {
  const hash = createHash('sha256')
  for (let at = 0; at < digests.length; at += 32) {
    hash.update(`${at === 0 ? '' : '\n'}${digests.toString('hex', at, at + 32)}`)
  }
  return hash.digest('hex')
}
