// How likely a product is to be the right one, from what was read of it: one factor for every wish. The numbers are rough
// odds that hold for retail texts in general; only their order matters much.
import type { SeenProduct, SeenShop } from '../agents/seen-shop.ts'

/** In (0, 1]. Unread wishes count as likely, wishes that were looked for in vain as unlikely. */
export function belief(shop: SeenShop, product: SeenProduct): number {
  const { attributes, options, cap } = shop.goal
  let chance = 0.4 + 0.6 * shop.typeShare(product)
  const unread = product.read.has('features') ? (product.read.has('description') ? 0.25 : 0.4) : 0.55
  for (const attribute of attributes)
    chance *= { yes: 1, weak: 0.8, no: unread }[shop.attributeMatch(product, attribute)]
  for (let i = 0; i < options.length; i++) {
    const verdict = shop.optionVerdict(product, i)
    if (verdict === 'unknown') chance *= shop.optionInTitle(product, i) ? 0.8 : 0.5
    else chance *= { can: 1, set: 1, near: 0.5, none: 0.02 }[verdict]
  }
  if (cap !== undefined) chance *= { ok: 1, maybe: 0.6, over: 0.03 }[shop.priceVerdict(product)]
  return chance
}

/** Wanted attributes that nothing read so far confirms. */
export function unconfirmed(shop: SeenShop, product: SeenProduct): readonly string[] {
  return shop.goal.attributes.filter((attribute) => shop.attributeMatch(product, attribute) !== 'yes')
}

/** Wanted options that can be picked and are not. */
export function unpicked(shop: SeenShop, product: SeenProduct): number[] {
  return shop.goal.options.flatMap((_, i) => {
    const verdict = shop.optionVerdict(product, i)
    return verdict === 'can' || verdict === 'near' ? [i] : []
  })
}
