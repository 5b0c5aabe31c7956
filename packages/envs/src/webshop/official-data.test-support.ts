// The official files for tests, where a checkout of them lies beside the project.
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { loadOfficialProducts } from './products/official.ts'
import type { Product } from './products/product.ts'

const folder = new URL('../../../../../shared/data/webshop/', import.meta.url)

/** Null where the data is there; otherwise the words that say why a test is skipped. */
export const officialDataAbsent: boolean = !existsSync(folder)
export const absentReason: string = officialDataAbsent ? ' (skipped: no ../shared/data/webshop)' : ''

/** One file of the data, parsed; `.gz` is unpacked. */
export function officialFile(name: string): unknown {
  const bytes = readFileSync(new URL(name, folder))
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

/** The thousand products everybody trains on. */
export function officialProducts(): Product[] {
  return loadOfficialProducts(
    officialFile('items_shuffle_1000.reconstructed.json.gz'),
    officialFile('items_ins_v2_1000.json'),
  )
}
