// What an import is given: where to put the catalogue, whom to tell how far it is, and the environment's readers and index,
// which are handed in because the store knows no environment.
import { GigpoError } from '@gigpo/core'
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

/** @throws GigpoError `interrupted`. */
export function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new GigpoError('interrupted', 'the import was stopped; what it had finished is kept', {
    remedy: 'Give the same command again to go on.',
  })
}
