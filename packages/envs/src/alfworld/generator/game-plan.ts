// What a generated game will be, before its objects are laid out: task type, floor plan, object and goal. Cheap, so a source
// can list its games without building them. Splits are told apart here: floor plans of the unseen split are its own, and a
// tenth of all (object, place) pairs never occurs in training.
import { fold, type RandomKey, RandomStream, rootKey } from '@gigpo/core'
import { createLayout, type Layout, TRAINING_LAYOUTS, UNSEEN_FROM, UNSEEN_LAYOUTS } from './layout.ts'
import { type ObjectClass, objectClasses, type RoomKind, type Trait } from './objects.ts'

export type GeneratedSplit = 'train' | 'valid_train' | 'valid_seen' | 'valid_unseen'

export interface GamePlan {
  readonly taskType: string
  readonly layout: Layout
  readonly object: ObjectClass
  /** Receptacle class to put things in, or lamp class. */
  readonly place: string
  /** Objects of the class that the goal needs. */
  readonly needed: number
  /** Continues the draws of the plan. */
  readonly random: RandomStream
}

interface TaskKind {
  readonly share: number
  readonly rooms: readonly RoomKind[]
  readonly trait?: Trait
  /** The appliance, which is no place to put the object. */
  readonly appliance?: string
}

export const taskKinds: Readonly<Record<string, TaskKind>> = {
  pick_and_place_simple: { share: 0.2, rooms: ['kitchen', 'living', 'bedroom', 'bathroom'] },
  look_at_obj_in_light: { share: 0.1, rooms: ['bedroom', 'bedroom', 'bedroom', 'living'] },
  pick_clean_then_place_in_recep: {
    share: 0.18,
    rooms: ['kitchen', 'kitchen', 'kitchen', 'bathroom'],
    trait: 'cleanable',
    appliance: 'SinkBasin',
  },
  pick_heat_then_place_in_recep: { share: 0.14, rooms: ['kitchen'], trait: 'heatable', appliance: 'Microwave' },
  pick_cool_then_place_in_recep: { share: 0.15, rooms: ['kitchen'], trait: 'coolable', appliance: 'Fridge' },
  pick_two_obj_and_place: { share: 0.23, rooms: ['kitchen', 'living', 'bedroom', 'bathroom'] },
}

/** Receptacles that hold one thing (or two): no home for the objects of a task. */
export const capacity: Readonly<Record<string, number>> = {
  StoveBurner: 1,
  CoffeeMachine: 1,
  ToiletPaperHanger: 1,
  HandTowelHolder: 1,
  TowelHolder: 1,
  Microwave: 2,
}

const LAMP = 'DeskLamp'
const lampPlaces = objectClasses.find(({ name }) => name === LAMP)!.places
const HELD_OUT: RandomKey = fold(rootKey(4), 'held-out pairs')

/** Whether training never asks for this object in this place (or under this lamp). */
export function isHeldOut(object: string, place: string): boolean {
  return new RandomStream(fold(HELD_OUT, object, place)).uniform() < 0.1
}

/** The plan under a key; `taskTypes` restricts the draw. */
export function planGame(key: RandomKey, split: GeneratedSplit, taskTypes: readonly string[]): GamePlan {
  for (let attempt = 0; ; attempt++) {
    const random = new RandomStream(fold(key, attempt))
    const taskType = drawTaskType(random, taskTypes)
    const kind = random.pick(taskKinds[taskType]!.rooms)
    const number =
      split === 'valid_unseen' ? UNSEEN_FROM + random.integer(UNSEEN_LAYOUTS) : random.integer(TRAINING_LAYOUTS)
    const layout = createLayout(kind, number)
    const pairs = possiblePairs(taskType, layout)
    const known = pairs.filter(([object, place]) => !isHeldOut(object.name, place))
    const novel = pairs.filter(([object, place]) => isHeldOut(object.name, place))
    const training = split === 'train' || split === 'valid_train'
    const choices = !training && novel.length > 0 && random.uniform() < 0.5 ? novel : known
    if (choices.length === 0) continue
    const object = random.pick([...new Set(choices.map(([each]) => each))])
    const place = random.pick(choices.filter(([each]) => each === object))[1]
    return { taskType, layout, object, place, needed: taskType === 'pick_two_obj_and_place' ? 2 : 1, random }
  }
}

function drawTaskType(random: RandomStream, taskTypes: readonly string[]): string {
  let left = random.uniform() * taskTypes.reduce((sum, type) => sum + taskKinds[type]!.share, 0)
  for (const type of taskTypes) {
    left -= taskKinds[type]!.share
    if (left < 0) return type
  }
  return taskTypes.at(-1)!
}

function possiblePairs(taskType: string, layout: Layout): [ObjectClass, string][] {
  const { trait, appliance } = taskKinds[taskType]!
  const present = new Set(layout.receptacles.map(({ name }) => name))
  if (appliance !== undefined && !present.has(appliance)) return []
  const look = taskType === 'look_at_obj_in_light'
  if (look && !Object.entries(lampPlaces).some(([name, weight]) => weight > 0 && present.has(name))) return []
  const pairs: [ObjectClass, string][] = []
  for (const object of objectClasses) {
    if (object.rooms[layout.kind] === undefined || object.traits.has('fixed') || object.traits.has('stuck')) continue
    if (trait !== undefined && !object.traits.has(trait)) continue
    const homes = Object.entries(object.places).filter(
      ([name, weight]) => weight > 0 && present.has(name) && capacity[name] === undefined,
    )
    const places = look ? [LAMP] : Object.keys(object.places).filter((name) => present.has(name) && name !== appliance)
    for (const place of places) if (homes.some(([name]) => name !== place)) pairs.push([object, place])
  }
  return pairs
}
