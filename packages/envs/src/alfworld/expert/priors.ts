// Where an object of a class is likely to be, as the chance that one given receptacle of a class holds at least one. Either
// the built-in household sense of the generator's tables, or counted from training games.
import type { Game } from '../game.ts'
import { objectClasses } from '../generator/objects.ts'
import { roomReceptacles } from '../generator/rooms.ts'

/** Object class → receptacle class → probability for one receptacle. Lower case, as in play. */
export type PlacementPriors = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Objects of one class in a room, for the built-in table. */
const TYPICAL_COUNT = 2

/** Priors from the household tables, for play without any game to learn from. */
export function builtInPriors(): PlacementPriors {
  const instances = typicalInstances()
  const priors = new Map<string, Map<string, number>>()
  for (const { name, places } of objectClasses) {
    const total = Object.values(places).reduce((sum, weight) => sum + weight, 0)
    const row = new Map<string, number>()
    for (const [place, weight] of Object.entries(places)) {
      const share = weight / total / (instances.get(place) ?? 1)
      if (weight > 0) row.set(place.toLowerCase(), 1 - (1 - share) ** TYPICAL_COUNT)
    }
    priors.set(name.toLowerCase(), row)
  }
  return priors
}

function typicalInstances(): Map<string, number> {
  const instances = new Map<string, number>()
  for (const ranges of Object.values(roomReceptacles))
    for (const { name, min, max } of ranges)
      instances.set(name, Math.max(instances.get(name) ?? 0, min + (max - min) / 3))
  return instances
}

/**
 * Counts placements in games (training games only, for an honest expert): the share of receptacles of a class that hold at
 * least one object of a class, over the games in which the object occurs.
 */
export function learnPriors(games: Iterable<Pick<Game, 'problem'>>): PlacementPriors {
  const holding = new Map<string, Map<string, number>>()
  const instances = new Map<string, Map<string, number>>()
  for (const { problem } of games) {
    const receptacles = new Map<string, number>()
    for (const match of problem.matchAll(/\(receptacleAtLocation ([^\s?]+) /gi))
      add(receptacles, shownClass(match[1]!), 1)
    const pairs = new Set<string>()
    for (const match of problem.matchAll(/\(inReceptacle ([^\s?]+) ([^\s?]+?)\)/gi))
      pairs.add(`${shownClass(match[1]!)} ${match[2]!.toLowerCase()}`)
    const objects = new Set<string>()
    for (const pair of pairs) {
      const [object, receptacle] = pair.split(' ') as [string, string]
      objects.add(object)
      add(row(holding, object), shownClass(receptacle), 1)
    }
    for (const object of objects) for (const [name, count] of receptacles) add(row(instances, object), name, count)
  }
  const priors = new Map<string, Map<string, number>>()
  for (const [object, counts] of holding)
    for (const [name, count] of counts) row(priors, object).set(name, count / instances.get(object)!.get(name)!)
  return priors
}

/** The class as play shows it: `Sink_bar_…_bar_SinkBasin` is a sinkbasin. */
function shownClass(id: string): string {
  const lower = id.toLowerCase()
  return lower.slice(0, lower.indexOf('_bar_')) + (lower.includes('basin') ? 'basin' : '')
}

function row(table: Map<string, Map<string, number>>, key: string): Map<string, number> {
  let found = table.get(key)
  if (found === undefined) {
    found = new Map()
    table.set(key, found)
  }
  return found
}

function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount)
}
