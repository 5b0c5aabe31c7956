// How promising a product is: where the search put it, times one factor for every wish, from what was read of the product so
// far. The numbers are rough likelihood ratios; mostly their order matters. A product that lacks a wanted option or costs too
// much falls far behind any that was not looked at yet.
import type { SeenProduct, SeenShop } from '../agents/seen-shop.ts'

/** By position on the first page of results. The first result is the wanted product half of the time. */
const byRank = [0.7, 0.4, 0.25, 0.22, 0.22, 0.2, 0.14, 0.12, 0.12, 0.12]
const elsewhere = 0.09
const attributeFactor = { yes: 1.2, weak: 1, no: 0.85 } as const
/** The features were read and do not say it. */
const ABSENT = 0.3
const optionFactor = { unknown: 1, can: 2.5, set: 2.5, near: 0.1, none: 0.02 } as const
const priceFactor = { ok: 1, maybe: 0.7, over: 0.02 } as const

/** Greater than 0; comparable between products of one list. */
export function promise(shop: SeenShop, product: SeenProduct): number {
  const { attributes, options } = shop.goal
  const rank = shop.number > 1 ? 0 : shop.rank(product.asin)
  let weight = (byRank[rank - 1] ?? elsewhere) * (0.1 + 0.9 * product.typeShare)
  for (const attribute of attributes) {
    const match = shop.attributeMatch(product, attribute)
    weight *= match === 'no' && product.read.has('features') ? ABSENT : attributeFactor[match]
  }
  for (let i = 0; i < options.length; i++) weight *= optionFactor[shop.optionVerdict(product, i)]
  return weight * priceFactor[shop.priceVerdict(product)]
}

/** Wanted attributes that nothing read so far confirms. */
export function unconfirmed(shop: SeenShop, product: SeenProduct): readonly string[] {
  return shop.goal.attributes.filter((attribute) => shop.attributeMatch(product, attribute) === 'no')
}

/** Whether a wish cannot be met: an option that is not offered, a price above the cap. */
export function isRuledOut(shop: SeenShop, product: SeenProduct): boolean {
  if (shop.priceVerdict(product) === 'over') return true
  return shop.goal.options.some((_, i) => shop.optionVerdict(product, i) === 'none')
}

/** Whether a wanted option is offered only in other words. */
export function isDoubtful(shop: SeenShop, product: SeenProduct): boolean {
  return shop.goal.options.some((_, i) => shop.optionVerdict(product, i) === 'near')
}

/** Wanted options that can be picked and are not. */
export function unpicked(shop: SeenShop, product: SeenProduct): number[] {
  return shop.goal.options.flatMap((_, i) => {
    const verdict = shop.optionVerdict(product, i)
    return verdict === 'can' || verdict === 'near' ? [i] : []
  })
}
