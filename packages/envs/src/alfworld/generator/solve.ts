// A shortest plan for a generated game, found by trying every choice of object, place and appliance: all that matters for
// the length is which of them share a place and which are closed.
import { nameEntities } from '../naming.ts'
import type { PlacedObject } from './furnish.ts'
import { type GamePlan, taskKinds } from './game-plan.ts'
import type { Receptacle } from './layout.ts'

/** Commands as played. The game must be solvable, which the generator's plans are. */
export function solve(plan: GamePlan, objects: readonly PlacedObject[]): string[] {
  const { layout, object, place, taskType } = plan
  const names = nameEntities(
    [
      layout.start,
      ...[...layout.receptacles, ...objects].map(({ id }) => id),
      ...layout.receptacles.map(({ location }) => location),
    ].map((id) => id.toLowerCase()),
  )
  const name = ({ id }: { id: string }): string => names.get(id.toLowerCase())!
  const targets = objects.filter(({ kind }) => kind === object)
  const goals = layout.receptacles.filter((receptacle) => receptacle.name === place)
  const { appliance: applianceName } = taskKinds[taskType]!
  const appliances = layout.receptacles.filter((receptacle) => receptacle.name === applianceName)
  const candidates: string[][] = []

  if (taskType === 'look_at_obj_in_light') {
    for (const target of targets)
      for (const lamp of objects.filter(({ kind }) => kind.name === place)) {
        const walk = new Walk(name)
        walk.take(target)
        walk.goTo(lamp.receptacle)
        walk.commands.push(`use ${name(lamp)}`)
        candidates.push(walk.commands)
      }
  } else if (taskType === 'pick_two_obj_and_place') {
    for (const first of targets)
      for (const second of targets)
        for (const goal of goals) {
          if (first === second) continue
          const walk = new Walk(name)
          walk.take(first)
          walk.put(first, goal)
          walk.take(second)
          walk.put(second, goal)
          candidates.push(walk.commands)
        }
  } else {
    const verb = taskType.split('_')[1]!
    for (const target of targets)
      for (const goal of goals)
        for (const appliance of applianceName === undefined ? [undefined] : appliances) {
          const walk = new Walk(name)
          walk.take(target)
          if (appliance !== undefined) {
            walk.goTo(appliance)
            walk.commands.push(`${verb} ${name(target)} with ${name(appliance)}`)
          }
          walk.put(target, goal)
          candidates.push(walk.commands)
        }
  }
  return candidates.reduce((best, each) => (each.length < best.length ? each : best))
}

/** Commands as they are needed on the way. */
class Walk {
  readonly commands: string[] = []
  readonly #name: (thing: { id: string }) => string
  readonly #opened = new Set<Receptacle>()
  #location: string | undefined

  constructor(name: (thing: { id: string }) => string) {
    this.#name = name
  }

  goTo(receptacle: Receptacle): void {
    if (receptacle.location === this.#location) return
    this.#location = receptacle.location
    this.commands.push(`go to ${this.#name(receptacle)}`)
  }

  take(object: PlacedObject): void {
    this.#reach(object.receptacle)
    this.commands.push(`take ${this.#name(object)} from ${this.#name(object.receptacle)}`)
  }

  put(object: PlacedObject, receptacle: Receptacle): void {
    this.#reach(receptacle)
    this.commands.push(`move ${this.#name(object)} to ${this.#name(receptacle)}`)
  }

  #reach(receptacle: Receptacle): void {
    this.goTo(receptacle)
    if (!receptacle.openable || this.#opened.has(receptacle)) return
    this.#opened.add(receptacle)
    this.commands.push(`open ${this.#name(receptacle)}`)
  }
}
