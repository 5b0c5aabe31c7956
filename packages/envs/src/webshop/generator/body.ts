// Bullets and description of a product. Attributes stand where the plan puts them: `features` ones only in bullets after the
// first (search does not read those), `text` ones in the first bullet or the description, `title` ones now and then again.
// All choices come from the family's keys, so siblings' texts are equal but for the attribute they differ in.
import { type RandomStream, stream } from '@gigpo/core'
import type { Family } from './family.ts'
import type { WrittenAttribute } from './member.ts'
import { lotNumber, placeName } from './names.ts'
import { attributeBullets, type BulletTemplate, bulletTexts, sentences } from './sentences.ts'
import { deal, fill, type Slot, type Template, titleCase } from './wording.ts'

const EMPTY_DESCRIPTION = 0.3
const MEDIAN_DESCRIPTION = 600
const GLUED = 0.35

type Heading = (heading: string, text: string) => string

const headings: readonly Heading[] = [
  (heading, text) => `【${heading}】 ${text}`,
  (heading, text) => `${heading.toUpperCase()}: ${text}`,
  (heading, text) => `✔ ${heading}: ${text}`,
  (heading, text) => `${heading} - ${text}`,
  (_heading, text) => text,
]

/** A bullet before its heading is set. */
interface Bullet {
  readonly heading: string
  readonly text: string
}

export function writeBody(
  family: Family,
  written: readonly WrittenAttribute[],
): { bullets: readonly string[]; description: string } {
  const random = stream(family.key, 'body')
  const speaker = createSpeaker(family, random)
  const described = random.uniform() >= EMPTY_DESCRIPTION
  const inFirst: WrittenAttribute[] = []
  const inDescription: WrittenAttribute[] = []
  const inLater: WrittenAttribute[] = []
  for (const attribute of written) {
    const again = random.uniform()
    if (attribute.place === 'features') inLater.push(attribute)
    else if (attribute.place === 'text') (described && again < 0.5 ? inDescription : inFirst).push(attribute)
    else if (again < 0.4) inLater.push(attribute)
    else if (described && again < 0.6) inDescription.push(attribute)
  }
  const bullets = writeBullets(random, speaker, inFirst, inLater)
  return { bullets, description: described ? writeDescription(family, random, speaker, inDescription) : '' }
}

function writeBullets(
  random: RandomStream,
  speaker: Speaker,
  inFirst: readonly WrittenAttribute[],
  inLater: readonly WrittenAttribute[],
): string[] {
  const heading = random.pick(headings)
  const generic = deal(random, bulletTexts)
  const count = random.uniform() < 0.12 ? 1 : Math.min(8, 2 + Math.floor(random.uniform() * 2 + random.uniform() * 4.4))
  const plain = (): Bullet => speaker.bullet(generic() ?? bulletTexts[0]!)
  const padded = (bullets: readonly Bullet[]): Bullet[] =>
    random.uniform() < 0.48 ? [...bullets, plain()] : [...bullets]
  const print = (bullets: readonly Bullet[]): string =>
    heading(bullets[0]!.heading, bullets.map(({ text }) => text).join(' '))

  const first = inFirst.length > 0 ? inFirst.map((attribute) => speaker.about(attribute)) : [plain()]
  const later = inLater.map((attribute) => padded([speaker.about(attribute)]))
  while (later.length + 1 < count) later.push(padded([plain()]))
  // More than seven later bullets are put together two and two: shops show eight at most.
  while (later.length > 7) later.splice(0, 2, [...later[0]!, ...later[1]!])
  return [print(padded(first)), ...random.shuffle(later).map(print)]
}

function writeDescription(
  family: Family,
  random: RandomStream,
  speaker: Speaker,
  inDescription: readonly WrittenAttribute[],
): string {
  const target = Math.min(3000, MEDIAN_DESCRIPTION * Math.exp(0.75 * random.normal()))
  const texts = inDescription.map((attribute) => speaker.about(attribute).text)
  let length = 90 * texts.length
  const next = deal(random, sentences[family.type.department])
  for (let sentence = next(); sentence !== undefined; sentence = next()) {
    if (length > 0 && length + sentence.length / 2 > target) break
    const text = speaker.say(sentence)
    texts.push(text)
    length += text.length
  }
  return random.shuffle(texts).join(random.uniform() < GLUED ? '' : ' ')
}

interface Speaker {
  say(template: Template): string
  bullet(template: BulletTemplate): Bullet
  about(attribute: WrittenAttribute): Bullet
}

/** Fills slots: names stay, parts and uses take turns, numbers are drawn. */
function createSpeaker({ parts, uses, nouns, words }: Family, random: RandomStream): Speaker {
  const noun = nouns[0]!.toLowerCase()
  let turn = 0
  let wording = ''
  const word = (slot: Slot): string => {
    switch (slot) {
      case 'noun':
        return noun
      case 'part':
        return parts[turn % parts.length]!.toLowerCase()
      case 'use':
        return uses[turn % uses.length]!.toLowerCase()
      case 'use2':
        return uses[(turn + 3) % uses.length]!.toLowerCase()
      case 'n':
        return String(2 + random.integer(28))
      case 'lot':
        return lotNumber(random)
      case 'name':
        return placeName(random)
      case 'it':
        return wording
      case 'It':
        return titleCase(wording)
      default:
        return words[slot]
    }
  }
  const bullet = ({ heading, text }: BulletTemplate): Bullet => {
    turn++
    return { heading: titleCase(fill(heading, word)), text: fill(text, word) }
  }
  return {
    say(template) {
      turn++
      return fill(template, word)
    },
    bullet,
    about(attribute) {
      wording = attribute.wording
      return bullet(random.pick(attributeBullets[attribute.kind]))
    },
  }
}
