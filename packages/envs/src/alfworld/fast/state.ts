// The whole changing state of a game in one Int32Array of about 1 kB, so that a fork is a copy and two states are equal
// when the arrays are. Words: agent location; held object or -1; then bit sets by rank. Besides the true state it keeps one
// fact of the text layer: "not in" rows, set for an object once taken from a receptacle and cleared when it is put back.
import type { Statics } from './statics.ts'
import type { World } from './world.ts'

export type State = Int32Array

export const LOCATION = 0
export const HELD = 1

/** Offsets in words. A row of objects has `rowWords` words. */
export interface Layout {
  readonly rowWords: number
  readonly opened: number
  readonly clean: number
  readonly hot: number
  readonly cool: number
  readonly sliced: number
  readonly toggled: number
  /** One row of objects a location. */
  readonly present: number
  /** One row of objects a receptacle. */
  readonly contents: number
  /** One row of objects a receptacle; the text layer's own, so no part of the state key. */
  readonly notIn: number
  readonly words: number
  /** The words of the true state that anything reads. */
  readonly keyed: readonly number[]
}

/** @param isRead whether anything reads a flag of objects; others are no part of the state key. */
export function createLayout(statics: Statics, isRead: (predicate: string) => boolean): Layout {
  const rowWords = Math.ceil(statics.objects / 32)
  const keyed = [LOCATION, HELD]
  let next = keyed.length
  const take = (words: number, isKeyed = true): number => {
    const from = next
    for (; next < from + words; next++) if (isKeyed) keyed.push(next)
    return from
  }
  const flag = (predicate: string): number => take(rowWords, isRead(predicate))
  return {
    rowWords,
    opened: take(Math.ceil(statics.receptacles / 32)),
    clean: flag('isclean'),
    hot: flag('ishot'),
    cool: flag('iscool'),
    sliced: flag('issliced'),
    toggled: flag('istoggled'),
    present: take(rowWords * statics.locations),
    contents: take(rowWords * statics.receptacles),
    notIn: take(rowWords * statics.receptacles, false),
    words: next,
    keyed,
  }
}

export const hasBit = (state: State, offset: number, i: number): boolean =>
  ((state[offset + (i >> 5)]! >>> (i & 31)) & 1) === 1
export const setBit = (state: State, offset: number, i: number): void => {
  state[offset + (i >> 5)]! |= 1 << (i & 31)
}
export const clearBit = (state: State, offset: number, i: number): void => {
  state[offset + (i >> 5)]! &= ~(1 << (i & 31))
}

export function initialState(world: World, statics: Statics, layout: Layout): State {
  const state = new Int32Array(layout.words)
  state[LOCATION] = statics.start
  state[HELD] = -1
  const flags: [string, number][] = [
    ['opened(receptacle)', layout.opened],
    ['isclean(object)', layout.clean],
    ['ishot(object)', layout.hot],
    ['iscool(object)', layout.cool],
    ['issliced(object)', layout.sliced],
    ['istoggled(object)', layout.toggled],
  ]
  for (const [key, offset] of flags) for (const [i] of world.facts.get(key) ?? []) setBit(state, offset, i!)
  const rows: [string, number][] = [
    ['objectatlocation(object,location)', layout.present],
    ['inreceptacle(object,receptacle)', layout.contents],
  ]
  for (const [key, offset] of rows)
    for (const [o, row] of world.facts.get(key) ?? []) setBit(state, offset + row! * layout.rowWords, o!)
  return state
}

/** The words that differ from the initial state: short, exact, and plain ASCII. */
export function keyOf(state: State, initial: State, layout: Layout): string {
  let key = ''
  for (const i of layout.keyed)
    if (state[i] !== initial[i]) key += `${i.toString(36)}:${(state[i]! >>> 0).toString(36)},`
  return key
}
