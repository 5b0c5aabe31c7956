// Official WebShop files into a catalogue on disk: bodies that are read one by one, a table to find them, and the search
// index. The products file is streamed, since the full one has 5.48 GB; what is finished survives a kill, and the catalogue
// that was there stays until the new one is whole. Parsing and indexing are the environment's and are handed in.
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { makeDirectory, storage } from '../../run-directory/files.ts'
import { acquireLock } from '../../run-directory/lock.ts'
import { type Draft, dropDraftOf, openDraft, removeOtherGenerations } from './draft.ts'
import { findWebshopFiles, type WebshopFiles } from './find-files.ts'
import { finishDraft } from './finish-draft.ts'
import { readEntries } from './instructions.ts'
import { type JsonElement, jsonElements, parseElement } from './json-elements.ts'
import { type WebshopManifest, webshopDirectory, writeManifest } from './manifest.ts'
import { readChunks } from './read-chunks.ts'
import type { StoredInstruction, StoredProduct } from './stored-product.ts'

/** What `items_ins*.json` adds to a product. */
export interface StoredExtras {
  readonly attributes?: readonly string[]
  readonly instruction?: { readonly text: string; readonly attributes: readonly string[] }
}

/** Instructions by asin. */
export type HumanByAsin = ReadonlyMap<string, readonly StoredInstruction[]>

/** The environment's readers of official files and its search index. All throw GigpoError `data` on bad input. */
export interface WebshopParts {
  /** Undefined where the original skips the entry. */
  parseProduct(raw: unknown, where: string, extras: StoredExtras): StoredProduct | undefined
  parseExtras(raw: unknown, where: string): StoredExtras
  parseHuman(raw: unknown): HumanByAsin
  /** What a product's digest is taken of. */
  canonicalProduct(product: StoredProduct): string
  /** The text that is searched. */
  documentText(product: StoredProduct): string
  /** The index of some products, as bytes. */
  buildSegment(documents: readonly string[]): Uint8Array
  /** The index of all of them. `segment` reads one of `count` by its number. */
  mergeSegments(asins: readonly string[], count: number, segment: (number: number) => Uint8Array): Uint8Array
}

export interface WebshopProgress {
  /** Reading hidden attributes, reading products, joining the index. */
  readonly phase: 'instructions' | 'products' | 'index'
  /** Bytes of the file that are read, of `total`; segments that are joined. */
  readonly done: number
  readonly total: number
  /** Where this process began, when it goes on with an earlier import. */
  readonly start: number
  /** Products so far. */
  readonly products: number
}

export interface WebshopImportOptions {
  /** Root of the store, see gigpoHome. */
  readonly home: string
  /** Name of the catalogue; default `official`. */
  readonly name?: string
  readonly parts: WebshopParts
  readonly onProgress?: (progress: WebshopProgress) => void
  readonly signal?: AbortSignal
  /** Products between two points from which an import can go on. */
  readonly segmentProducts?: number
}

export interface WebshopImportReport
  extends Pick<WebshopManifest, 'products' | 'digest' | 'humanInstructions' | 'skipped'> {
  /** Where the catalogue is. */
  readonly directory: string
  readonly files: WebshopFiles
  /** Products that an earlier, stopped import had already brought in. */
  readonly resumed: number
}

const SEGMENT_PRODUCTS = 4096

/** @throws GigpoError `missing-data`, `usage`, `data` for damaged files, `storage`, `locked`, or `interrupted` when the signal says so. */
export async function importWebshop(path: string, options: WebshopImportOptions): Promise<WebshopImportReport> {
  const files = findWebshopFiles(path)
  const directory = webshopDirectory(options.home, options.name)
  makeDirectory(directory)
  const lock = acquireLock(directory)
  try {
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

async function addProducts(draft: Draft, files: WebshopFiles, options: WebshopImportOptions): Promise<void> {
  const { parts, signal, onProgress, segmentProducts = SEGMENT_PRODUCTS } = options
  const extras = await readExtras(files.instructions, options)
  const table = draft.table()
  const seen = new Set(Array.from({ length: table.size }, (_, index) => table.asin(index)))
  const skipped = { ...draft.state.skipped }
  let documents: string[] = []

  const take = ({ bytes, after }: JsonElement): void => {
    const where = `${basename(files.products)}[${after.elements - 1}]`
    const raw = parseAt(bytes, `${where}, before byte ${after.offset}`)
    const product = parts.parseProduct(raw, where, extras.get(asinOf(raw)) ?? {})
    if (product === undefined) skipped.unusable++
    else if (seen.has(product.asin)) skipped.duplicate++
    else {
      draft.add(product, createHash('sha256').update(parts.canonicalProduct(product)).digest(), where)
      seen.add(product.asin)
      documents.push(parts.documentText(product))
    }
  }
  const commit = (position: JsonElement['after']): void => {
    draft.commit(parts.buildSegment(documents), { position, skipped })
    documents = []
  }

  const total = storage(files.products, () => statSync(files.products).size)
  const { position } = draft.state
  let start: number | undefined
  let last = position
  const chunks = readChunks(files.products, {
    from: position.offset,
    onRead: (done) => {
      start ??= position.offset === 0 ? 0 : done
      onProgress?.({ phase: 'products', done, total, start, products: draft.state.products + draft.pending })
    },
  })
  const resume = position.elements === 0 ? {} : { resume: position }
  for await (const batch of jsonElements(chunks, { container: 'array', where: files.products, ...resume })) {
    for (const element of batch) {
      stopIfAsked(signal)
      take(element)
      last = element.after
      if (draft.pending >= segmentProducts) commit(last)
    }
    stopIfAsked(signal)
  }
  if (draft.pending > 0) commit(last)
  if (draft.state.products === 0) {
    throw new GigpoError('data', 'the file has no product that can be sold', {
      where: files.products,
      remedy: 'Use the official WebShop files unchanged.',
    })
  }
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

async function readHuman(path: string | null, { parts }: WebshopImportOptions): Promise<HumanByAsin> {
  const entries: [string, unknown][] = []
  if (path !== null) await readEntries(path, (asin, value) => entries.push([asin, value]))
  return parts.parseHuman(Object.fromEntries(entries))
}

/** By asin. Attribute names repeat, so each is kept once. */
async function readExtras(
  path: string | null,
  { parts, signal, onProgress }: WebshopImportOptions,
): Promise<Map<string, StoredExtras>> {
  const extras = new Map<string, StoredExtras>()
  if (path === null) return extras
  const names = new Map<string, string>()
  const once = (name: string): string => {
    const known = names.get(name)
    if (known === undefined) names.set(name, name)
    return known ?? name
  }
  const total = storage(path, () => statSync(path).size)
  await readEntries(
    path,
    (asin, raw) => {
      const { attributes, instruction } = parts.parseExtras(raw, `${basename(path)}.${asin.slice(0, 40)}`)
      extras.set(asin, {
        ...(attributes === undefined ? {} : { attributes: attributes.map(once) }),
        ...(instruction === undefined
          ? {}
          : { instruction: { text: instruction.text, attributes: instruction.attributes.map(once) } }),
      })
    },
    (done) => {
      stopIfAsked(signal)
      onProgress?.({ phase: 'instructions', done, total, start: 0, products: 0 })
    },
  )
  return extras
}

function parseAt(bytes: Uint8Array, where: string): unknown {
  try {
    return parseElement(bytes)
  } catch (cause) {
    throw new GigpoError('data', `the product is not JSON: ${messageOf(cause)}`, {
      where,
      remedy: 'The file is damaged: download it again, or import an unmodified copy.',
      cause,
    })
  }
}

function asinOf(raw: unknown): string {
  const asin = typeof raw === 'object' && raw !== null && 'asin' in raw ? raw.asin : undefined
  return typeof asin === 'string' ? asin : ''
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new GigpoError('interrupted', 'the import was stopped; what it had finished is kept', {
    remedy: 'Give the same command again to go on.',
  })
}
