// Official ALFWorld files into the compact store. As the reference loader does, it skips games whose directory names
// contain `movable` or `Sliced`, and games that are not marked solvable; what was skipped is counted. A damaged file stops
// the import before anything is written; a split that is imported replaces the stored one.
import { GigpoError } from '@gigpo/core'
import { readText } from '../run-directory/json-lines.ts'
import { bundleLines, bundleTexts, findGameFiles, gameIdOf } from './game-files.ts'
import { datasetDirectory } from './open-store.ts'
import { writeSplit } from './split-store.ts'
import { type EncodedGame, encodeGame, type SharedTexts, type StoredGame, textsDigest } from './stored-game.ts'

/** The environment's readers of game texts. Both throw GigpoError `data`. */
export interface GameParsers {
  parseGameFile(jsonText: string, options: { readonly id: string }): StoredGame
  parseGameRecord(line: string, shared: SharedTexts): StoredGame
}

export interface ImportOptions {
  /** Root of the store, see gigpoHome. */
  readonly home: string
  readonly parsers: GameParsers
  /** Called after each game; `total` is not known for bundles. */
  readonly onProgress?: (progress: {
    readonly done: number
    readonly total: number | null
    readonly file: string
  }) => void
}

export interface ImportReport {
  /** Where the store is. */
  readonly directory: string
  readonly splits: readonly { readonly split: string; readonly games: number; readonly digest: string }[]
  readonly skipped: {
    /** Paths with `movable` or `Sliced`. */
    readonly unsupported: number
    /** `solvable` is missing or not true. */
    readonly unsolvable: number
    /** Seen before with the same content. */
    readonly duplicate: number
  }
}

interface SplitDraft {
  readonly dictionary: Buffer
  readonly texts: SharedTexts[]
  readonly games: Map<string, EncodedGame & { readonly texts: number }>
}

/** @throws GigpoError `missing-data` when nothing is there, `data` for damaged files, `storage`. */
export function importAlfworld(path: string, options: ImportOptions): ImportReport {
  const files = findGameFiles(path)
  const skipped = { unsupported: 0, unsolvable: 0, duplicate: 0 }
  const drafts = new Map<string, SplitDraft>()
  const total = files.bundles.length === 0 ? files.games.length : null
  let done = 0
  const take = (id: string, file: string, parse: () => StoredGame): void => {
    if (/movable|Sliced/.test(id)) skipped.unsupported++
    else {
      const game = parse()
      if (game.solvable !== true) skipped.unsolvable++
      else if (!addGame(drafts, game, file)) skipped.duplicate++
    }
    options.onProgress?.({ done: ++done, total, file })
  }
  const { parseGameFile, parseGameRecord } = options.parsers
  for (const file of files.bundles) {
    const shared = bundleTexts(file)
    for (const { text, line } of bundleLines(file)) {
      take(bundleId(text), file, () => parseAt(`${file}:${line}`, () => parseGameRecord(text, shared)))
    }
  }
  for (const file of files.games) {
    const id = gameIdOf(file)
    take(id, file, () => parseAt(file, () => parseGameFile(readText(file), { id })))
  }
  const directory = datasetDirectory(options.home, 'alfworld')
  const splits = [...drafts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([split, { dictionary, texts, games }]) => ({
      split,
      games: games.size,
      digest: writeSplit(directory, { split, dictionary, texts, games: [...games.values()] }),
    }))
  return { directory, splits, skipped }
}

/** The id of a bundle line, without parsing the whole of it; empty when it has none. */
function bundleId(text: string): string {
  return /"id"\s*:\s*"([^"]*)"/.exec(text.slice(0, 500))?.[1] ?? ''
}

/** Names the file in errors of the parsers, which know only ids. */
function parseAt(where: string, parse: () => StoredGame): StoredGame {
  try {
    return parse()
  } catch (error) {
    if (!GigpoError.isInstance(error)) throw error
    const { code, message, remedy } = error
    throw new GigpoError(code, message, { where, cause: error, ...(remedy === undefined ? {} : { remedy }) })
  }
}

/** False when the same game is there already. @throws GigpoError `data` when another game has its id. */
function addGame(drafts: Map<string, SplitDraft>, game: StoredGame, file: string): boolean {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(game.split)) {
    throw new GigpoError(
      'data',
      `expected a split named by letters, digits, _ and -, received ${JSON.stringify(game.split)}`,
      { where: file },
    )
  }
  let draft = drafts.get(game.split)
  if (draft === undefined) {
    draft = { dictionary: Buffer.from(game.problem).subarray(-32_768), texts: [], games: new Map() }
    drafts.set(game.split, draft)
  }
  const encoded = encodeGame(game, draft.dictionary)
  const present = draft.games.get(game.id)
  if (present !== undefined) {
    if (present.sha256 === encoded.sha256) return false
    throw new GigpoError('data', `two different games have the id ${game.id}`, {
      where: file,
      remedy: 'Import one release at a time.',
    })
  }
  draft.games.set(game.id, { ...encoded, texts: textsIndex(draft.texts, game) })
  return true
}

function textsIndex(texts: SharedTexts[], game: StoredGame): number {
  const digest = textsDigest(game)
  const index = texts.findIndex((pair) => textsDigest(pair) === digest)
  if (index >= 0) return index
  texts.push({ domain: game.domain, grammar: game.grammar })
  return texts.length - 1
}
