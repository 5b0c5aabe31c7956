// Floor plans: the receptacles of a room, where one stands to reach them, and which of them have doors. A floor plan is a
// pure function of (room kind, number); games of several tasks share one. Numbers from UNSEEN_FROM on are kept for the
// unseen split.
import { fold, type RandomKey, type RandomStream, rootKey, stream } from '@gigpo/core'
import type { RoomKind } from './objects.ts'
import { openableShare, roomReceptacles } from './rooms.ts'

export interface Receptacle {
  /** `Drawer_bar__plus_01_dot_20_bar_…`, unique in the room. */
  readonly id: string
  /** For example `Drawer`, `SinkBasin`. */
  readonly name: string
  readonly openable: boolean
  readonly location: string
}

export interface Layout {
  readonly kind: RoomKind
  readonly number: number
  /** Number shown in game ids: thousands tell the room kind. */
  readonly scene: number
  readonly receptacles: readonly Receptacle[]
  /** Where play starts; no receptacle is there. */
  readonly start: string
}

export const TRAINING_LAYOUTS = 240
export const UNSEEN_FROM = 500
export const UNSEEN_LAYOUTS = 60

const sceneBase: Readonly<Record<RoomKind, number>> = { kitchen: 1000, living: 2000, bedroom: 3000, bathroom: 4000 }
/** Chance that a receptacle shares the place of the one before it; at most three share one. */
const SHARED = 0.13
const ROOT: RandomKey = fold(rootKey(4), 'floor plans')

export function createLayout(kind: RoomKind, number: number): Layout {
  const random = stream(ROOT, kind, number)
  const names: string[] = []
  for (const { name, presence, min, max } of roomReceptacles[kind]) {
    if (random.uniform() >= presence) continue
    const count = min + random.integer(max - min + 1)
    for (let i = 0; i < count; i++) names.push(name)
  }
  const used = new Set<string>()
  const start = unique(used, () => locationId(random))
  const receptacles: Receptacle[] = []
  let sharing = 0
  for (const name of random.shuffle(names)) {
    const before = receptacles.at(-1)
    sharing = before !== undefined && sharing < 2 && random.uniform() < SHARED ? sharing + 1 : 0
    const location = sharing > 0 ? before!.location : unique(used, () => locationId(random))
    const id = unique(used, () => thingId(name, random))
    receptacles.push({ id, name, openable: random.uniform() < (openableShare[name] ?? 0), location })
  }
  return { kind, number, scene: sceneBase[kind] + number, receptacles, start }
}

/** A mangled id at a random position; basins carry the name of what they are part of, as in the original games. */
export function thingId(name: string, random: RandomStream): string {
  const basin = /^(.+)Basin$/.exec(name)
  const [x, y, z] = [coordinate(random, 4), coordinate(random, 2), coordinate(random, 4)]
  return `${basin?.[1] ?? name}_bar_${x}_bar_${y}_bar_${z}${basin === null ? '' : `_bar_${name}`}`
}

function coordinate(random: RandomStream, range: number): string {
  const hundredths = random.integer(200 * range + 1) - 100 * range
  const [whole, part] = (Math.abs(hundredths) / 100).toFixed(2).split('.')
  return `${hundredths < 0 ? '_minus_' : '_plus_'}${whole!.padStart(2, '0')}_dot_${part}`
}

function locationId(random: RandomStream): string {
  const step = (): string => {
    const n = random.integer(25) - 12
    return n < 0 ? `_minus_${-n}` : String(n)
  }
  return `loc_bar_${step()}_bar_${step()}_bar_${random.integer(4)}_bar_${random.pick([15, 30, 45, 60])}`
}

/** Draws until the id is new, and remembers it. */
export function unique(used: Set<string>, draw: () => string): string {
  for (;;) {
    const id = draw()
    if (used.has(id)) continue
    used.add(id)
    return id
  }
}
