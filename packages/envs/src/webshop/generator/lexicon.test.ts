import { describe, expect, it } from 'vitest'
import { optionMatcher } from '../reward/option-match.ts'
import { tokenSetRatio } from '../reward/token-set-ratio.ts'
import { analyze } from '../search/analyzer.ts'
import { attributes } from './attributes.ts'
import { optionPools } from './option-values.ts'
import { attributeBullets, bulletTexts, sentences, titleFillers } from './sentences.ts'
import { productTypes } from './types.ts'
import type { Template } from './wording.ts'

const contains = (text: string, phrase: string): boolean => text.toLowerCase().includes(phrase.toLowerCase())

describe('the attribute lexicon', () => {
  it('has synonyms that share no search term with the phrase', () => {
    const shared = [...attributes.values()].filter(({ phrase, synonym }) =>
      analyze(synonym).some((term) => analyze(phrase).includes(term)),
    )
    expect(shared.map(({ phrase }) => phrase)).toEqual([])
  })

  it.each(productTypes.map((type) => [type.query, type] as const))(
    'tells the attributes of %s apart',
    (_query, type) => {
      const lexicon = type.attributes.flat()
      expect(lexicon.length).toBeGreaterThanOrEqual(11)
      expect(new Set(lexicon).size).toBe(lexicon.length)
      const confused = lexicon.flatMap((one) =>
        lexicon
          .filter(
            (other) =>
              other !== one &&
              (tokenSetRatio(one.phrase, other.phrase) > 85 ||
                contains(`${other.wording} | ${other.synonym}`, one.phrase) ||
                contains(`${other.wording} | ${other.synonym}`, one.wording)),
          )
          .map((other) => `${one.phrase} ~ ${other.phrase}`),
      )
      expect(confused).toEqual([])
    },
  )

  it.each(productTypes.map((type) => [type.query, type] as const))(
    'keeps the other words of %s clear of it',
    (_query, type) => {
      const text = (template: Template): string => template.texts.join('…')
      const others = [
        ...type.parts,
        ...type.uses,
        ...type.nouns,
        ...titleFillers[type.department],
        ...sentences[type.department].map(text),
        ...[...bulletTexts, ...Object.values(attributeBullets).flat()].flatMap(({ heading, text: body }) => [
          text(heading),
          text(body),
        ]),
      ]
      const leaks = type.attributes
        .flat()
        .flatMap(({ phrase, wording }) =>
          others
            .filter((other) => contains(other, phrase) || contains(other, wording))
            .map((other) => `${phrase}: ${other}`),
        )
      expect(leaks).toEqual([])
      // Nor may a noun of the type, as a hidden attribute, count as an attribute of a goal.
      const counted = type.attributes
        .flat()
        .filter(({ phrase }) => type.nouns.some((noun) => tokenSetRatio(noun.toLowerCase(), phrase) > 85))
      expect(counted).toEqual([])
    },
  )
})

describe('option pools', () => {
  const named = new Map(
    productTypes.flatMap((type) => type.options.map(({ name, pool }) => [`${name}:${pool}`, { name, pool }])),
  )

  it('are all used', () => {
    expect(new Set([...named.values()].map(({ pool }) => pool))).toEqual(new Set(Object.keys(optionPools)))
  })

  it.each([...named.values()].map(({ name, pool }) => [name, pool] as const))(
    '%s of %s: every value earns its own goal',
    (name, pool) => {
      const { values } = optionPools[pool]!
      expect(new Set(values).size).toBe(values.length)
      expect(values.filter((value) => value !== value.toLowerCase().trim())).toEqual([])
      const misread = values.filter((value) => optionMatcher([{ name, value }])([{ name, value }])[0]!.why !== 'same')
      expect(misread).toEqual([])
    },
  )
})
