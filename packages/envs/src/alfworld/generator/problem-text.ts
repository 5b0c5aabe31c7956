// A generated game as a PDDL problem, in the shape of the original ones: typed objects, initial facts, and one of six goals.
import type { PlacedObject } from './furnish.ts'
import type { GamePlan } from './game-plan.ts'

/** The constants of the domain must exist in every problem, since actions name them. */
const constantTypes = {
  rtype: ['SinkType', 'SinkBasinType', 'MicrowaveType', 'FridgeType'],
  otype: ['KnifeType', 'ButterKnifeType'],
}

export function problemText(plan: GamePlan, objects: readonly PlacedObject[], name: string): string {
  const { receptacles, start } = plan.layout
  const rtypes = new Set([...constantTypes.rtype, ...receptacles.map((r) => `${r.name}Type`)])
  const otypes = new Set([...constantTypes.otype, ...objects.map((o) => `${o.kind.name}Type`)])
  const locations = new Set([start, ...receptacles.map((r) => r.location)])
  const declared = [
    'agent1 - agent',
    ...[...locations].map((id) => `${id} - location`),
    ...receptacles.map(({ id }) => `${id} - receptacle`),
    ...objects.map(({ id }) => `${id} - object`),
    ...[...rtypes].map((id) => `${id} - rtype`),
    ...[...otypes].map((id) => `${id} - otype`),
  ]
  return `(define (problem ${name})
 (:domain household)
 (:objects
  ${declared.join('\n  ')})
 (:init
  ${facts(plan, objects).join('\n  ')})
 (:goal ${goalText(plan)}))
`
}

function facts(plan: GamePlan, objects: readonly PlacedObject[]): string[] {
  const { receptacles, start } = plan.layout
  const out = [`(atLocation agent1 ${start})`]
  for (const { id, name, openable, location } of receptacles) {
    out.push(`(receptacleType ${id} ${name}Type)`, `(receptacleAtLocation ${id} ${location})`)
    if (openable) out.push(`(openable ${id})`)
  }
  const kinds = new Set(objects.map(({ kind }) => kind))
  for (const rtype of new Set(receptacles.map((r) => r.name)))
    for (const { name, places, traits } of kinds)
      if (places[rtype] !== undefined && !traits.has('fixed') && !traits.has('stuck'))
        out.push(`(canContain ${rtype}Type ${name}Type)`)
  for (const { id, kind, receptacle } of objects) {
    out.push(`(objectType ${id} ${kind.name}Type)`, `(inReceptacle ${id} ${receptacle.id})`)
    out.push(`(objectAtLocation ${id} ${receptacle.location})`)
    if (!kind.traits.has('fixed')) out.push(`(pickupable ${id})`)
    else if (kind.name.endsWith('Lamp')) out.push(`(toggleable ${id})`)
    if (kind.traits.has('container')) out.push(`(isReceptacleObject ${id})`)
    for (const trait of ['cleanable', 'heatable', 'coolable', 'sliceable'] as const)
      if (kind.traits.has(trait)) out.push(`(${trait} ${id})`)
  }
  return out
}

/** What a task type asks of the object beside being in place. */
const conditions: Readonly<Record<string, string>> = {
  pick_clean_then_place_in_recep: ' (cleanable ?o) (isClean ?o)',
  pick_heat_then_place_in_recep: ' (heatable ?o) (isHot ?o)',
  pick_cool_then_place_in_recep: ' (coolable ?o) (isCool ?o)',
}

function goalText({ taskType, object, place }: GamePlan): string {
  const otype = `${object.name}Type`
  if (taskType === 'look_at_obj_in_light')
    return `(and
   (exists (?lamp - object ?r - receptacle ?a - agent ?l - location)
    (and (objectType ?lamp ${place}Type) (toggleable ?lamp) (isToggled ?lamp) (inReceptacle ?lamp ?r)
     (receptacleAtLocation ?r ?l) (atLocation ?a ?l)))
   (exists (?o - object ?a - agent) (and (objectType ?o ${otype}) (holds ?a ?o))))`
  if (taskType === 'pick_two_obj_and_place')
    return `(exists (?r - receptacle) (and (receptacleType ?r ${place}Type)
   (exists (?o1 - object) (and (objectType ?o1 ${otype}) (inReceptacle ?o1 ?r)
    (exists (?o2 - object) (and (not (= ?o1 ?o2)) (objectType ?o2 ${otype}) (inReceptacle ?o2 ?r)))))))`
  return `(exists (?r - receptacle) (and (receptacleType ?r ${place}Type)
   (exists (?o - object) (and (objectType ?o ${otype}) (inReceptacle ?o ?r)${conditions[taskType] ?? ''}))))`
}
