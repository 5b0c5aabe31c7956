// A shop made up on demand: the catalogue for everybody who has no official files. A product is a pure function of (seed,
// difficulty, position), so a catalogue of any size can be walked or asked at random without holding it. Products come in
// families of near-duplicates (see family.ts), which search alone cannot tell apart. Ten of the fifty product types are held
// out: a split that trains on their goals is not a split. Results on these shops are never results on WebShop.
import { fold, GigpoError, rootKey } from '@gigpo/core'
import type { Product } from '../products/product.ts'
import { asinOf, MOST_PRODUCTS, positionOf } from './asin.ts'
import { writeBody } from './body.ts'
import { type Difficulty, resolveDifficulty } from './difficulty.ts'
import { type Family, ofMember, planFamily } from './family.ts'
import { instructionText } from './instruction.ts'
import { familyLayout } from './layout.ts'
import { writtenAttributes } from './member.ts'
import { writeTitle } from './title.ts'
import { productTypes } from './types.ts'

export interface GeneratorOptions {
  /** Any safe integer. Default 0. */
  readonly seed?: number
  /** Number of products, at most 1,679,616. Default 1000. */
  readonly products?: number
  readonly difficulty?: Partial<Difficulty>
}

export interface ProductGenerator {
  readonly size: number
  readonly difficulty: Difficulty
  /** @throws RangeError outside 0 ≤ position < size. */
  product(position: number): Product
  /** Position of an asin, or -1. */
  indexOf(asin: string): number
  /** Query of the product's type, for example `console tables`. */
  type(position: number): string
  /** Position of the family's first product: siblings, and nobody else, have the same. */
  family(position: number): number
}

export interface GeneratedCatalogue {
  readonly products: readonly Product[]
  /** By position: the product's type. */
  readonly types: readonly string[]
  /** By position: the family, as the position of its first product. */
  readonly families: Int32Array
}

/** Queries of the types whose goals belong to the unseen test split only. */
export const heldOutTypes: ReadonlySet<string> = new Set(
  productTypes.filter(({ heldOut }) => heldOut).map(({ query }) => query),
)

/** All products at once. @throws GigpoError `config` as `createProductGenerator`. */
export function generateCatalogue(options: GeneratorOptions = {}): GeneratedCatalogue {
  const generator = createProductGenerator(options)
  const positions = Array.from({ length: generator.size }, (_, position) => position)
  return {
    products: positions.map((position) => generator.product(position)),
    types: positions.map((position) => generator.type(position)),
    families: Int32Array.from(positions, (position) => generator.family(position)),
  }
}

/**
 * Products by position, made when asked for; walking in order is cheapest.
 * @throws GigpoError `config` for a size that is no integer in 1 … 1,679,616 or a wrong difficulty.
 */
export function createProductGenerator(options: GeneratorOptions = {}): ProductGenerator {
  const { seed = 0, products: size = 1000 } = options
  const difficulty = resolveDifficulty(options.difficulty ?? {})
  if (!Number.isInteger(size) || size < 1 || size > MOST_PRODUCTS)
    throw new GigpoError('config', `generated shop: products cannot be ${JSON.stringify(size)}`, {
      remedy: `Use an integer from 1 to ${MOST_PRODUCTS}.`,
    })
  const key = fold(rootKey(seed), 'generated shop')
  const layout = familyLayout(key, difficulty.siblings)
  let last: { readonly first: number; readonly family: Family } | undefined

  const placed = (position: number): { family: Family; member: number; first: number } => {
    if (!Number.isInteger(position) || position < 0 || position >= size)
      throw new RangeError(`product position must be in 0…${size - 1}, received ${position}`)
    const place = layout(position)
    if (last?.first !== place.first)
      last = { first: place.first, family: planFamily(place.key, place.size, difficulty) }
    return { family: last.family, member: place.member, first: place.first }
  }

  return {
    size,
    difficulty,
    product(position) {
      const { family, member } = placed(position)
      return makeProduct(family, member, asinOf(key, position))
    },
    indexOf: (asin) => positionOf(key, asin, size),
    type: (position) => placed(position).family.type.query,
    family: (position) => placed(position).first,
  }
}

function makeProduct(family: Family, member: number, asin: string): Product {
  const { type } = family
  const written = writtenAttributes(family, member)
  const { title, nouns } = writeTitle(family, written)
  const { bullets, description } = writeBody(family, written)
  const { prices, tag } = ofMember(family.pricesByMember, member)
  const phrases = written.map(({ phrase }) => phrase)
  const attributes = [...family.nounAttributes, ...phrases]
  return {
    asin,
    title,
    description,
    bullets,
    category: type.department,
    query: type.query,
    productCategory: type.path,
    attributes: attributes.length > 0 ? attributes : ['DUMMY_ATTR'],
    options: ofMember(family.optionsByMember, member),
    prices,
    priceTag: tag,
    image: '',
    ...(family.goal ? { instruction: { text: instructionText(type.query, written), attributes: phrases } } : {}),
    nouns,
  }
}
