// Official WebShop files into a catalogue on disk: bodies that are read one by one, a table to find them, and the search
// index. The products file is streamed, since the full one has 5.48 GB; what is finished survives a kill, and the catalogue
// that was there stays until the new one is whole.
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { makeDirectory, removeTemporary, storage } from '../../run-directory/files.ts'
import { acquireLock } from '../../run-directory/lock.ts'
import { addProducts } from './add-products.ts'
import { type Draft, dropDraftOf, openDraft, removeOtherGenerations } from './draft.ts'
import { findWebshopFiles, type WebshopFiles } from './find-files.ts'
import { finishDraft } from './finish-draft.ts'
import { stopIfAsked, type WebshopImportOptions } from './import-options.ts'
import { readHuman } from './instructions.ts'
import { type WebshopManifest, webshopDirectory, writeManifest } from './manifest.ts'

export interface WebshopImportReport
  extends Pick<WebshopManifest, 'products' | 'digest' | 'humanInstructions' | 'skipped'> {
  /** Where the catalogue is. */
  readonly directory: string
  readonly files: WebshopFiles
  /** Products that an earlier, stopped import had already brought in. */
  readonly resumed: number
}

/** @throws GigpoError `missing-data`, `usage`, `data` for damaged files, `storage`, `locked`, or `interrupted` when the signal says so. */
export async function importWebshop(path: string, options: WebshopImportOptions): Promise<WebshopImportReport> {
  const files = findWebshopFiles(path)
  const directory = webshopDirectory(options.home, options.name)
  makeDirectory(directory)
  const lock = acquireLock(directory)
  try {
    removeTemporary(directory)
    const draft = openDraft(directory, sourceOf(files))
    const resumed = draft.state.products
    try {
      const human = await readHuman(files.human, options)
      await addProducts(draft, files, options)
      const joinIndex = (asins: readonly string[]): Uint8Array => joinSegments(draft, asins, options)
      const manifest = finishDraft(draft, { files, human, joinIndex })
      writeManifest(directory, manifest)
      draft.tidy()
      removeOtherGenerations(directory, draft.generation)
      const { products, digest, humanInstructions, skipped } = manifest
      return { directory, files, products, digest, humanInstructions, skipped, resumed }
    } catch (error) {
      dropDraftOf(error, draft)
      throw error
    }
  } finally {
    lock.release()
  }
}

/** Tells the same files again: by path, size and time of change. */
function sourceOf(files: WebshopFiles): string {
  const hash = createHash('sha256')
  for (const file of [files.products, files.instructions, files.human]) {
    if (file === null) continue
    const { size, mtimeMs } = storage(file, () => statSync(file))
    hash.update(JSON.stringify([file, size, mtimeMs]))
  }
  return hash.digest('hex')
}

function joinSegments(
  draft: Draft,
  asins: readonly string[],
  { parts, onProgress, signal }: WebshopImportOptions,
): Uint8Array {
  const total = draft.state.segments
  const report = (done: number): void => onProgress?.({ phase: 'index', done, total, start: 0, products: asins.length })
  const joined = parts.mergeSegments(asins, total, (number) => {
    stopIfAsked(signal)
    report(number)
    return draft.segment(number)
  })
  report(total)
  return joined
}
