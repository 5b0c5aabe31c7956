// Titles as shops write them: brand, selling points, the thing, what it comes with, what it is for, other names for it and a
// code, as much as fits the length drawn for the family. Siblings get the same title but for the attribute they differ in.
// The nouns of a title are exact by construction: brand words, the thing's own words and the last word of each noun phrase.
import { type RandomStream, stream } from '@gigpo/core'
import type { Family } from './family.ts'
import type { WrittenAttribute } from './member.ts'
import { titleFillers } from './sentences.ts'
import { departments } from './types.ts'
import { titleCase } from './wording.ts'

interface Piece {
  readonly text: string
  readonly nouns: readonly string[]
}

const LENGTH_DEVIATION = 48
const separators = [', ', ', ', ' ', ' - ', ' | ']

export function writeTitle(
  family: Family,
  written: readonly WrittenAttribute[],
): { title: string; nouns: readonly string[] } {
  const random = stream(family.key, 'title')
  const { type, nouns, words } = family
  const { brand } = words
  const shown = written.filter(({ place }) => place === 'title')
  const before = shown.filter(({ kind }) => kind === 'a').slice(0, 2)
  const after = shown.filter((attribute) => !before.includes(attribute))
  const separator = random.pick(separators)
  const head: Piece[] = [
    ...(random.uniform() < 0.92 ? [{ text: brand, nouns: [brand.toLowerCase()] }] : []),
    ...before.map(({ wording }) => ({ text: titleCase(wording), nouns: [] })),
    thing(nouns[0]!),
  ]

  // Fillers are chosen by the family's length alone, so that siblings have the same ones.
  const target = departments[type.department].title + LENGTH_DEVIATION * random.normal()
  const named = random.uniform() < 0.2
  const parts = family.parts.slice(0, 2).map((part) => ({ text: `with ${part}`, nouns: [lastWord(part)] }))
  const uses = family.uses
    .slice(0, 3)
    .map((use, index) => ({ text: index === 0 ? `for ${use}` : use, nouns: [lastWord(use)] }))
  const others = nouns.slice(1, 3).map(thing)
  const strewn = random
    .shuffle(titleFillers[type.department])
    .slice(0, 3)
    .map((text) => ({ text, nouns: [lastWord(text)] }))
  const code = random.uniform() < 0.3 ? [{ text: words.code, nouns: [words.code.toLowerCase()] }] : []
  const series = random.uniform() < 0.3 ? [{ text: `${words.series} Collection`, nouns: ['collection'] }] : []
  const choice = [...parts, ...uses, ...others, ...strewn, ...code, ...series]
  const fillers: Piece[] = []
  let length = 21 + 12 * family.slots.filter(({ place }) => place === 'title').length
  for (const piece of random.shuffle(choice)) {
    if (length + piece.text.length / 2 > Math.max(30, Math.min(215, target))) break
    fillers.push(piece)
    length += piece.text.length + separator.length
  }

  const tail = [...after.map(attributePiece), ...fillers]
  const last = named ? [{ text: `(${amount(family, random)})`, nouns: [] }] : []
  const pieces = [...head, ...tail, ...last]
  const front = head.map(({ text }) => text).join(' ')
  // "with" and "for" follow the thing without a comma.
  const title = [...tail, ...last].reduce(
    (text, piece) => text + (/^(with|for) |^\(/.test(piece.text) ? ' ' : separator) + piece.text,
    front,
  )
  return { title, nouns: pieces.flatMap((piece) => piece.nouns) }
}

const functionWords = new Set('and of de in on up for the'.split(' '))

const lastWord = (phrase: string): string => phrase.slice(phrase.lastIndexOf(' ') + 1).toLowerCase()

/** What stands in brackets at the end. */
function amount({ type, words }: Family, random: RandomStream): string {
  if (type.department === 'garden' || type.department === 'electronics') return words.size.replace(' inches', '"')
  return type.department === 'fashion' ? `Style ${words.code}` : `Pack of ${1 + random.integer(6)}`
}

function thing(noun: string): Piece {
  const nouns = noun
    .toLowerCase()
    .split(' ')
    .map((word) => word.replace(/'s$/, ''))
    .filter((word) => !functionWords.has(word))
  return { text: noun, nouns }
}

function attributePiece({ kind, wording }: WrittenAttribute): Piece {
  if (kind === 'a') return { text: titleCase(wording), nouns: [] }
  const bare = wording.replace(/^an? /, '')
  return { text: `${kind === 'w' ? 'with' : 'for'} ${titleCase(bare)}`, nouns: [lastWord(wording)] }
}
