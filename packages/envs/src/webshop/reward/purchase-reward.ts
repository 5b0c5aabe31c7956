// What a purchase is worth, with reasons: R = r_type · (attributes found + options found + price kept) / (attributes wanted +
// options wanted + 1), from 0 to 1. Official `get_reward` (web_agent_site/engine/goal.py; Yao et al., "WebShop", NeurIPS 2022,
// section 3). One deviation: the goal's own product is always of the right type, even with a title of one repeated word.
import type { Goal } from '../goals/goal.ts'
import type { Product } from '../products/product.ts'
import { type AttributeVerdict, attributeMatcher } from './attribute-match.ts'
import { type ChosenOption, type OptionVerdict, optionMatcher } from './option-match.ts'
import { type TypeMatch, typeMatcher } from './type-match.ts'

/** The original's field names. Options fields are absent where the goal wants none. */
export interface RewardBreakdown extends TypeMatch {
  /** R; a purchase succeeds at exactly 1. */
  readonly score: number
  /** R where an option counts only with the same words under the same name: no colour inside a
   *  word, no "x-large" for "xx-large". */
  readonly strict_score: number
  /** Share of wanted attributes found, weight `w_att`. */
  readonly r_att: number
  readonly w_att: number
  readonly r_option?: number
  readonly w_option?: number
  /** Whether the price is within the cap. */
  readonly r_price: boolean
  readonly w_price: number
  readonly attributes: readonly AttributeVerdict[]
  readonly options: readonly OptionVerdict[]
  /** Dollars. */
  readonly price: { readonly paid: number; readonly cap: number }
}

export type JudgePurchase = (bought: Product, price: number, chosen: readonly ChosenOption[]) => RewardBreakdown

/** Products whose verdicts one judge remembers. */
const REMEMBERED = 64

/**
 * A judge of purchases for one goal. What depends on the product alone is worked out once a product, so that a page view can
 * be judged at every step. `goalProduct` is the product of the goal.
 */
export function rewardFor(goal: Goal, goalProduct: Product): JudgePurchase {
  const judgeType = typeMatcher(goalProduct)
  const judgeAttributes = attributeMatcher(goal.attributes)
  const judgeOptions = optionMatcher(goal.options)
  const known = new Map<string, { type: TypeMatch; attributes: AttributeVerdict[]; found: number }>()
  const judgeProduct = (bought: Product) => {
    const before = known.get(bought.asin)
    if (before !== undefined) return before
    if (known.size >= REMEMBERED) known.clear()
    const type = judgeType(bought)
    const attributes = judgeAttributes(bought)
    const verdict = {
      type: bought.asin === goalProduct.asin ? { ...type, r_type: 1 } : type,
      attributes,
      found: attributes.filter(({ why }) => why !== 'missing').length,
    }
    known.set(bought.asin, verdict)
    return verdict
  }
  const parts = goal.attributes.length + goal.options.length + 1
  return (bought, price, chosen) => {
    const { type, attributes, found } = judgeProduct(bought)
    const options = judgeOptions(chosen)
    const chosenWell = options.filter(({ counts }) => counts).length
    const strictly = options.filter(({ strict }) => strict).length
    const kept = price <= goal.priceUpper ? 1 : 0
    return {
      score: ((found + chosenWell + kept) / parts) * type.r_type,
      strict_score: ((found + strictly + kept) / parts) * type.r_type,
      ...type,
      r_att: goal.attributes.length === 0 ? 1 : found / goal.attributes.length,
      w_att: goal.attributes.length / parts,
      ...(goal.options.length === 0
        ? {}
        : { r_option: chosenWell / goal.options.length, w_option: goal.options.length / parts }),
      r_price: kept === 1,
      w_price: 1 / parts,
      attributes,
      options,
      price: { paid: price, cap: goal.priceUpper },
    }
  }
}

/** One purchase judged. `price` in dollars; `chosen` are the options clicked, lower case. */
export function purchaseReward(
  goal: Goal,
  goalProduct: Product,
  bought: Product,
  price: number,
  chosen: readonly ChosenOption[],
): RewardBreakdown {
  return rewardFor(goal, goalProduct)(bought, price, chosen)
}
