// A small world from a seed: named things of seven kinds, and for each exactly one object of every relation of its kind, so
// that every chain of relations has exactly one end. Each thing has one document that says its relations, and those alone.
import { fold, GigpoError, type RandomKey, type RandomStream, rootKey, stream } from '@gigpo/core'
import { type Kind, RELATIONS } from '../language/relations.ts'
import type { HopDocument } from '../language/results.ts'
import { drawNames } from './names.ts'
import { writeDocument } from './write-document.ts'

export interface WorldOptions {
  /** Default 0. */
  readonly seed?: number
  /** Things in the world, 60 to 1500 (default 800): one document each. */
  readonly entities?: number
  /** Share of documents that mention a similar name which answers nothing (default 0.5). */
  readonly confusions?: number
}

export interface Entity {
  readonly kind: Kind
  readonly name: string
  /** Relation → position of its object in the world. */
  readonly facts: Readonly<Record<string, number>>
}

export interface HopWorld {
  readonly key: RandomKey
  readonly entities: readonly Entity[]
  /** In the order of the entities. */
  readonly documents: readonly HopDocument[]
}

const SHARES: readonly (readonly [Kind, number])[] = [
  ['person', 0.32],
  ['city', 0.16],
  ['country', 0.05],
  ['river', 0.06],
  ['company', 0.15],
  ['film', 0.13],
  ['book', 0.13],
]

/** @throws GigpoError `config` on a wrong option. */
export function makeHopWorld(options: WorldOptions = {}): HopWorld {
  const { seed = 0, entities: size = 800, confusions = 0.5 } = options
  const wrong = (where: string, value: number, remedy: string): GigpoError =>
    new GigpoError('config', `hop-search: ${where} cannot be ${value}`, { where, remedy })
  if (!Number.isSafeInteger(seed)) throw wrong('seed', seed, 'Give a whole number.')
  if (!Number.isInteger(size) || size < 60 || size > 1500)
    throw wrong('entities', size, 'Give a whole number from 60 to 1500.')
  if (!(confusions >= 0 && confusions <= 1)) throw wrong('confusions', confusions, 'Give a number from 0 to 1.')
  const key = fold(rootKey(seed), 'hop-search', size)
  const named = SHARES.flatMap(([kind, share]) =>
    drawNames(kind, Math.max(2, Math.round(share * size)), stream(key, 'names', kind)).map((name) => ({ kind, name })),
  )
  const entities = relate(named, stream(key, 'facts'))
  return {
    key,
    entities,
    documents: entities.map((_, i) => writeDocument(entities, i, confusions, stream(key, 'document', i))),
  }
}

function relate(named: readonly { readonly kind: Kind; readonly name: string }[], random: RandomStream): Entity[] {
  const placesOf = (kind: Kind): number[] => named.flatMap((entity, i) => (entity.kind === kind ? [i] : []))
  const facts: Record<string, number>[] = named.map(() => ({}))
  for (const { name, from, to } of RELATIONS) {
    const objects = placesOf(to)
    for (const [turn, subject] of placesOf(from).entries()) {
      // Countries are dealt out in turn, so that each has a city; its capital is one of them.
      const fitting =
        name === 'country'
          ? [objects[turn % objects.length]!]
          : objects.filter((i) => i !== subject && (name !== 'capital' || facts[i]!.country === subject))
      facts[subject]![name] = random.pick(fitting)
    }
  }
  return named.map((entity, i) => ({ ...entity, facts: facts[i]! }))
}
