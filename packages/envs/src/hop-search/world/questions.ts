// All questions of a split: chains of one to three relations from a thing of that split. Things are dealt to the splits by
// kind, 70 : 15 : 15, so no first name of one split is ever asked about in another; the names in between are common to all.
import { fold, type RandomStream, stream } from '@gigpo/core'
import { RELATIONS, relationNamed, SHORT_CUTS } from '../language/relations.ts'
import type { HopWorld } from './world.ts'

export const SPLITS = ['train', 'valid', 'test'] as const
export type HopSplit = (typeof SPLITS)[number]

export const HOPS = [1, 2, 3] as const

export interface HopQuestion {
  readonly entity: number
  readonly chain: readonly string[]
  readonly text: string
  readonly answer: string
}

/** In shuffled order, by number of hops. A chain that comes back to a thing it has passed is left out. */
export function questionsOf(world: HopWorld, split: HopSplit, hops: number): HopQuestion[] {
  const questions: HopQuestion[] = []
  for (const entity of entitiesOf(world, split)) {
    for (const { chain, end } of walks(world, entity, hops)) {
      const random = stream(world.key, 'question', entity, ...chain)
      const text = ask(world.entities[entity]!.name, chain, random)
      questions.push({ entity, chain, text, answer: world.entities[end]!.name })
    }
  }
  return stream(world.key, 'order', split, hops).shuffle(questions)
}

function entitiesOf({ entities, key }: HopWorld, split: HopSplit): number[] {
  const kinds = new Set(entities.map(({ kind }) => kind))
  return [...kinds].flatMap((kind) => {
    const places = stream(fold(key, 'splits'), kind).shuffle(
      entities.flatMap((entity, i) => (entity.kind === kind ? [i] : [])),
    )
    const cuts = [0, 0.7, 0.85, 1].map((share) => Math.round(share * places.length))
    const part = SPLITS.indexOf(split)
    return places.slice(cuts[part], cuts[part + 1])
  })
}

function walks({ entities }: HopWorld, start: number, hops: number): { chain: string[]; end: number }[] {
  let paths: { chain: string[]; passed: number[] }[] = [{ chain: [], passed: [start] }]
  for (let hop = 0; hop < hops; hop++) {
    paths = paths.flatMap(({ chain, passed }) => {
      const { kind, facts } = entities[passed.at(-1)!]!
      return RELATIONS.filter(({ name, from }) => from === kind && !passed.includes(facts[name]!)).map(({ name }) => ({
        chain: [...chain, name],
        passed: [...passed, facts[name]!],
      }))
    })
  }
  return paths.map(({ chain, passed }) => ({ chain, end: passed.at(-1)! }))
}

function ask(entity: string, chain: readonly string[], random: RandomStream): string {
  const short = SHORT_CUTS.find(({ chain: two }) => two.join() === chain.slice(-2).join())
  const cut = short !== undefined && random.uniform() < 0.5
  const inner = chain.slice(0, cut ? -2 : -1)
  const phrase = inner.reduce((text, name) => random.pick(relationNamed(name).noun).replace('{}', text), entity)
  return (cut ? short.asked : random.pick(relationNamed(chain.at(-1)!).asked)).replace('{}', phrase)
}
