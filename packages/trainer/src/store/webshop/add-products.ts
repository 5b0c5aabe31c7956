// The long part of an import: the products file from where the draft stands to its end, product by product into the draft,
// a segment at a time.
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { storage } from '../../run-directory/files.ts'
import type { Draft } from './draft.ts'
import type { WebshopFiles } from './find-files.ts'
import { stopIfAsked, type WebshopImportOptions } from './import-options.ts'
import { readExtras } from './instructions.ts'
import { type JsonElement, jsonElements, parseElement } from './json-elements.ts'
import { readChunks } from './read-chunks.ts'

const SEGMENT_PRODUCTS = 4096

export async function addProducts(draft: Draft, files: WebshopFiles, options: WebshopImportOptions): Promise<void> {
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
  const report = (done: number): void => {
    stopIfAsked(signal)
    start ??= done
    onProgress?.({ phase: 'products', done, total, start, products: draft.state.products + draft.pending })
  }
  const chunks = readChunks(files.products, { from: position.offset, onRead: report })
  const resume = position.elements === 0 ? {} : { resume: position }
  for await (const batch of jsonElements(chunks, { container: 'array', where: files.products, ...resume })) {
    for (const element of batch) {
      stopIfAsked(signal)
      take(element)
      last = element.after
      if (draft.pending >= segmentProducts) commit(last)
    }
  }
  if (draft.pending > 0) commit(last)
  report(total)
  if (draft.state.products === 0) {
    throw new GigpoError('data', 'the file has no product that can be sold', {
      where: files.products,
      remedy: 'Use the official WebShop files unchanged.',
    })
  }
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
