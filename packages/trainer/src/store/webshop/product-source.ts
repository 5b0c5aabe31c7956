// Products of an imported catalogue, read from disk when they are asked for: a catalogue of a million has gigabytes of text
// that an episode sees a few pages of. The last ones asked for are kept; a walk in order reads ahead.
import { closeSync, openSync, readSync } from 'node:fs'
import { GigpoError, messageOf } from '@gigpo/core'
import { storage } from '../../run-directory/files.ts'
import { decodeProduct, findAsin, type ProductTable, type StoredProduct } from './stored-product.ts'

/** The environment's ProductSource over stored bodies. */
export interface StoredProducts {
  readonly size: number
  /** SHA-256 (hex) over all products in order. */
  readonly digest: string
  /** @throws RangeError outside 0 ≤ index < size. @throws GigpoError `data` where the stored body is damaged. */
  product(index: number): StoredProduct
  /** Position of an asin (upper case), or -1. */
  indexOf(asin: string): number
  /** `product(index).prices` without reading the body. @throws RangeError outside 0 ≤ index < size. */
  prices(index: number): readonly number[]
}

export interface StoredProductsOptions {
  readonly path: string
  readonly bytes: number
  readonly table: ProductTable
  readonly order: Uint32Array
  readonly digest: string
  readonly remedy: string
  /** Products kept in memory. */
  readonly kept: number
}

const READ_AHEAD = 1 << 20

/** The file stays open until `close`. */
export function storedProducts(options: StoredProductsOptions): StoredProducts & { close(): void } {
  const { path, bytes, table, order, digest, remedy, kept } = options
  const file = storage(path, () => openSync(path, 'r'))
  const cache = new Map<number, StoredProduct>()
  let window: Buffer = Buffer.alloc(0)
  let windowStart = 0
  let last = -2

  const read = (start: number, end: number, inOrder: boolean): Buffer => {
    if (start < windowStart || end > windowStart + window.length) {
      const length = Math.min(bytes - start, inOrder ? Math.max(end - start, READ_AHEAD) : end - start)
      window = Buffer.allocUnsafeSlow(length)
      windowStart = start
      if (readSync(file, window, 0, length, start) !== length) throw new Error('the file of products ends too early')
    }
    return window.subarray(start - windowStart, end - windowStart)
  }
  const load = (index: number): StoredProduct => {
    const start = table.offset(index)
    const end = index + 1 < table.size ? table.offset(index + 1) : bytes
    const inOrder = index === last + 1
    last = index
    try {
      if (!(start >= 0 && start < end && end <= bytes)) throw new Error('its place is outside the file')
      return decodeProduct(
        storage(path, () => read(start, end, inOrder)),
        table.checksum(index),
      )
    } catch (cause) {
      if (GigpoError.isInstance(cause)) throw cause
      const message = `the stored product ${index} (${table.asin(index)}) is damaged: ${messageOf(cause)}`
      throw new GigpoError('data', message, { where: path, remedy, cause })
    }
  }
  const checked = (index: number): number => {
    if (Number.isInteger(index) && index >= 0 && index < table.size) return index
    throw new RangeError(`expected a product from 0 to ${table.size - 1}, received ${index}`)
  }
  return {
    size: table.size,
    digest,
    indexOf: (asin) => findAsin(table, order, asin),
    prices: (index) => table.prices(checked(index)),
    product: (index) => {
      checked(index)
      const present = cache.get(index)
      if (present !== undefined) {
        cache.delete(index)
        cache.set(index, present)
        return present
      }
      const product = load(index)
      cache.set(index, product)
      if (cache.size > kept) cache.delete(cache.keys().next().value!)
      return product
    },
    close: () => closeSync(file),
  }
}
