// Lists of games. A GameSource is a fixed, ordered, hashed list whose texts are read only when a game is played; this file
// has the one that lives in memory and the selection of some games of another source.
import { GigpoError, sha256 } from '@gigpo/core'
import type { Game, GameSource } from './game.ts'

/** The games in the order given. @throws GigpoError `data` where two games share an id. */
export function gamesSource(games: readonly Game[]): GameSource {
  const seen = new Set<string>()
  for (const { id } of games) {
    if (seen.has(id)) throw new GigpoError('data', `two games have the id ${id}`, { remedy: 'Remove one of them.' })
    seen.add(id)
  }
  let digest: string | undefined
  return {
    size: games.length,
    get digest(): string {
      digest ??= digestGames(games)
      return digest
    },
    info(index) {
      const { id, taskType } = at(games, index)
      return { id, taskType }
    },
    load: (index) => at(games, index),
  }
}

/** SHA-256 over ids, task types and texts, in order; each text is hashed once. */
function digestGames(games: Iterable<Game>): string {
  const hashes = new Map<string, string>()
  const shared = (text: string): string => {
    let hash = hashes.get(text)
    if (hash === undefined) {
      hash = sha256(text)
      hashes.set(text, hash)
    }
    return hash
  }
  const lines: string[] = []
  for (const { id, taskType, task, domain, grammar, problem } of games)
    lines.push(JSON.stringify([id, taskType, task, shared(domain), shared(grammar), sha256(problem)]))
  return sha256(lines.join('\n'))
}

export interface GameSelection {
  /** Keep games of these types (default: all). */
  readonly taskTypes?: readonly string[]
  /** Keep the games at these places (default: all). */
  readonly indices?: readonly number[]
}

/**
 * Those games of a source that pass all filters, in the source's order. The digest covers the source's digest and the
 * places, so no text is read.
 * @throws GigpoError `config` on an index outside the source or a task type that no game has.
 */
export function selectGames(source: GameSource, selection: GameSelection): GameSource {
  const { taskTypes, indices } = selection
  const all = Array.from({ length: source.size }, (_, index) => index)
  for (const index of indices ?? [])
    if (!(index in all))
      throw new GigpoError('config', `there is no game ${index}`, { remedy: `Use 0 to ${source.size - 1}.` })
  const present = new Set(taskTypes === undefined ? [] : all.map((index) => source.info(index).taskType))
  for (const type of taskTypes ?? [])
    if (!present.has(type))
      throw new GigpoError('config', `no game has the task type ${type}`, {
        remedy: `Present are: ${[...present].sort().join(', ')}.`,
      })
  const wanted = new Set(indices ?? all)
  return pickGames(
    source,
    all.filter((i) => wanted.has(i) && (taskTypes === undefined || taskTypes.includes(source.info(i).taskType))),
  )
}

/** The games at these places, in this order. */
export function pickGames(source: GameSource, places: readonly number[]): GameSource {
  return {
    size: places.length,
    digest: sha256(JSON.stringify([source.digest, places])),
    info: (index) => source.info(at(places, index)),
    load: (index) => source.load(at(places, index)),
  }
}

/** All games of several sources, one after another. @throws GigpoError `data` where two games share an id. */
export function joinGames(sources: readonly GameSource[]): GameSource {
  const places = sources.flatMap((source) => Array.from({ length: source.size }, (_, index) => ({ source, index })))
  const seen = new Set<string>()
  for (const { source, index } of places) {
    const { id } = source.info(index)
    if (seen.has(id)) throw new GigpoError('data', `two games have the id ${id}`, { remedy: 'Name each source once.' })
    seen.add(id)
  }
  return {
    size: places.length,
    get digest() {
      return sha256(JSON.stringify(sources.map((source) => source.digest)))
    },
    info(index) {
      const place = at(places, index)
      return place.source.info(place.index)
    },
    load(index) {
      const place = at(places, index)
      return place.source.load(place.index)
    },
  }
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new RangeError(`index must be an integer in [0, ${list.length}), received ${index}`)
  return item
}
