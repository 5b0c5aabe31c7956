// The engine of a game: the fast one where the game's structure is known, else the generic interpreter. Both print the
// same bytes.
import { loadFast } from './fast/load-fast.ts'
import type { Game, LoadedGame } from './game.ts'
import { loadGeneric } from './generic/load-generic.ts'

/** @throws GigpoError `data` where a text of the game is damaged or outside the supported subset. */
export function loadGame(game: Game): LoadedGame {
  return loadFast(game) ?? loadGeneric(game)
}
