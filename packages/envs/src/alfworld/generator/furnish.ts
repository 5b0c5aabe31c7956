// Lays out the objects of a generated game: what is in the room, and where. The objects of the task are never in the goal's
// receptacle class at the start, so no game starts won, and none is in a receptacle that is always full.
import type { RandomStream } from '@gigpo/core'
import { capacity, type GamePlan } from './game-plan.ts'
import { type Receptacle, thingId, unique } from './layout.ts'
import { type ObjectClass, objectClasses } from './objects.ts'

export interface PlacedObject {
  readonly id: string
  readonly kind: ObjectClass
  readonly receptacle: Receptacle
}

/** Readiness at which a class is always in the room. */
const ALWAYS = 8
/** Chances of one, two and three objects of a class. */
const COUNTS = [0.35, 0.75]

export function furnish(plan: GamePlan): PlacedObject[] {
  const { layout, object, place, needed, random } = plan
  const used = new Set(layout.receptacles.map(({ id }) => id))
  const free = new Map(layout.receptacles.map(({ id, name }) => [id, capacity[name] ?? Number.POSITIVE_INFINITY]))
  const placed: PlacedObject[] = []

  function put(kind: ObjectClass, allowed: (receptacle: Receptacle) => boolean): void {
    const receptacle = drawReceptacle(
      kind,
      layout.receptacles.filter((r) => free.get(r.id)! > 0 && allowed(r)),
      random,
    )
    if (receptacle === undefined) return
    free.set(receptacle.id, free.get(receptacle.id)! - 1)
    placed.push({ id: unique(used, () => thingId(kind.name, random)), kind, receptacle })
  }

  const targets = needed + drawCount(random) - 1
  for (let i = 0; i < targets; i++) put(object, ({ name }) => name !== place && capacity[name] === undefined)
  for (const kind of objectClasses) {
    const readiness = kind.rooms[layout.kind] ?? 0
    if (kind === object || (kind.name !== place && random.uniform() >= readiness / ALWAYS)) continue
    const count = kind.traits.has('fixed') ? 1 : drawCount(random)
    for (let i = 0; i < count; i++) put(kind, () => true)
  }
  return placed
}

function drawCount(random: RandomStream): number {
  const u = random.uniform()
  return COUNTS.filter((bound) => u >= bound).length + 1
}

/** A class of receptacle by weight, then one of its instances. */
function drawReceptacle(
  kind: ObjectClass,
  receptacles: readonly Receptacle[],
  random: RandomStream,
): Receptacle | undefined {
  const names = [...new Set(receptacles.map(({ name }) => name))].filter((name) => (kind.places[name] ?? 0) > 0)
  let left = random.uniform() * names.reduce((sum, name) => sum + kind.places[name]!, 0)
  for (const name of names) {
    left -= kind.places[name]!
    if (left < 0) return random.pick(receptacles.filter((receptacle) => receptacle.name === name))
  }
  return undefined
}
