// One split on disk: `<split>.json`, an index with ids, types, offsets and digests, and the data file it names, which holds
// the deflated records one after another. The data file's name contains the split's digest and is written first, so a kill
// in between leaves the old split whole. Games are read one by one and verified when loaded.
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { GigpoError, messageOf } from '@gigpo/core'
import { z } from 'zod'
import {
  listDirectory,
  makeDirectory,
  removeTemporary,
  removeTree,
  replaceFile,
  storage,
} from '../run-directory/files.ts'
import { readText } from '../run-directory/json-lines.ts'
import {
  decodeGame,
  type EncodedGame,
  type SharedTexts,
  type StoredGame,
  splitDigest,
  textsDigest,
} from './stored-game.ts'

/** Games by index, without holding their texts in memory. */
export interface StoreSource {
  readonly split: string
  readonly size: number
  /** SHA-256 over ids and texts of all games in order. */
  readonly digest: string
  /** @throws RangeError outside 0 ≤ index < size. */
  info(index: number): { readonly id: string; readonly taskType: string }
  /** @throws GigpoError `data` when the stored game is damaged; RangeError outside 0 ≤ index < size. */
  load(index: number): StoredGame
}

export interface SplitContent {
  readonly split: string
  readonly dictionary: Buffer
  readonly texts: readonly SharedTexts[]
  /** `texts` is an index into the list above. */
  readonly games: readonly (EncodedGame & { readonly texts: number })[]
}

const region = { offset: z.int().min(0), length: z.int().min(0) }
const indexSchema = z.object({
  format: z.literal(1),
  split: z.string(),
  digest: z.string(),
  data: z.string(),
  dictionary: z.object(region),
  texts: z.array(z.object({ ...region, sha256: z.string() })),
  games: z.array(z.object({ id: z.string(), type: z.string(), sha256: z.string(), texts: z.int().min(0), ...region })),
})
type SplitIndex = z.infer<typeof indexSchema>

const remedy = 'Import it again: gigpo data import alfworld PATH.'

/** Writes a split, sorted by id, in place of an earlier one of its name. Returns its digest. */
export function writeSplit(directory: string, content: SplitContent): string {
  const { split, dictionary, texts } = content
  const games = [...content.games].sort((a, b) => (a.id < b.id ? -1 : 1))
  const digest = splitDigest(games)
  const pieces: Buffer[] = []
  let end = 0
  const place = (bytes: Buffer): { offset: number; length: number } => {
    pieces.push(bytes)
    end += bytes.length
    return { offset: end - bytes.length, length: bytes.length }
  }
  const index: SplitIndex = {
    format: 1,
    split,
    digest,
    data: `${split}-${digest.slice(0, 16)}.games`,
    dictionary: place(dictionary),
    texts: texts.map((pair) => ({
      ...place(deflateRawSync(JSON.stringify([pair.domain, pair.grammar]), { level: 9 })),
      sha256: textsDigest(pair),
    })),
    games: games.map((game) => ({
      id: game.id,
      type: game.taskType,
      sha256: game.sha256,
      texts: game.texts,
      ...place(game.bytes),
    })),
  }
  makeDirectory(directory)
  removeTemporary(directory)
  replaceFile(join(directory, index.data), Buffer.concat(pieces))
  replaceFile(join(directory, `${split}.json`), `${JSON.stringify(index)}\n`)
  for (const name of listDirectory(directory)) {
    const isOld = name.startsWith(`${split}-`) && name.endsWith('.games') && name !== index.data
    if (isOld && /^-[0-9a-f]{16}$/.test(name.slice(split.length, -'.games'.length))) removeTree(join(directory, name))
  }
  return digest
}

/** Names of the splits in a data set's directory. */
export function listSplits(directory: string): string[] {
  return listDirectory(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
}

/** Opens a split that is there. @throws GigpoError `data` when its files do not fit together. */
export function openSplit(directory: string, split: string): StoreSource {
  const indexPath = join(directory, `${split}.json`)
  const index = readIndex(indexPath)
  const dataPath = join(directory, index.data)
  if (!existsSync(dataPath))
    throw new GigpoError('data', 'the data file of this split is missing', { where: dataPath, remedy })
  const read = createReader(dataPath)
  const texts = new Map<number, SharedTexts>()
  let dictionary: Buffer | undefined

  const entry = (place: number): SplitIndex['games'][number] => {
    const found = index.games[place]
    if (found === undefined)
      throw new RangeError(`expected an index from 0 to ${index.games.length - 1}, received ${place}`)
    return found
  }
  const loadTexts = (number: number): SharedTexts => {
    let pair = texts.get(number)
    if (pair === undefined) {
      pair = decodeTexts(read(index.texts[number]!), index.texts[number]!.sha256)
      texts.set(number, pair)
    }
    return pair
  }
  return {
    split,
    size: index.games.length,
    digest: index.digest,
    info: (place) => ({ id: entry(place).id, taskType: entry(place).type }),
    load: (place) => {
      const game = entry(place)
      try {
        dictionary ??= read(index.dictionary)
        return decodeGame(read(game), dictionary, loadTexts(game.texts), game.sha256)
      } catch (cause) {
        if (GigpoError.isInstance(cause)) throw cause
        throw new GigpoError('data', `the stored game ${game.id} is damaged: ${messageOf(cause)}`, {
          where: dataPath,
          remedy,
          cause,
        })
      }
    },
  }
}

function readIndex(path: string): SplitIndex {
  const text = readText(path)
  try {
    const index = indexSchema.parse(JSON.parse(text))
    if (splitDigest(index.games) !== index.digest) throw new Error('its games do not have the digest it states')
    if (/[/\\]/.test(index.data)) throw new Error('it names a file elsewhere')
    if (index.games.some((game) => index.texts[game.texts] === undefined))
      throw new Error('it names texts that are not there')
    return index
  } catch (cause) {
    throw new GigpoError('data', `the index is damaged: ${messageOf(cause)}`, { where: path, remedy, cause })
  }
}

function decodeTexts(bytes: Buffer, sha256: string): SharedTexts {
  const [domain, grammar] = z.tuple([z.string(), z.string()]).parse(JSON.parse(inflateRawSync(bytes).toString()))
  if (textsDigest({ domain, grammar }) !== sha256)
    throw new Error('its domain and grammar do not have the digest in the index')
  return { domain, grammar }
}

/** Reads regions; the file is opened for each, so a source holds no descriptor and needs no closing. */
function createReader(path: string): (region: { readonly offset: number; readonly length: number }) => Buffer {
  return ({ offset, length }) =>
    storage(path, () => {
      const file = openSync(path, 'r')
      try {
        const bytes = Buffer.alloc(length)
        if (readSync(file, bytes, 0, length, offset) !== length) throw new Error('the data file ends too early')
        return bytes
      } finally {
        closeSync(file)
      }
    })
}
