// What buying now would be worth, at any place in the shop: the same judge serves the final reward, the dense shaping and the
// page after the purchase.
import type { Goal } from './goals/goal.ts'
import { type RewardBreakdown, rewardFor } from './reward/purchase-reward.ts'
import type { Shop } from './shop.ts'
import type { ShopState } from './shop-state.ts'

/** Undefined where the state shows no product. */
export type JudgeState = (state: ShopState) => RewardBreakdown | undefined

/** A judge of one goal's episodes. It remembers what it worked out about products, so keep it for an episode. */
export function stateJudge({ catalogue }: Shop, goal: Goal): JudgeState {
  const judge = rewardFor(goal, catalogue.products.product(goal.product))
  return ({ product, chosen }) =>
    product < 0 ? undefined : judge(catalogue.products.product(product), catalogue.price(product), chosen)
}
