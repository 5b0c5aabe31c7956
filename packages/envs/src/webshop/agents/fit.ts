// One number for how much of the wish list a product is known to meet. Half a point for half evidence.
import type { SeenProduct, SeenShop } from './seen-shop.ts'

/** 0 … 9: ninths of {type, each attribute, each option, the price} known to be met from what was read. */
export function fitOf(shop: SeenShop, product: SeenProduct): number {
  const { attributes, options, cap } = shop.goal
  let met = product.typeShare
  for (const attribute of attributes) met += { yes: 1, weak: 0.5, no: 0 }[shop.attributeMatch(product, attribute)]
  for (let i = 0; i < options.length; i++) {
    const verdict = shop.optionVerdict(product, i)
    if (verdict === 'can' || verdict === 'set') met++
    else if (verdict === 'near' || (verdict === 'unknown' && shop.optionInTitle(product, i))) met += 0.5
  }
  if (cap !== undefined) met += { ok: 1, maybe: 0.5, over: 0 }[shop.priceVerdict(product)]
  const wanted = 1 + attributes.length + options.length + (cap === undefined ? 0 : 1)
  return Math.round((9 * met) / wanted)
}
