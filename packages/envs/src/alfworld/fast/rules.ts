// The rules of the known domain on the fast state: which operators apply, what they change, and the list of those that
// apply. `known-actions.ts` holds the PDDL that each case stands for; texts are no concern of this file.
import type { FastGame } from './fast-game.ts'
import {
  CLEAN,
  CLOSE,
  COOL,
  EXAMINE_OBJECT,
  EXAMINE_RECEPTACLE,
  GO_TO,
  HEAT,
  OPEN,
  PUT,
  SLICE,
  TAKE,
  TOGGLE,
} from './known-actions.ts'
import type { Operator } from './operators.ts'
import { clearBit, HELD, hasBit, LOCATION, type State, setBit } from './state.ts'

/** True where the receptacle is at the agent's location. */
const near = (game: FastGame, state: State, receptacle: number): boolean =>
  game.statics.locationOf[receptacle] === state[LOCATION]

const accessible = (game: FastGame, state: State, receptacle: number): boolean =>
  game.statics.openable[receptacle] === 0 || hasBit(state, game.layout.opened, receptacle)

const inside = (game: FastGame, state: State, object: number, receptacle: number): boolean =>
  hasBit(state, game.layout.contents + receptacle * game.layout.rowWords, object)

/** Unchanging conditions hold for every operator; these are the others. */
export function applies(game: FastGame, state: State, { kind, x, y }: Operator): boolean {
  const { layout } = game
  switch (kind) {
    case EXAMINE_RECEPTACLE:
      return near(game, state, x)
    case EXAMINE_OBJECT:
      return state[HELD] === x
    case GO_TO:
      return !near(game, state, x)
    case OPEN:
      return near(game, state, x) && !hasBit(state, layout.opened, x)
    case CLOSE:
      return near(game, state, x) && hasBit(state, layout.opened, x)
    case TAKE:
      return state[HELD]! < 0 && near(game, state, y) && inside(game, state, x, y) && accessible(game, state, y)
    case PUT:
      return state[HELD] === x && near(game, state, y) && accessible(game, state, y)
    case CLEAN:
    case HEAT:
    case COOL:
      return state[HELD] === x && near(game, state, y)
    case TOGGLE:
      return game.statics.receptaclesAt[state[LOCATION]!]!.some((r) => inside(game, state, x, r))
    case SLICE:
      return state[HELD] === y && hasBit(state, layout.present + state[LOCATION]! * layout.rowWords, x)
    default:
      return true
  }
}

/** Makes an operator that applies happen. Returns false if nothing that matters to the goal or the commands changed. */
export function apply(game: FastGame, state: State, { kind, x, y }: Operator): boolean {
  const { layout, statics } = game
  const { rowWords } = layout
  switch (kind) {
    case GO_TO:
      state[LOCATION] = statics.locationOf[x]!
      return true
    case OPEN:
      setBit(state, layout.opened, x)
      return true
    case CLOSE:
      clearBit(state, layout.opened, x)
      return true
    case TAKE:
      clearBit(state, layout.contents + y * rowWords, x)
      setBit(state, layout.notIn + y * rowWords, x)
      clearBit(state, layout.present + state[LOCATION]! * rowWords, x)
      state[HELD] = x
      return true
    case PUT:
      setBit(state, layout.contents + y * rowWords, x)
      clearBit(state, layout.notIn + y * rowWords, x)
      setBit(state, layout.present + state[LOCATION]! * rowWords, x)
      state[HELD] = -1
      return true
    case CLEAN:
      setBit(state, layout.clean, x)
      return true
    case HEAT:
      setBit(state, layout.hot, x)
      clearBit(state, layout.cool, x)
      return true
    case COOL:
      setBit(state, layout.cool, x)
      clearBit(state, layout.hot, x)
      return true
    case TOGGLE:
      setBit(state, layout.toggled, x)
      return true
    case SLICE:
      setBit(state, layout.sliced, x)
      return true
    default:
      return false
  }
}
