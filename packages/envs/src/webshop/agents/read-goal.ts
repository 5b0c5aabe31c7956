// The instruction as a wish list. Official synthetic goals follow one grammar:
//   Find me A, B TYPE with C, D for E with color: x, and size: y, and price lower than 40.00 dollars
// where A … E are two-word attributes, and nothing marks where B ends and TYPE begins; the adjectival pairs below decide.
// Crowd-sourced instructions are free text: they give their content words, and what looks like an attribute, a size or a colour.
// Reading is total: any text gives a wish list.
import { wordsOf } from './words.ts'

export interface SeenGoal {
  /** What kind of thing, for example `women's jumpsuits, rompers & overalls`. May be empty. */
  readonly type: string
  readonly attributes: readonly string[]
  readonly options: readonly { readonly name: string; readonly value: string }[]
  /** Highest price in dollars, where one is named. */
  readonly cap?: number
}

/** First words of attributes that stand before the noun ("easy clean"), and second words ("gluten free"). */
const leading = new Set(
  '0g 1080p adjustable alcohol animal anti artificial assembly blu bpa breathable brushed button butt certified chocolate clinically compatible compact cordless cruelty dairy day dermatologist double dual durable easy eco energy fair fast fat flexible fleece foldable fragrance freeze fully gluten gmo gold grain hand hands handmade hard heavy height high highly individually insulated keto king knee kosher lactose lead leak lightweight light long loose low machine mid moisture natural-looking noise non nut odor officially oil old open organic padded paraben plant plug portable power protein queen quick rapid ready rechargeable reusable rich scratch shelf shock sleek slim slip soft solar soy space spot stain straight sturdy sugar sulfate super teeth travel twin ultra usda vegan wall wash washable water waterproof weather wide wind winter wireless white wrinkle'.split(
    ' ',
  ),
)
const trailing = new Set(
  'absorbing adjustable amplifier assembled based blocking cancelling certified charging clean cooked covered crafted creamy dried drying eat fit free friendly hang hd imported install item lasting licensed lined machine mounted organic plated pigmented proof proven protein quality resistant release required saving seal sided size slip stable tested testing toe tufted use warm washable whitening wicking'.split(
    ' ',
  ),
)
/** Pairs that both lists would take, but that begin the names of things or follow "with". */
const nouns = new Set('power protection,water bottles,wall art,light bulbs,travel bags,long handle'.split(','))

const chatter = new Set(
  'i im m am looking look need want would like find me some please help buy get purchase searching search interested something one price lower than dollars dollar less under below color colour size sized which have has my also should make made come'.split(
    ' ',
  ),
)
const colors = new Set(
  'beige black blue brown burgundy charcoal gold gray green grey ivory khaki lavender navy orange pink purple red silver tan teal turquoise white yellow multicolor'.split(
    ' ',
  ),
)
const sizePattern =
  /\b(?:(?:x{1,4}|\d{1,2}x)-(?:large|small)|small|medium|large|(?:twin|full|queen|king)(?= size)|size (\d+(?:\.\d+)?(?: wide| narrow)?))\b/
const capPattern = /(?:,? and )?(?:price )?(?:lower than|less than|under|below) \$?(\d+(?:\.\d+)?)(?: dollars)?/i

/** Reads any instruction text. */
export function readGoal(instruction: string): SeenGoal {
  const capMatch = capPattern.exec(instruction)
  const cap = capMatch === null ? undefined : Number(capMatch[1])
  const wish = (capMatch === null ? instruction : instruction.slice(0, capMatch.index)).trim()
  const goal = wish.startsWith('Find me ') ? readGrammar(wish.slice(8)) : undefined
  return { ...(goal ?? readFreely(wish)), ...(cap === undefined ? {} : { cap }) }
}

function readGrammar(wish: string): SeenGoal | undefined {
  const { thing, options } = splitOptions(wish)
  const [head, ...rest] = thing.split(/ (?:with|for) /)
  const { attributes, type } = splitHead(head!)
  if (type === '') return undefined
  for (const part of rest) attributes.push(...part.split(/, (?:and )?/).map((text) => text.trim()))
  return { type, attributes: [...new Set(attributes.filter((text) => text !== ''))], options }
}

/** Cuts "… with color: x, and size: y" off: the last " with " before the first colon begins it. */
function splitOptions(wish: string): { thing: string; options: { name: string; value: string }[] } {
  const colon = wish.indexOf(': ')
  const at = colon < 0 ? -1 : wish.lastIndexOf(' with ', colon)
  if (at < 0) return { thing: wish, options: [] }
  const options: { name: string; value: string }[] = []
  for (const part of wish.slice(at + 6).split(/, and (?=[^:]{1,40}: )/)) {
    const cut = part.indexOf(': ')
    if (cut > 0) options.push({ name: part.slice(0, cut).trim(), value: part.slice(cut + 2).trim() })
  }
  return { thing: wish.slice(0, at), options }
}

/** "quick drying, moisture wicking women's activewear" → two attributes and the type. A type may hold commas itself. */
function splitHead(head: string): { attributes: string[]; type: string } {
  const chunks = head.trim().split(/, (?:and )?/)
  const attributes: string[] = []
  for (let i = 0; i < chunks.length; i++) {
    const words = chunks[i]!.split(' ')
    const listed = words.length === 2 && chunks.slice(i + 1).some(startsWithAttribute)
    const inList = i > 0 && words.length > 2 && !/['’]|&/.test(words.slice(0, 2).join(' '))
    if (!listed && !inList && !startsWithAttribute(chunks[i]!)) return { attributes, type: chunks.slice(i).join(', ') }
    if (words.length > 2 || i === chunks.length - 1) {
      const type = [words.slice(2).join(' '), ...chunks.slice(i + 1)].filter((text) => text !== '').join(', ')
      if (type === '') return { attributes, type: chunks[i]! }
      return { attributes: [...attributes, words.slice(0, 2).join(' ')], type }
    }
    attributes.push(chunks[i]!)
  }
  return { attributes, type: '' }
}

function startsWithAttribute(chunk: string): boolean {
  const [first, second] = chunk.toLowerCase().split(' ')
  if (first === undefined || second === undefined || /['’&]/.test(first + second)) return false
  return (leading.has(first) || trailing.has(second)) && !nouns.has(`${first} ${second}`)
}

function readFreely(wish: string): SeenGoal {
  const lower = wish.toLowerCase()
  const options: { name: string; value: string }[] = []
  const size = sizePattern.exec(lower)
  if (size !== null) options.push({ name: 'size', value: size[1] ?? size[0] })
  const words = wordsOf(lower).filter((word) => !chatter.has(word))
  const color = words.find((word) => colors.has(word))
  if (color !== undefined) options.push({ name: 'color', value: color })
  const spoken = new Set(options.flatMap(({ value }) => wordsOf(value)))
  const attributes: string[] = []
  const type: string[] = []
  for (let i = 0; i < words.length; i++) {
    const pair = `${words[i]} ${words[i + 1] ?? ''}`
    if (words[i + 1] !== undefined && trailing.has(words[i + 1]!) && startsWithAttribute(pair)) {
      attributes.push(pair)
      i++
    } else if (!spoken.has(words[i]!)) type.push(words[i]!)
  }
  return { type: type.join(' ') || words.join(' ') || lower, attributes, options }
}
