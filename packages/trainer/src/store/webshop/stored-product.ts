// A product as the store keeps it: the same fields as the WebShop environment's Product, so that a loaded body can be played
// without conversion. A body is the product's JSON on a line of its own; where it lies, its checksum, its asin and its prices
// stand in a table of fixed records: opening a shop draws the prices of all products, and must not read all bodies for it.
import { crc32 } from 'node:zlib'
import { GigpoError, messageOf } from '@gigpo/core'

export interface StoredProduct {
  readonly asin: string
  readonly title: string
  readonly description: string
  readonly bullets: readonly string[]
  readonly category: string
  readonly query: string
  readonly productCategory: string
  readonly attributes: readonly string[]
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly prices: readonly number[]
  readonly priceTag: string
  readonly image: string
  readonly instruction?: { readonly text: string; readonly attributes: readonly string[] }
  readonly nouns?: readonly string[]
}

/** What a person asked for, as the environment's HumanInstruction. */
export interface StoredInstruction {
  readonly text: string
  readonly attributes: readonly string[]
  readonly options: readonly string[]
}

const ASIN_BYTES = 10
const AT = { offset: 0, low: 8, high: 16, checksum: 24, asin: 28 }
export const RECORD_BYTES = 40

export interface EncodedProduct {
  /** JSON and a newline. */
  readonly body: Buffer
  readonly record: Buffer
}

/** `offset` is the body's place in the file of bodies. @throws GigpoError `data` on an asin that is not 1 to 10 printable ASCII characters. */
export function encodeProduct(product: StoredProduct, offset: number, where: string): EncodedProduct {
  if (!/^[!-~]{1,10}$/.test(product.asin)) {
    throw new GigpoError(
      'data',
      `expected an asin of 1 to 10 letters and digits, received ${JSON.stringify(product.asin)}`,
      {
        where,
        remedy: 'Use the official WebShop files unchanged, or correct this entry.',
      },
    )
  }
  const body = Buffer.from(`${JSON.stringify(product)}\n`)
  const record = Buffer.alloc(RECORD_BYTES)
  record.writeDoubleLE(offset, AT.offset)
  record.writeDoubleLE(product.prices[0] ?? Number.NaN, AT.low)
  record.writeDoubleLE(product.prices[1] ?? Number.NaN, AT.high)
  record.writeUInt32LE(crc32(body), AT.checksum)
  record.write(product.asin, AT.asin, 'latin1')
  return { body, record }
}

/** @throws Error when the body is not the one that was written. */
export function decodeProduct(body: Buffer, checksum: number): StoredProduct {
  if (crc32(body) !== checksum) throw new Error('its bytes do not have the checksum in the table')
  try {
    return JSON.parse(body.toString()) as StoredProduct
  } catch (cause) {
    throw new Error(messageOf(cause))
  }
}

/** The table of a store, read field by field. */
export interface ProductTable {
  readonly size: number
  offset(index: number): number
  checksum(index: number): number
  asin(index: number): string
  /** As `StoredProduct.prices`. */
  prices(index: number): number[]
}

export function productTable(bytes: Buffer): ProductTable {
  const at = (index: number, place: number): number => index * RECORD_BYTES + place
  return {
    size: bytes.length / RECORD_BYTES,
    offset: (index) => bytes.readDoubleLE(at(index, AT.offset)),
    checksum: (index) => bytes.readUInt32LE(at(index, AT.checksum)),
    prices: (index) =>
      [AT.low, AT.high].map((place) => bytes.readDoubleLE(at(index, place))).filter((price) => !Number.isNaN(price)),
    asin: (index) => {
      const start = at(index, AT.asin)
      let end = start + ASIN_BYTES
      while (end > start && bytes[end - 1] === 0) end--
      return bytes.toString('latin1', start, end)
    },
  }
}

/** Positions in order of asin: a product is found by binary search. */
export function asinOrder(asins: readonly string[]): Uint32Array {
  return Uint32Array.from(asins.keys()).sort((a, b) => (asins[a]! < asins[b]! ? -1 : 1))
}

/** Position of an asin, or -1. */
export function findAsin(table: ProductTable, order: Uint32Array, asin: string): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (table.asin(order[middle]!) < asin) low = middle + 1
    else high = middle
  }
  const found = order[low]
  return found !== undefined && table.asin(found) === asin ? found : -1
}
