// The two files that say what buyers want: `items_ins*.json`, kept by asin until the
// products come, and `items_human_ins*.json`. Both are streamed: the first has 170 MB for the full catalogue.
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { storage } from '../../run-directory/files.ts'
import { type HumanByAsin, type StoredExtras, stopIfAsked, type WebshopImportOptions } from './import-options.ts'
import { jsonElements, parseElement } from './json-elements.ts'
import { readChunks } from './read-chunks.ts'

/** By asin. Attribute names repeat, so each is kept once. */
export async function readExtras(
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

export async function readHuman(path: string | null, { parts }: WebshopImportOptions): Promise<HumanByAsin> {
  const entries: [string, unknown][] = []
  if (path !== null) await readEntries(path, (asin, value) => entries.push([asin, value]))
  return parts.parseHuman(Object.fromEntries(entries))
}

/** Calls `take` with each entry of a JSON object; the later of two equal keys comes later. @throws GigpoError. */
async function readEntries(
  path: string,
  take: (key: string, value: unknown) => void,
  onRead?: (bytes: number) => void,
): Promise<void> {
  const chunks = readChunks(path, onRead === undefined ? {} : { onRead })
  for await (const batch of jsonElements(chunks, { container: 'object', where: path })) {
    for (const { bytes, after } of batch) {
      let entry: [string, unknown] | undefined
      try {
        entry = Object.entries(parseElement(bytes, 'object') as Record<string, unknown>)[0]
      } catch (cause) {
        throw badEntry(path, after, messageOf(cause), cause)
      }
      if (entry === undefined) throw badEntry(path, after, 'nothing between two commas')
      take(...entry)
    }
  }
}

function badEntry(
  where: string,
  after: { readonly offset: number; readonly elements: number },
  problem: string,
  cause?: unknown,
): GigpoError {
  return new GigpoError('data', `entry ${after.elements}, before byte ${after.offset}, is not JSON: ${problem}`, {
    where,
    remedy: 'The file is damaged: download it again, or import an unmodified copy.',
    cause,
  })
}
