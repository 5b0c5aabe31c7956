// The document of one thing: an opening sentence, its relations in any order and wording, and perhaps a name it is mistaken for.
import type { RandomStream } from '@gigpo/core'
import { CONFUSIONS, type Kind, RELATIONS } from '../language/relations.ts'
import type { HopDocument } from '../language/results.ts'
import type { Entity } from './world.ts'

/** Predicates of the opening sentence, and what the thing is called after it ("The film", "It"). */
const OPENINGS: Readonly<Record<Kind, { readonly is: readonly string[]; readonly called: string }>> = {
  person: { is: ['a painter', 'an engineer', 'a well known chemist', 'a composer', 'a judge'], called: 'person' },
  city: { is: ['a market city', 'a quiet city', 'an old walled city', 'a city of bridges'], called: 'city' },
  country: { is: ['a country of hills', 'a young republic', 'a flat country'], called: 'country' },
  river: { is: ['a slow river', 'a river full of fish', 'a wide brown river'], called: 'river' },
  company: { is: ['a maker of clocks', 'a shipping company', 'a family business', 'a toy maker'], called: 'company' },
  film: { is: ['a film in two parts', 'a comedy', 'a film about a storm', 'a war film'], called: 'film' },
  book: { is: ['a novel', 'a book of stories', 'a long novel', 'a book for children'], called: 'book' },
}

export function writeDocument(
  entities: readonly Entity[],
  index: number,
  confusions: number,
  random: RandomStream,
): HopDocument {
  const { kind, name, facts } = entities[index]!
  const { is, called } = OPENINGS[kind]
  const pronoun = kind === 'person' ? random.pick(['She', 'He']) : 'It'
  const subject = (): string => random.pick(kind === 'person' ? [name, pronoun] : [name, pronoun, `The ${called}`])
  const say = (template: string, object: string): string => {
    const said = subject()
    const inside = said === name ? said : `the ${called}`
    const filled = template.replace('{s}', template.startsWith('{s}') ? said : inside).replace('{o}', object)
    return `${filled}.`
  }
  const sentences = RELATIONS.filter(({ from }) => from === kind).map((relation) =>
    say(random.pick(relation.said), entities[facts[relation.name]!]!.name),
  )
  if (random.uniform() < confusions) sentences.push(say(random.pick(CONFUSIONS), similarName(entities, index, random)))
  const year = 1850 + random.integer(170)
  const opening = `${name} is ${random.pick(is)}, first heard of in ${year}.`
  return { title: name, text: [opening, ...random.shuffle(sentences)].join(' ') }
}

/** Another thing of the kind that shares a word of its name; any of the kind where none does. */
function similarName(entities: readonly Entity[], index: number, random: RandomStream): string {
  const { kind, name } = entities[index]!
  const words = new Set(name.split(' ').filter((word) => !['The', 'River', 'Without'].includes(word)))
  const others = entities.filter((other, i) => i !== index && other.kind === kind)
  const similar = others.filter((other) => other.name.split(' ').some((word) => words.has(word)))
  return random.pick(similar.length > 0 ? similar : others).name
}
