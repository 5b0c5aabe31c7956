// The expert's judgement: from what has been seen, commands in order of preference, each with the reason for it. It plans one
// step at a time from the state of belief alone, so it carries on from any state that random play leaves it in.
import { classOf, type Property, type SeenWorld } from '../agents/seen-world.ts'
import type { TaskWords } from '../agents/task-words.ts'
import type { PlacementPriors } from './priors.ts'

type Purpose = 'search' | 'take' | 'treat' | 'deliver' | 'light' | 'put away' | 'search again'

export interface Proposal {
  readonly command: string
  readonly purpose: Purpose
  /** What the step is about: an object, or the receptacle searched. */
  readonly about: string
}

/** How a search is ordered: probability that one receptacle holds what is sought. */
export interface Search {
  readonly priors: PlacementPriors
  /** Factor on a receptacle class, 1 for none; shuffles the order of a stochastic expert. */
  readonly factor: (receptacleClass: string) => number
}

const appliances: Readonly<Record<string, readonly string[]>> = {
  clean: ['sinkbasin', 'sink'],
  heat: ['microwave'],
  cool: ['fridge'],
}
const properties: Readonly<Record<string, Property>> = { clean: 'clean', heat: 'hot', cool: 'cool' }
/** Classes that usually have to be opened: they cost a step more to look into. */
const usuallyClosed = new Set(['cabinet', 'drawer', 'fridge', 'microwave', 'safe'])
/** Chance given to pairs never met. */
const RARE = 0.002

export function* proposals(world: SeenWorld, task: TaskWords, search: Search): Generator<Proposal> {
  if (world.holding === undefined) yield* fetch(world, task, search)
  else if (classOf(world.holding) === task.object) yield* useTarget(world, world.holding, task, search)
  else yield* putAway(world, world.holding, search)
  yield* searchAgain(world)
}

/** One step nearer to acting on a receptacle: go there, look at it, open it; then the command itself. */
function* reach(world: SeenWorld, receptacle: string, command: string | undefined): Generator<string> {
  if (!world.isHere(receptacle)) yield `go to ${receptacle}`
  else if (world.closed.get(receptacle) === true) yield `open ${receptacle}`
  else {
    if (command === undefined || !world.explored(receptacle)) yield `examine ${receptacle}`
    if (command !== undefined) yield command
  }
}

function* fetch(world: SeenWorld, task: TaskWords, search: Search): Generator<Proposal> {
  const goal = task.verb === 'examine' ? undefined : bestPlace(world, task)
  const waiting: [string, string][] = []
  const placedElsewhere: [string, string][] = []
  for (const [name, place] of world.places) {
    if (classOf(name) !== task.object) continue
    if (!isDone(world, task, name, place)) waiting.push([name, place])
    else if (place !== goal) placedElsewhere.push([name, place])
  }
  waiting.sort((a, b) => Number(world.isHere(b[1])) - Number(world.isHere(a[1])))
  for (const [name, place] of [...waiting, ...(waiting.length === 0 ? placedElsewhere : [])])
    for (const command of reach(world, place, `take ${name} from ${place}`))
      yield { command, purpose: 'take', about: name }
  const wanted = task.verb === 'examine' && !lampKnown(world, task) ? [task.object, task.place] : [task.object]
  yield* explore(world, wanted, search)
}

function* useTarget(world: SeenWorld, name: string, task: TaskWords, search: Search): Generator<Proposal> {
  if (task.verb === 'examine') {
    for (const [lamp, place] of world.places) {
      if (classOf(lamp) !== task.place) continue
      yield { command: world.isHere(place) ? `use ${lamp}` : `go to ${place}`, purpose: 'light', about: lamp }
    }
    yield* explore(world, [task.place], search)
    return
  }
  const property = properties[task.verb]
  if (property !== undefined && world.properties.get(name)?.has(property) !== true) {
    const able = world.receptacles.filter((r) => appliances[task.verb]!.includes(classOf(r)))
    able.sort((a, b) => Number(world.isHere(b)) - Number(world.isHere(a)))
    for (const appliance of able) {
      const use = `${task.verb} ${name} with ${appliance}`
      yield { command: world.isHere(appliance) ? use : `go to ${appliance}`, purpose: 'treat', about: appliance }
    }
  }
  const goal = bestPlace(world, task)
  const others = world.receptacles.filter((r) => r !== goal && classOf(r) === task.place)
  for (const place of goal === undefined ? others : [goal, ...others])
    for (const command of reach(world, place, `move ${name} to ${place}`))
      yield { command, purpose: 'deliver', about: place }
}

/** Something else is in hand: back where it came from if that is here, else anywhere near that takes such things. */
function* putAway(world: SeenWorld, name: string, search: Search): Generator<Proposal> {
  const takes = search.priors.get(classOf(name))
  const chance = (r: string): number =>
    (world.isHere(r) ? 2 : 0) + (r === world.heldFrom ? 1.5 : 0) + (takes?.get(classOf(r)) ?? -2)
  const places = [...world.receptacles].sort((a, b) => chance(b) - chance(a))
  for (const place of places)
    for (const command of reach(world, place, `move ${name} to ${place}`))
      yield { command, purpose: 'put away', about: name }
}

/** Unsearched receptacles by probability for the cost. */
function* explore(world: SeenWorld, wanted: readonly string[], search: Search): Generator<Proposal> {
  const ranked: { place: string; score: number }[] = []
  for (const place of world.receptacles) {
    if (world.explored(place)) continue
    const kind = classOf(place)
    let chance = 0
    for (const name of wanted) chance += search.priors.get(name)?.get(kind) ?? RARE
    const shut = world.closed.get(place)
    const steps =
      (world.isHere(place) ? 0 : 1) + (shut === false || (shut !== true && !usuallyClosed.has(kind)) ? 0 : 1)
    ranked.push({ place, score: (chance * search.factor(kind)) / Math.max(1, steps) })
  }
  ranked.sort((a, b) => b.score - a.score)
  for (const { place } of ranked)
    for (const command of reach(world, place, undefined)) yield { command, purpose: 'search', about: place }
}

/** All has been searched and yet something is missing: look everywhere again, nearest number first. */
function* searchAgain(world: SeenWorld): Generator<Proposal> {
  for (const place of world.receptacles)
    for (const command of reach(world, place, undefined)) yield { command, purpose: 'search again', about: place }
  yield { command: 'look', purpose: 'search again', about: 'room' }
}

function lampKnown(world: SeenWorld, task: TaskWords): boolean {
  for (const name of world.places.keys()) if (classOf(name) === task.place) return true
  return false
}

function isDone(world: SeenWorld, task: TaskWords, name: string, place: string): boolean {
  const property = properties[task.verb]
  if (task.verb === 'examine' || classOf(place) !== task.place) return false
  return property === undefined || world.properties.get(name)?.has(property) === true
}

/** Where to put things: where most of them already are, else here, else the lowest number. */
function bestPlace(world: SeenWorld, task: TaskWords): string | undefined {
  let best: string | undefined
  let bestScore = -1
  for (const place of world.receptacles) {
    if (classOf(place) !== task.place) continue
    let score = world.isHere(place) ? 1 : 0
    for (const [name, at] of world.places)
      if (at === place && classOf(name) === task.object && isDone(world, task, name, at)) score += 2
    if (score > bestScore) {
      best = place
      bestScore = score
    }
  }
  return best
}
