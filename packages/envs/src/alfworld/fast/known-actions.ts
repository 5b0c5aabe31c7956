// The actions whose rules the fast engine has by hand (rules.ts), each with the canonical form its PDDL must have. A game
// is played fast only if every action of its domain is in this table, letter for letter after canonicalisation.
import type { Domain } from '../pddl/ast.ts'
import { canonicalAction } from './canonical.ts'
import { Unsupported } from './unsupported.ts'

/** Places in KNOWN_ACTIONS. */
export const LOOK = 0
export const INVENTORY = 1
export const HELP = 2
export const EXAMINE_RECEPTACLE = 3
export const EXAMINE_OBJECT = 4
export const GO_TO = 5
export const OPEN = 6
export const CLOSE = 7
export const TAKE = 8
export const PUT = 9
export const CLEAN = 10
export const HEAT = 11
export const COOL = 12
export const TOGGLE = 13
export const SLICE = 14

export interface KnownAction {
  readonly name: string
  readonly canonical: string
  /** Parameters that tell its commands apart, without "?"; all others follow from the state or do not matter. */
  readonly x?: string
  readonly y?: string
}

export const KNOWN_ACTIONS: readonly KnownAction[] = [
  { name: 'look', canonical: '(?a:agent ?l:location) (atlocation ?a ?l) => +(checked ?l)' },
  { name: 'inventory', canonical: '(?a:agent) true => +(checked ?a)' },
  { name: 'help', canonical: '(?a:agent) true => +(checked ?a)' },
  {
    name: 'examinereceptacle',
    canonical:
      '(?a:agent ?r:receptacle) (exists (?l:location) (and (atlocation ?a ?l) (receptacleatlocation ?r ?l))) => +(checked ?r)',
    x: 'r',
  },
  // The shipped text also allows things in an open receptacle, but its `?l - location, ?r - receptacle` names no type.
  { name: 'examineobject', canonical: '(?a:agent ?o:object) (holds ?a ?o) => +(checked ?o)', x: 'o' },
  {
    name: 'gotolocation',
    canonical:
      '(?a:agent ?lstart:location ?lend:location ?r:receptacle) (and (atlocation ?a ?lstart) (receptacleatlocation ?r ?lend)) => +(atlocation ?a ?lend) -(atlocation ?a ?lstart)',
    x: 'r',
  },
  {
    name: 'openobject',
    canonical:
      '(?a:agent ?l:location ?r:receptacle) (and (atlocation ?a ?l) (not (opened ?r)) (openable ?r) (receptacleatlocation ?r ?l)) => +(checked ?r) +(opened ?r)',
    x: 'r',
  },
  {
    name: 'closeobject',
    canonical:
      '(?a:agent ?l:location ?r:receptacle) (and (atlocation ?a ?l) (openable ?r) (opened ?r) (receptacleatlocation ?r ?l)) => -(opened ?r)',
    x: 'r',
  },
  {
    name: 'pickupobject',
    canonical:
      '(?a:agent ?l:location ?o:object ?r:receptacle) (and (atlocation ?a ?l) (inreceptacle ?o ?r) (not (holdsany ?a)) (or (not (openable ?r)) (opened ?r)) (pickupable ?o) (receptacleatlocation ?r ?l)) => +(holds ?a ?o) +(holdsany ?a) -(inreceptacle ?o ?r) -(objectatlocation ?o ?l)',
    x: 'o',
    y: 'r',
  },
  {
    name: 'putobject',
    canonical:
      '(?a:agent ?l:location ?o:object ?r:receptacle ?ot:otype ?rt:rtype) (and (atlocation ?a ?l) (cancontain ?rt ?ot) (holds ?a ?o) (objecttype ?o ?ot) (or (not (openable ?r)) (opened ?r)) (receptacleatlocation ?r ?l) (receptacletype ?r ?rt)) => +(inreceptacle ?o ?r) +(objectatlocation ?o ?l) -(holds ?a ?o) -(holdsany ?a)',
    x: 'o',
    y: 'r',
  },
  {
    name: 'cleanobject',
    canonical:
      '(?a:agent ?l:location ?r:receptacle ?o:object) (and (atlocation ?a ?l) (cleanable ?o) (holds ?a ?o) (or (receptacletype ?r sinkbasintype) (receptacletype ?r sinktype)) (receptacleatlocation ?r ?l)) => +(isclean ?o)',
    x: 'o',
    y: 'r',
  },
  {
    name: 'heatobject',
    canonical:
      '(?a:agent ?l:location ?r:receptacle ?o:object) (and (atlocation ?a ?l) (heatable ?o) (holds ?a ?o) (receptacleatlocation ?r ?l) (receptacletype ?r microwavetype)) => +(ishot ?o) -(iscool ?o)',
    x: 'o',
    y: 'r',
  },
  {
    name: 'coolobject',
    canonical:
      '(?a:agent ?l:location ?r:receptacle ?o:object) (and (atlocation ?a ?l) (coolable ?o) (holds ?a ?o) (receptacleatlocation ?r ?l) (receptacletype ?r fridgetype)) => +(iscool ?o) -(ishot ?o)',
    x: 'o',
    y: 'r',
  },
  {
    name: 'toggleobject',
    canonical:
      '(?a:agent ?l:location ?o:object ?r:receptacle) (and (atlocation ?a ?l) (inreceptacle ?o ?r) (receptacleatlocation ?r ?l) (toggleable ?o)) => +(ison ?o) when (not (ison ?o)) +(istoggled ?o) -(ison ?o) when (ison ?o)',
    x: 'o',
  },
  {
    name: 'sliceobject',
    canonical:
      '(?a:agent ?l:location ?co:object ?ko:object) (and (atlocation ?a ?l) (holds ?a ?ko) (objectatlocation ?co ?l) (or (objecttype ?ko butterknifetype) (objecttype ?ko knifetype)) (sliceable ?co)) => +(issliced ?co)',
    x: 'co',
    y: 'ko',
  },
]

const KNOWN_TYPES = new Set(['agent', 'location', 'receptacle', 'object', 'rtype', 'otype'])

const checked = new WeakSet<Domain>()

/** @throws Unsupported unless all actions are known and the types flat. Fewer actions are fine: older games have no help. */
export function checkDomain(domain: Domain): void {
  if (checked.has(domain)) return
  for (const [type, parent] of domain.types)
    if (!KNOWN_TYPES.has(type) || parent !== 'object') throw new Unsupported(`type ${type}`)
  for (const action of domain.actions) {
    const known = KNOWN_ACTIONS.find(({ name }) => name === action.name)
    if (known === undefined) throw new Unsupported(`action ${action.name}`)
    if (canonicalAction(action, domain) !== known.canonical) throw new Unsupported(`another ${action.name}`)
  }
  checked.add(domain)
}
