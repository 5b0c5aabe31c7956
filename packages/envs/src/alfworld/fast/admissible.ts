// The admissible commands of a state. Most of the list depends on the location alone (go to, look, …) and is kept sorted
// per location; the few commands that depend on hands and doors are sorted in and the two lists merged.
import type { FastGame } from './fast-game.ts'
import {
  CLEAN,
  CLOSE,
  COOL,
  EXAMINE_OBJECT,
  EXAMINE_RECEPTACLE,
  GO_TO,
  HEAT,
  HELP,
  INVENTORY,
  LOOK,
  OPEN,
  PUT,
  SLICE,
  TAKE,
  TOGGLE,
} from './known-actions.ts'
import type { Operators } from './operators.ts'
import { HELD, hasBit, LOCATION, type State } from './state.ts'
import type { Statics } from './statics.ts'

/** Operators that are admissible at each location whatever else is the case, ascending. */
export function operatorsByLocation(statics: Statics, { tables }: Operators): Int16Array[] {
  return Array.from({ length: statics.locations }, (_, location) => {
    const list: number[] = []
    for (const kind of [LOOK, INVENTORY, HELP]) list.push(...tables[kind]!)
    for (let r = 0; r < statics.receptacles; r++)
      list.push(tables[statics.locationOf[r] === location ? EXAMINE_RECEPTACLE : GO_TO]![r] ?? -1)
    return Int16Array.from(list.filter((operator) => operator >= 0)).sort()
  })
}

const local = new Int16Array(1024)

/** Commands in code-point order. */
export function admissibleCommands(game: FastGame, state: State): string[] {
  const count = collectLocal(game, state)
  const { commands } = game.operators
  const fixed = game.byLocation[state[LOCATION]!]!
  const list: string[] = []
  let i = 0
  for (let k = 0; k < count; k++) {
    const next = local[k]!
    while (i < fixed.length && fixed[i]! < next) list.push(commands[fixed[i++]!]!)
    list.push(commands[next]!)
  }
  while (i < fixed.length) list.push(commands[fixed[i++]!]!)
  return list
}

/** Writes the other operators that apply into `local`, ascending without repeats; returns how many. */
function collectLocal(game: FastGame, state: State): number {
  const { layout, statics, operators } = game
  const { tables, widths } = operators
  const location = state[LOCATION]!
  const held = state[HELD]!
  const here = statics.receptaclesAt[location]!
  let count = 0
  for (let n = 0; n < here.length; n++) {
    const r = here[n]!
    const openable = statics.openable[r] === 1
    const opened = openable && hasBit(state, layout.opened, r)
    if (openable) count = insert(count, tables[opened ? CLOSE : OPEN]![r])
    const reachable = !openable || opened
    const row = layout.contents + r * layout.rowWords
    for (let word = 0; word < layout.rowWords; word++)
      for (let bits = state[row + word]!; bits !== 0; bits &= bits - 1) {
        const o = word * 32 + 31 - Math.clz32(bits & -bits)
        count = insert(count, tables[TOGGLE]![o])
        if (held < 0 && reachable) count = insert(count, tables[TAKE]![o + r * widths[TAKE]!])
      }
    if (held < 0) continue
    if (reachable) count = insert(count, tables[PUT]![held + r * widths[PUT]!])
    count = insert(count, tables[CLEAN]![held + r * widths[CLEAN]!])
    count = insert(count, tables[HEAT]![held + r * widths[HEAT]!])
    count = insert(count, tables[COOL]![held + r * widths[COOL]!])
  }
  if (held < 0) return count
  count = insert(count, tables[EXAMINE_OBJECT]![held])
  if (statics.knife[held] === 1) {
    const row = layout.present + location * layout.rowWords
    for (let word = 0; word < layout.rowWords; word++)
      for (let bits = state[row + word]!; bits !== 0; bits &= bits - 1)
        count = insert(count, tables[SLICE]![word * 32 + 31 - Math.clz32(bits & -bits) + held * widths[SLICE]!])
  }
  return count
}

/** Insertion sort into `local`; what does not exist or is there already is left out. Returns the new count. */
function insert(count: number, operator: number | undefined): number {
  if (operator === undefined || operator < 0) return count
  let place = count
  while (place > 0 && local[place - 1]! > operator) place--
  if (place > 0 && local[place - 1] === operator) return count
  local.copyWithin(place + 1, place, count)
  local[place] = operator
  return count + 1
}
