import { describe, expect, it } from 'vitest'
import { namesIn } from '../agents/seen-names.ts'
import { normaliseAnswer } from '../language/answer.ts'
import { readFacts, readQuestion, sentencesOf } from '../language/read.ts'
import { RELATIONS } from '../language/relations.ts'
import { HOPS, questionsOf, SPLITS } from './questions.ts'
import { makeHopWorld } from './world.ts'

describe.each([
  { seed: 0, entities: 800 },
  { seed: 1, entities: 60, confusions: 1 },
  { seed: 2, entities: 1500 },
])('a world of %j', (options) => {
  const world = makeHopWorld(options)
  const { entities, documents } = world
  /** What a reader of the whole corpus knows: title → relation → objects. */
  const corpus = new Map(documents.map(({ title, text }) => [title, readFacts(text)]))
  const all = SPLITS.flatMap((split) => HOPS.flatMap((hops) => questionsOf(world, split, hops)))

  it('is the same again', () => {
    expect(makeHopWorld(options)).toEqual(world)
  })

  it('has names that differ after normalisation', () => {
    expect(new Set(entities.map(({ name }) => normaliseAnswer(name))).size).toBe(entities.length)
  })

  it('says every relation of a thing once in its document, and nothing else', () => {
    entities.forEach(({ name, kind, facts }, i) => {
      expect(documents[i]!.title).toBe(name)
      const own = RELATIONS.filter(({ from }) => from === kind)
      expect(Object.keys(facts).sort()).toEqual(own.map((relation) => relation.name).sort())
      const said = own.map((relation) => [relation.name, entities[facts[relation.name]!]!.name])
      expect([...readFacts(documents[i]!.text)].sort()).toEqual(said.sort())
    })
  })

  it('has objects of the right kind, and capitals inside their country', () => {
    for (const [i, { facts }] of entities.entries()) {
      for (const { name, to } of RELATIONS) if (name in facts) expect(entities[facts[name]!]!.kind).toBe(to)
      if (facts.capital !== undefined) expect(entities[facts.capital]!.facts.country).toBe(i)
    }
  })

  it('has exactly one right answer to every question, found by reading the corpus', () => {
    expect(all.length).toBeGreaterThan(300)
    for (const { text, entity, chain, answer } of all) {
      const read = readQuestion(text)
      expect(read).toEqual({ entity: entities[entity]!.name, chain })
      const found = chain.reduce((name, relation) => corpus.get(name)!.get(relation)!, read!.entity)
      expect(found).toBe(answer)
    }
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length)
  })

  it('never asks about one first name in two splits, and leaves no name out', () => {
    const first = SPLITS.map(
      (split) => new Set(HOPS.flatMap((hops) => questionsOf(world, split, hops).map((q) => q.entity))),
    )
    expect(new Set(first.flatMap((set) => [...set])).size).toBe(first.reduce((sum, set) => sum + set.size, 0))
    expect(first.reduce((sum, set) => sum + set.size, 0)).toBe(entities.length)
  })

  it('has sentences from which names can be read without knowing the wordings', () => {
    const names = new Set(entities.map(({ name }) => name))
    for (const { text } of documents)
      for (const sentence of sentencesOf(text)) for (const name of namesIn(sentence)) expect(names).toContain(name)
    for (const { text, entity } of all) expect(namesIn(text)).toEqual([entities[entity]!.name])
  })
})

it('uses every wording in documents', () => {
  const text = makeHopWorld()
    .documents.map((document) => document.text)
    .join(' ')
  const parts = RELATIONS.flatMap(({ said }) => said.flatMap((template) => template.split(/\{[so]\}/)))
  expect(parts.filter((part) => !text.includes(part))).toEqual([])
})

it.each([{ entities: 59 }, { entities: 1501 }, { seed: 0.5 }, { confusions: 2 }])('refuses %j', (options) => {
  expect(() => makeHopWorld(options)).toThrow(expect.objectContaining({ code: 'config' }))
})

it('reads any text', () => {
  for (const text of ['', '?', 'Who founded the founder of ?', `Who founded ${'the founder of '.repeat(500)}Velco?`])
    expect(readQuestion(text)).toBeUndefined()
  expect(readFacts('x'.repeat(100_000)).size).toBe(0)
})
