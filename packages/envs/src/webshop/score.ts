// What buying now would score. Interim: exact comparison of attributes, options and price, until the fuzzy one is there.
import type { Goal } from './goals/goal.ts'
import type { Shop } from './shop.ts'
import type { ShopState } from './shop-state.ts'

export interface RewardBreakdown {
  readonly score: number
  readonly r_type: number
  readonly r_att: number
  readonly r_option?: number
  readonly r_price: number
}

/** @throws RangeError where the state shows no product. */
export function scoreIfBought(shop: Shop, goal: Goal, state: ShopState): RewardBreakdown {
  const product = shop.catalogue.products.product(state.product)
  const wanted = goal.options.map((option) => (typeof option === 'string' ? option : option.value))
  const attributes = goal.attributes.filter((attribute) => product.attributes.includes(attribute)).length
  const options = wanted.filter((value) => state.chosen.some((chosen) => chosen.value === value)).length
  const price = shop.catalogue.price(state.product) <= goal.priceUpper ? 1 : 0
  const type = product.query === shop.catalogue.products.product(goal.product).query ? 1 : 0.5
  return {
    score: (type * (attributes + options + price)) / (goal.attributes.length + wanted.length + 1),
    r_type: type,
    r_att: attributes / goal.attributes.length,
    r_price: price,
    ...(wanted.length === 0 ? {} : { r_option: options / wanted.length }),
  }
}
