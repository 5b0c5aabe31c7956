// A demonstrator that sees only what a shopper sees. It searches with all it wants, opens the likeliest result, reads Features
// and Description while wishes are unconfirmed, goes back when a wish cannot be met or another result is likelier, picks the
// wanted options and buys, always before the step limit. Carelessness makes demonstrations that cover the states a learner
// gets into: checks left out, options forgotten, a worse result opened, a hasty purchase.
import type { Demonstrator, RandomStream } from '@gigpo/core'
import { type SeenProduct, SeenShop } from '../agents/seen-shop.ts'
import { queryOf, slotsOf } from '../agents/slot-words.ts'
import { isDoubtful, isRuledOut, promise, unconfirmed, unpicked } from './belief.ts'
import { type Decision, thought } from './thoughts.ts'

export interface WebshopDemonstratorOptions {
  /** Step limit of the environment. Default 15. */
  readonly maxSteps?: number
  /** Chance of a lapse at a step where one is possible. Default 0. */
  readonly carelessness?: number
  /** Chance that the first query leaves some of what is wanted out. Default 0. */
  readonly shortQueries?: number
  /** Whether to give a thought with each action. Default false. */
  readonly thoughts?: boolean
}

/** A demonstrator for one episode. */
export function createWebshopDemonstrator(options: WebshopDemonstratorOptions = {}): Demonstrator {
  const { maxSteps = 15, carelessness = 0, shortQueries = 0, thoughts = false } = options
  const shop = new SeenShop()

  return {
    act(view, random) {
      shop.update(view)
      const left = maxSteps - view.step
      const lapse = carelessness > 0 && random.uniform() < carelessness
      const decision = decide(shop, left, { lapse, short: shortQueries > 0 && random.uniform() < shortQueries, random })
      return { action: decision.action, ...(thoughts ? { thought: thought(shop, decision) } : {}) }
    },
  }
}

interface Mood {
  readonly lapse: boolean
  readonly short: boolean
  readonly random: RandomStream
}

/** Promise below which no result of a list is worth opening. */
const HOPELESS = 0.003

function decide(shop: SeenShop, left: number, mood: Mood): Decision {
  const { current, page } = shop
  switch (page.kind) {
    case 'results':
      return chooseResult(shop, left, mood)
    case 'item':
      return current === undefined ? { action: 'click[buy now]', purpose: 'buy' } : judgeItem(shop, current, left, mood)
    case 'detail':
      return { action: 'click[< prev]', purpose: 'back to item' }
    default:
      return search(shop, mood)
  }
}

/** Queries from the fullest to the barest. */
function plannedQueries(shop: SeenShop): string[][] {
  const slots = slotsOf(shop.goal)
  const kinds = (letters: string): string[] => slots.filter((slot) => letters.includes(slot[0]!)).slice(0, 6)
  return [['all'], kinds('to'), kinds('ta'), kinds('t'), kinds('ao'), kinds('o')]
}

function search(shop: SeenShop, mood: Mood): Decision {
  const plans = plannedQueries(shop)
  const from = mood.short && shop.queries.length === 0 ? 1 + mood.random.integer(3) : 0
  for (const slots of [...plans.slice(from), ...plans]) {
    const query = queryOf(shop.goal, slots)
    if (query !== undefined && !shop.queries.includes(query)) return { action: `search[${query}]`, purpose: 'search' }
  }
  return { action: `search[${queryOf(shop.goal, ['all']) ?? 'product'}]`, purpose: 'search' }
}

function chooseResult(shop: SeenShop, left: number, mood: Mood): Decision {
  const ranked = shop.results
    .map((asin) => shop.products.get(asin)!)
    .map((product) => ({ product, weight: promise(shop, product) }))
    .sort((a, b) => b.weight - a.weight)
  const worse = mood.lapse && ranked.length > 1 ? 1 + mood.random.integer(Math.min(4, ranked.length - 1)) : 0
  const best = ranked[worse]
  const canLookFurther = left > 4 + shop.goal.options.length
  if (best === undefined || (canLookFurther && best.weight < HOPELESS && !mood.lapse)) {
    if (shop.page.hasNext && shop.number < 2) return { action: 'click[next >]', purpose: 'next' }
    if (canLookFurther || best === undefined) return { action: 'click[back to search]', purpose: 'search again' }
  }
  const { product } = best
  return { action: `click[${product.asin}]`, purpose: product.opened > 0 ? 'open again' : 'open', about: product }
}

function judgeItem(shop: SeenShop, product: SeenProduct, left: number, mood: Mood): Decision {
  const picks = unpicked(shop, product)
  const toBuy = picks.length + 1
  const buy = (): Decision => {
    const option = picks[0]
    if (option === undefined || mood.lapse || left <= 1)
      return { action: 'click[buy now]', purpose: 'buy', about: product }
    const { value } = shop.bestValue(product, option)!
    return { action: `click[${value.toLowerCase()}]`, purpose: 'pick', about: product, option }
  }
  if (shop.chosen.size > 0 || left <= toBuy || mood.lapse) return buy()
  const ruledOut = isRuledOut(shop, product)
  const doubts = unconfirmed(shop, product)
  if (!ruledOut && doubts.length === 0 && !isDoubtful(shop, product)) return buy()
  if (!ruledOut && doubts.length > 0 && left >= toBuy + 2) {
    const unread = ['features', 'description'].find((name) => !product.read.has(name))
    // Descriptions seldom say more than the features: they are read while there is time to look at another product after.
    if (unread === 'features' || (unread === 'description' && left >= toBuy + 8))
      return { action: `click[${unread}]`, purpose: 'read', about: product, doubts }
  }
  // Going back, opening another, picking and buying must still fit.
  const hasTime = left >= 3 + shop.goal.options.length
  const weight = promise(shop, product)
  if (hasTime && (hasBetter(shop, product, weight) || weight < HOPELESS))
    return { action: 'click[< prev]', purpose: 'give up', about: product }
  return buy()
}

function hasBetter(shop: SeenShop, product: SeenProduct, weight: number): boolean {
  return shop.results.some((asin) => asin !== product.asin && promise(shop, shop.products.get(asin)!) > weight)
}
