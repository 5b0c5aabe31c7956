// What buying now would be worth, at any place in the shop: the same judge serves the final reward, the dense shaping and the
// page after the purchase.
import type { Goal } from './goals/goal.ts'
import { type JudgePurchase, type RewardBreakdown, rewardFor } from './reward/purchase-reward.ts'
import type { Shop } from './shop.ts'
import type { ShopState } from './shop-state.ts'

/** Goals whose judges are kept; a judge remembers what it worked out about products. Groups play one goal together. */
const KEPT = 256

const judges = new WeakMap<Shop, Map<Goal, JudgePurchase>>()

/** Undefined where the state shows no product. */
export function scoreIfBought(shop: Shop, goal: Goal, { product, chosen }: ShopState): RewardBreakdown | undefined {
  if (product < 0) return undefined
  const { catalogue } = shop
  return judgeOf(shop, goal)(catalogue.products.product(product), catalogue.price(product), chosen)
}

function judgeOf(shop: Shop, goal: Goal): JudgePurchase {
  const kept = judges.get(shop) ?? new Map<Goal, JudgePurchase>()
  judges.set(shop, kept)
  const before = kept.get(goal)
  if (before !== undefined) return before
  const judge = rewardFor(goal, shop.catalogue.products.product(goal.product))
  // A Map keeps insertion order: the first key is the oldest.
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  kept.set(goal, judge)
  return judge
}
