// Opens an imported catalogue: products stay on disk, the tables to find them and the search index come into memory, the
// index into a SharedArrayBuffer, so that threads of one process search one copy. Every file is checked against the manifest.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { GigpoError } from '@gigpo/core'
import { storage } from '../../run-directory/files.ts'
import {
  dataDirectory,
  importRemedy,
  readManifest,
  STORE_FILES,
  type WebshopManifest,
  webshopDirectory,
} from './manifest.ts'
import { type StoredProducts, storedProducts } from './product-source.ts'
import { productTable, type StoredInstruction } from './stored-product.ts'

export interface WebshopStore {
  /** Where its files are. */
  readonly directory: string
  readonly products: StoredProducts
  /** The bytes of the search index. */
  readonly index: SharedArrayBuffer
  /** Human instructions by asin. */
  readonly human: ReadonlyMap<string, readonly StoredInstruction[]>
  /** Closes the file of products; what is in memory stays usable. */
  close(): void
}

export interface OpenWebshopOptions {
  /** Products kept in memory, the last ones asked for; default 4096. */
  readonly keptProducts?: number
}

const KEPT_PRODUCTS = 4096
const CHUNK = 1 << 26

/** @throws GigpoError `missing-data` where nothing was imported, `data` where files are damaged or of another version, `storage`. */
export function openWebshopStore(home: string, name?: string, options: OpenWebshopOptions = {}): WebshopStore {
  const manifest = readManifest(home, name)
  const { files, products: size, bodiesBytes, digest } = manifest
  const directory = dataDirectory(webshopDirectory(home, name), manifest.generation)
  const remedy = importRemedy(name)
  const read = (file: keyof WebshopManifest['files'], into: (bytes: number) => ArrayBufferLike): Buffer => {
    const content = Buffer.from(into(files[file].bytes))
    readChecked(join(directory, STORE_FILES[file]), content, files[file].crc32, remedy)
    return content
  }
  const inMemory = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes)

  const table = productTable(read('table', inMemory))
  const order = new Uint32Array(read('order', inMemory).buffer)
  const index = new SharedArrayBuffer(files.index.bytes)
  read('index', () => index)
  const human = JSON.parse(read('human', inMemory).toString()) as [string, StoredInstruction[]][]
  const path = join(directory, STORE_FILES.bodies)
  if (table.size !== size || order.length !== size || lengthOf(path, remedy) !== bodiesBytes) {
    throw damaged(path, 'its files do not fit together', remedy)
  }
  const kept = options.keptProducts ?? KEPT_PRODUCTS
  const products = storedProducts({ path, bytes: bodiesBytes, table, order, digest, remedy, kept })
  return { directory, products, index, human: new Map(human), close: () => products.close() }
}

/** Fills `content` from a file of exactly that length. @throws GigpoError `data` where length or checksum differ. */
function readChecked(path: string, content: Uint8Array, checksum: number, remedy: string): void {
  if (lengthOf(path, remedy) !== content.length)
    throw damaged(path, 'it does not have the length that was written', remedy)
  const found = storage(path, () => {
    const file = openSync(path, 'r')
    try {
      let sum = 0
      for (let at = 0; at < content.length; ) {
        const count = readSync(file, content, at, Math.min(CHUNK, content.length - at), at)
        if (count === 0) break
        sum = crc32(content.subarray(at, at + count), sum)
        at += count
      }
      return sum
    } finally {
      closeSync(file)
    }
  })
  if (found !== checksum) throw damaged(path, 'it does not have the checksum that was written', remedy)
}

function lengthOf(path: string, remedy: string): number {
  const size = storage(path, () => statSync(path, { throwIfNoEntry: false })?.size)
  if (size === undefined) throw damaged(path, 'a file of it is missing', remedy)
  return size
}

const damaged = (where: string, problem: string, remedy: string): GigpoError =>
  new GigpoError('data', `the imported catalogue is damaged: ${problem}`, { where, remedy })
