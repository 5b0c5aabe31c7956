// What never changes in a game of the known domain, as arrays by rank: where receptacles are, what can be done to things
// and which receptacle takes which object. Refuses initial facts that the known domain gives another shape, because the
// hand-written rules of the fast engine rely on these shapes.
import { Unsupported } from './unsupported.ts'
import { kin, signature, type World } from './world.ts'

/** Argument types of every predicate that the rules of the known domain read or write. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  atlocation: ['agent', 'location'],
  receptacleatlocation: ['receptacle', 'location'],
  objectatlocation: ['object', 'location'],
  openable: ['receptacle'],
  opened: ['receptacle'],
  inreceptacle: ['object', 'receptacle'],
  receptacletype: ['receptacle', 'rtype'],
  cancontain: ['rtype', 'otype'],
  objecttype: ['object', 'otype'],
  isclean: ['object'],
  cleanable: ['object'],
  ishot: ['object'],
  heatable: ['object'],
  iscool: ['object'],
  coolable: ['object'],
  pickupable: ['object'],
  toggleable: ['object'],
  ison: ['object'],
  istoggled: ['object'],
  sliceable: ['object'],
  issliced: ['object'],
}
/** Initial facts that no game has: hands start empty and nothing has been looked at. */
const ABSENT = new Set(['holds', 'holdsany', 'checked'])

export interface Statics {
  readonly objects: number
  readonly receptacles: number
  readonly locations: number
  readonly start: number
  /** Location of each receptacle. */
  readonly locationOf: Int32Array
  /** Receptacles at each location, ascending. */
  readonly receptaclesAt: readonly (readonly number[])[]
  readonly openable: Uint8Array
  readonly pickupable: Uint8Array
  readonly toggleable: Uint8Array
  readonly sliceable: Uint8Array
  readonly knife: Uint8Array
  /** 1 at `receptacle * objects + object` where the receptacle takes the object. */
  readonly fits: Uint8Array
  /** The same for what an appliance does to an object held at it. */
  readonly cleans: Uint8Array
  readonly heats: Uint8Array
  readonly cools: Uint8Array
}

export function createStatics(world: World): Statics {
  checkShapes(world)
  if (kin(world, 'agent').ids.length !== 1) throw new Unsupported('not one agent')
  const starts = world.facts.get('atlocation(agent,location)') ?? []
  if (starts.length !== 1) throw new Unsupported('not one start')
  const objects = kin(world, 'object').ids.length
  const receptacles = kin(world, 'receptacle').ids.length
  const locations = kin(world, 'location').ids.length

  const locationOf = new Int32Array(receptacles).fill(-1)
  const receptaclesAt = Array.from({ length: locations }, (): number[] => [])
  for (const [receptacle, location] of world.facts.get('receptacleatlocation(receptacle,location)') ?? []) {
    if (locationOf[receptacle!] === location) continue
    if (locationOf[receptacle!] !== -1) throw new Unsupported('a receptacle in two places')
    locationOf[receptacle!] = location!
    receptaclesAt[location!]!.push(receptacle!)
  }
  if (locationOf.includes(-1)) throw new Unsupported('a receptacle without a place')
  for (const list of receptaclesAt) list.sort((a, b) => a - b)

  const of = (type: string, predicate: string, count: number): Uint8Array =>
    marks(world, signature(predicate, [type]), count)
  const typed = (names: readonly string[]): Uint8Array => {
    const types = new Set(
      names.map((name) => (world.typeOf.get(name) === 'rtype' ? world.rankOf.get(name) : undefined)),
    )
    const out = new Uint8Array(receptacles)
    for (const [r, t] of world.facts.get('receptacletype(receptacle,rtype)') ?? []) if (types.has(t!)) out[r!] = 1
    return out
  }
  const pairs = (receptacle: Uint8Array, object: Uint8Array): Uint8Array => {
    const out = new Uint8Array(receptacles * objects)
    for (let r = 0; r < receptacles; r++)
      if (receptacle[r]) for (let o = 0; o < objects; o++) out[r * objects + o] = object[o]!
    return out
  }
  return {
    objects,
    receptacles,
    locations,
    start: starts[0]![1]!,
    locationOf,
    receptaclesAt,
    openable: of('receptacle', 'openable', receptacles),
    pickupable: of('object', 'pickupable', objects),
    toggleable: of('object', 'toggleable', objects),
    sliceable: of('object', 'sliceable', objects),
    knife: knives(world, objects),
    fits: fits(world, receptacles, objects),
    cleans: pairs(typed(['sinktype', 'sinkbasintype']), of('object', 'cleanable', objects)),
    heats: pairs(typed(['microwavetype']), of('object', 'heatable', objects)),
    cools: pairs(typed(['fridgetype']), of('object', 'coolable', objects)),
  }
}

function checkShapes(world: World): void {
  for (const key of world.facts.keys()) {
    const predicate = key.slice(0, key.indexOf('('))
    const shape = SHAPES[predicate]
    if (ABSENT.has(predicate) || predicate.startsWith('not_')) throw new Unsupported(`fact ${key}`)
    if (shape !== undefined && key !== signature(predicate, shape)) throw new Unsupported(`fact ${key}`)
  }
}

function marks(world: World, key: string, count: number): Uint8Array {
  const out = new Uint8Array(count)
  for (const [entity] of world.facts.get(key) ?? []) out[entity!] = 1
  return out
}

function knives(world: World, objects: number): Uint8Array {
  const out = new Uint8Array(objects)
  const types = new Set<number | undefined>()
  for (const name of ['knifetype', 'butterknifetype'])
    if (world.typeOf.get(name) === 'otype') types.add(world.rankOf.get(name))
  for (const [o, t] of world.facts.get('objecttype(object,otype)') ?? []) if (types.has(t)) out[o!] = 1
  return out
}

function fits(world: World, receptacles: number, objects: number): Uint8Array {
  const out = new Uint8Array(receptacles * objects)
  const receptaclesOf = group(world.facts.get('receptacletype(receptacle,rtype)') ?? [])
  const objectsOf = group(world.facts.get('objecttype(object,otype)') ?? [])
  for (const [rtype, otype] of world.facts.get('cancontain(rtype,otype)') ?? [])
    for (const r of receptaclesOf.get(rtype!) ?? [])
      for (const o of objectsOf.get(otype!) ?? []) out[r * objects + o] = 1
  return out
}

/** Members by their type. */
function group(facts: readonly (readonly number[])[]): Map<number, number[]> {
  const out = new Map<number, number[]>()
  for (const [member, type] of facts) {
    const members = out.get(type!)
    if (members === undefined) out.set(type!, [member!])
    else members.push(member!)
  }
  return out
}
