// What makes a folder of files a catalogue: `<home>/data/webshop/<name>/manifest.json` names the folder `data-N` that holds the
// imported catalogue, and what is in it. It is written last and replaced by rename, so a kill at any moment of an import
// leaves the catalogue that was there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, messageOf, nearest } from '@gigpo/core'
import { z } from 'zod'
import { listDirectory, replaceFile } from '../../run-directory/files.ts'
import { readText } from '../../run-directory/json-lines.ts'
import { datasetDirectory } from '../open-store.ts'

/** Changes with the form of any file of the store, and with what an import makes of the same input. */
export const STORE_FORMAT = 1

/** Names inside `data-N`. */
export const STORE_FILES = {
  bodies: 'products.jsonl',
  table: 'table.bin',
  order: 'order.bin',
  index: 'index.bin',
  human: 'human.json',
} as const

/** Length and checksum of a file. */
export interface CheckedFile {
  readonly bytes: number
  readonly crc32: number
}

export interface WebshopManifest {
  readonly format: typeof STORE_FORMAT
  /** N of the folder `data-N`. */
  readonly generation: number
  readonly products: number
  /** SHA-256 (hex) over all products in order, the same as of these products in memory. */
  readonly digest: string
  readonly humanInstructions: number
  readonly skipped: SkippedEntries
  /** The official files it was made from. */
  readonly source: readonly { readonly name: string; readonly bytes: number }[]
  readonly bodiesBytes: number
  readonly files: {
    readonly table: CheckedFile
    readonly order: CheckedFile
    readonly index: CheckedFile
    readonly human: CheckedFile
  }
}

export interface SkippedEntries {
  /** Asin `nan` or too long. */
  readonly unusable: number
  /** An earlier product has the asin. */
  readonly duplicate: number
}

const count = z.int().min(0)
export const skippedSchema: z.ZodType<SkippedEntries> = z.object({ unusable: count, duplicate: count })
const fileSchema = z.object({ bytes: count, crc32: count })
const manifestSchema: z.ZodType<WebshopManifest> = z.object({
  format: z.literal(STORE_FORMAT),
  generation: z.int().min(1),
  products: count,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  humanInstructions: count,
  skipped: skippedSchema,
  source: z.array(z.object({ name: z.string(), bytes: count })),
  bodiesBytes: count,
  files: z.object({ table: fileSchema, order: fileSchema, index: fileSchema, human: fileSchema }),
})

const DEFAULT_NAME = 'official'

/** @throws GigpoError `usage` on a name that is not a plain file name. */
export function webshopDirectory(home: string, name: string = DEFAULT_NAME): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) return join(datasetDirectory(home, 'webshop'), name)
  throw new GigpoError('usage', `expected a name of letters, digits, _ . and -, received ${JSON.stringify(name)}`)
}

export const dataDirectory = (directory: string, generation: number): string => join(directory, `data-${generation}`)

/** Names of the imported catalogues, sorted. */
export function listWebshopStores(home: string): string[] {
  const root = datasetDirectory(home, 'webshop')
  return listDirectory(root).filter((name) => existsSync(join(root, name, 'manifest.json')))
}

/** @throws GigpoError `missing-data` where nothing was imported, `data` where the manifest is damaged or of another version. */
export function readManifest(home: string, name: string = DEFAULT_NAME): WebshopManifest {
  const directory = webshopDirectory(home, name)
  const path = join(directory, 'manifest.json')
  if (!existsSync(path)) throw notImported(home, name)
  const value = parseJson(path)
  const format = (value as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format !== STORE_FORMAT) {
    throw new GigpoError(
      'data',
      `the catalogue was imported in format ${format}; this version reads format ${STORE_FORMAT}`,
      {
        where: path,
        remedy: importRemedy(name),
      },
    )
  }
  const parsed = manifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new GigpoError('data', `the manifest is damaged: ${parsed.error.issues[0]?.path.join('.')}`, {
    where: path,
    remedy: importRemedy(name),
  })
}

export function writeManifest(directory: string, manifest: WebshopManifest): void {
  replaceFile(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** The generation in use; 0 where there is none that can be read, in whatever format. */
export function presentGeneration(directory: string): number {
  try {
    const { generation } = parseJson(join(directory, 'manifest.json')) as { generation?: unknown }
    return Number.isSafeInteger(generation) ? Number(generation) : 0
  } catch {
    return 0
  }
}

export const importRemedy = (name: string = DEFAULT_NAME): string =>
  `Import it again: gigpo data import webshop PATH${name === DEFAULT_NAME ? '' : ` --name ${name}`}`

function parseJson(path: string): unknown {
  const text = readText(path)
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new GigpoError('data', `the manifest is damaged: ${messageOf(cause)}`, { where: path, cause })
  }
}

function notImported(home: string, name: string): GigpoError {
  const names = listWebshopStores(home)
  const suggestion = nearest(name, names)
  const hint =
    suggestion !== undefined
      ? `; did you mean ${JSON.stringify(suggestion)}?`
      : names.length > 0
        ? `; there are: ${names.join(', ')}`
        : ''
  return new GigpoError('missing-data', `no WebShop catalogue ${JSON.stringify(name)} has been imported${hint}`, {
    where: webshopDirectory(home, name),
    remedy: `Run gigpo data import webshop PATH${name === DEFAULT_NAME ? '' : ` --name ${name}`} with the official files, or set source: generated, which needs no data.`,
  })
}
