// Bullets and description of a product. Attributes stand where the plan puts them: `features` ones only in bullets after the
// first (search does not read those), `text` ones in the first bullet or the description, `title` ones now and then again.
// All choices come from the family's keys, so siblings' texts are equal but for the attribute they differ in.
import { type RandomStream, stream } from '@gigpo/core'
import type { Family } from './family.ts'
import type { WrittenAttribute } from './member.ts'
import { attributeBullets, type BulletTemplate, bulletTexts, sentences } from './sentences.ts'
import { fill, type Slot, type SlotWords, type Template, titleCase } from './wording.ts'

const EMPTY_DESCRIPTION = 0.3
const MEDIAN_DESCRIPTION = 600
const GLUED = 0.25

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
  const generic = random.shuffle(bulletTexts)
  const count = random.uniform() < 0.12 ? 1 : Math.min(8, 3 + Math.floor(random.uniform() * 2 + random.uniform() * 4.6))
  let used = 0
  const plain = (): Bullet => speaker.bullet(generic[used++ % generic.length]!)
  const padded = (bullets: readonly Bullet[]): Bullet[] =>
    random.uniform() < 0.42 ? [...bullets, plain()] : [...bullets]
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
  for (const sentence of random.shuffle(sentences[family.type.department])) {
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
  const current: Record<Slot, string> = {
    ...words,
    noun: nouns[0]!.toLowerCase(),
    part: '',
    use: '',
    use2: '',
    n: '',
    it: '',
    It: '',
  }
  let turn = 0
  const next = (): SlotWords => {
    turn++
    current.part = parts[turn % parts.length]!.toLowerCase()
    current.use = uses[turn % uses.length]!.toLowerCase()
    current.use2 = uses[(turn + 3) % uses.length]!.toLowerCase()
    current.n = String(2 + random.integer(28))
    return current
  }
  const bullet = ({ heading, text }: BulletTemplate): Bullet => {
    const now = next()
    return { heading: titleCase(fill(heading, now)), text: fill(text, now) }
  }
  return {
    say: (template) => fill(template, next()),
    bullet,
    about({ kind, wording }) {
      current.it = wording
      current.It = titleCase(wording)
      return bullet(random.pick(attributeBullets[kind]))
    },
  }
}
