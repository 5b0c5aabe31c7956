// Evaluation panels: fixed, sorted, hashed and disjoint lists of games. A game's place in the draw depends on the key and
// its own id alone, so a panel does not change when the source is reordered, and hardly when games are added.
import { fold, GigpoError, type RandomKey } from '@gigpo/core'
import type { GameSource } from './game.ts'
import { pickGames } from './game-source.ts'

export interface PanelOptions {
  /** Number of games. */
  readonly size: number
  readonly key: RandomKey
  /** Games that must not be in the panel, by id. */
  readonly exclude?: readonly GameSource[]
}

/**
 * A deterministic sample without replacement, sorted by id.
 * @throws GigpoError `config` where the source has too few games left.
 */
export function selectPanel(source: GameSource, options: PanelOptions): GameSource {
  const { size, key, exclude = [] } = options
  const excluded = new Set(exclude.flatMap(idsOf))
  const candidates = idsOf(source)
    .map((id, index) => ({ id, index, draw: fold(key, 'panel', id) }))
    .filter(({ id }) => !excluded.has(id))
  if (!Number.isInteger(size) || size < 1 || size > candidates.length)
    throw new GigpoError('config', `a panel of ${size} games cannot be drawn from ${candidates.length}`, {
      where: 'size',
      remedy: `Ask for 1 to ${candidates.length} games, or exclude fewer.`,
    })
  candidates.sort((a, b) => a.draw[0] - b.draw[0] || a.draw[1] - b.draw[1] || compare(a.id, b.id))
  const chosen = candidates.slice(0, size).sort((a, b) => compare(a.id, b.id))
  return pickGames(
    source,
    chosen.map(({ index }) => index),
  )
}

/** @throws GigpoError `config` naming a game that is in both. */
export function assertDisjoint(a: GameSource, b: GameSource): void {
  const ids = new Set(idsOf(a))
  const shared = idsOf(b).find((id) => ids.has(id))
  if (shared !== undefined)
    throw new GigpoError('config', `the game ${shared} is in both lists`, {
      remedy: 'Draw one list with the other excluded.',
    })
}

const idsOf = (source: GameSource): string[] => Array.from({ length: source.size }, (_, index) => source.info(index).id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
