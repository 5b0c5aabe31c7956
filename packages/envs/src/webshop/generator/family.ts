// What a family of products has in common and the one thing in which its members differ: an attribute, an option group or
// the price. A plan is a pure function of the family's key; texts are written from it afterwards.
import { type RandomKey, RandomStream } from '@gigpo/core'
import type { OptionGroup } from '../products/product.ts'
import type { Attribute } from './attributes.ts'
import type { Difficulty } from './difficulty.ts'
import { brandName, measures, modelNumber, seriesName } from './names.ts'
import { drawOptions } from './options.ts'
import { type Prices, planPrices } from './prices.ts'
import type { Department, ProductType } from './product-type.ts'
import { departments } from './types.ts'

/** Where an attribute is written: in the title, in the first bullet or description, or in a later bullet only. */
export type AttributePlace = 'title' | 'text' | 'features'

/** One attribute of a family; `byMember` has one entry, or one per member where this is what they differ in. */
interface AttributeSlot {
  readonly byMember: readonly Attribute[]
  readonly place: AttributePlace
  readonly synonym: boolean
}

/** Names and numbers that a family's texts share. */
type FamilyWords = Readonly<
  Record<'brand' | 'series' | 'size' | 'code' | 'code2' | 'code3' | 'code4' | 'code5', string>
>

export interface Family {
  readonly key: RandomKey
  readonly type: ProductType
  readonly goal: boolean
  readonly slots: readonly AttributeSlot[]
  /** Hidden attributes that name the thing itself, for example "console table"; never part of a goal. */
  readonly nounAttributes: readonly string[]
  readonly optionsByMember: readonly (readonly OptionGroup[])[]
  readonly pricesByMember: readonly Prices[]
  readonly words: FamilyWords
  /** Nouns, parts and uses in this family's order. */
  readonly nouns: readonly string[]
  readonly parts: readonly string[]
  readonly uses: readonly string[]
}

/** What members differ in, with the share of families that do. */
const PRICE_SHARE = 0.2
const OPTION_SHARE = 0.3

export function planFamily(key: RandomKey, size: number, difficulty: Difficulty): Family {
  const random = new RandomStream(key)
  const { type, law } = drawType(random)
  const goal = random.uniform() < goalShare(difficulty.goals, law.goals)
  const hasOptions = random.uniform() < (goal ? Math.min(1, law.options * 1.3) : law.options)
  const draw = random.uniform()
  const difference =
    size === 1
      ? 'none'
      : draw < PRICE_SHARE
        ? 'price'
        : hasOptions && draw < PRICE_SHARE + OPTION_SHARE
          ? 'options'
          : 'attribute'

  const slots = drawSlots(random, type, goal, difference === 'attribute' ? size : 1, difficulty)
  const nouns = random.shuffle(type.nouns)
  const named = Math.floor(random.uniform() ** 1.6 * 4.2)
  const nounAttributes = nouns
    .map((noun) => noun.toLowerCase())
    .slice(0, slots.length === 0 && random.uniform() < 0.5 ? 0 : named)
  const optionsByMember = hasOptions
    ? drawOptions(random, type, law.secondGroup, difficulty.optionValues, difference === 'options' ? size : 1)
    : [[]]
  const pricesByMember = planPrices(random, type.price, difference === 'price' ? size : 1, difficulty.noPrice)
  const words = {
    brand: brandName(random),
    series: seriesName(random),
    size: measures(random, type.department === 'beauty' || type.department === 'grocery'),
    code: modelNumber(random),
    code2: modelNumber(random),
    code3: modelNumber(random),
    code4: modelNumber(random),
    code5: modelNumber(random),
  }
  return {
    key,
    type,
    goal: goal && slots.length > 0,
    slots,
    nounAttributes,
    optionsByMember,
    pricesByMember,
    words,
    nouns,
    parts: random.shuffle(type.parts),
    uses: random.shuffle(type.uses),
  }
}

/** The entry of a member where members differ, else the only one. */
export const ofMember = <T>(entries: readonly T[], member: number): T => entries[entries.length === 1 ? 0 : member]!

/** Departments keep their relative readiness for goals at small shares and meet at 1. */
const goalShare = (share: number, readiness: number): number =>
  1 - (1 - Math.min(1, share * readiness)) * (share < 1 ? 1 : 0)

function drawType(random: RandomStream): { type: ProductType; law: (typeof departments)[Department] } {
  const laws = Object.values(departments)
  let left = random.uniform()
  let at = 0
  while (at < laws.length - 1 && left >= laws[at]!.share) left -= laws[at++]!.share
  const law = laws[at]!
  return { type: random.pick(law.types), law }
}

function drawSlots(
  random: RandomStream,
  type: ProductType,
  goal: boolean,
  size: number,
  difficulty: Difficulty,
): AttributeSlot[] {
  // A goal needs two attributes; others have one or none, unless that is what the members differ in.
  let count = goal ? 2 : size > 1 || random.uniform() < 0.6 ? 1 : 0
  while (goal && count < type.attributes.length - 4 && random.uniform() < 0.54) count++
  const entries = random.shuffle(type.attributes)
  const spare = entries.slice(count).map((entry) => random.pick(entry))
  return entries.slice(0, count).map((entry, index) => {
    const own = random.shuffle(entry)
    const base = own[0]!
    // The others take what the first excludes, then attributes that the family has not, of the same kind if possible.
    const others = [
      ...own.slice(1),
      ...spare.filter(({ kind }) => kind === base.kind),
      ...spare.filter(({ kind }) => kind !== base.kind),
    ]
    const differs = index === 0 && size > 1
    return {
      byMember: differs ? random.shuffle([base, ...others.slice(0, size - 1)]) : [base],
      place: drawPlace(random, difficulty.attributesOnlyInFeatures),
      synonym: random.uniform() < difficulty.synonyms,
    }
  })
}

function drawPlace(random: RandomStream, onlyInFeatures: number): AttributePlace {
  if (random.uniform() < onlyInFeatures) return 'features'
  return random.uniform() < 0.62 ? 'title' : 'text'
}
