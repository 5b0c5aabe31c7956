// Prices: log-normal by product type, with shop endings; some products have a range, some none (shown as $100.0 as in the
// original). Siblings that differ in price lie so far apart that most price caps tell them from each other.
import type { RandomStream } from '@gigpo/core'
import { pythonFloat } from '../python/python-text.ts'

export interface Prices {
  readonly prices: readonly number[]
  readonly tag: string
}

const RANGE_SHARE = 0.11

/** One price, or `size` different ones in random order. @param noPrice share of products without a price. */
export function planPrices(
  random: RandomStream,
  [median, sigma]: readonly [median: number, sigma: number],
  size: number,
  noPrice: number,
): Prices[] {
  const base = median * Math.exp(sigma * random.normal())
  if (size > 1) {
    let price = base
    const rising = Array.from({ length: size }, (_, member) => {
      if (member > 0) price += 26 + random.uniform() * 30
      return tagged([ending(random, price)])
    })
    return random.shuffle(rising)
  }
  const kind = random.uniform()
  if (kind < noPrice) return [{ prices: [100], tag: '$100.0' }]
  if (kind < noPrice + RANGE_SHARE * (1 - noPrice))
    return [tagged([ending(random, base), ending(random, base * (1.15 + random.uniform()) + 1)])]
  return [tagged([ending(random, base)])]
}

function ending(random: RandomStream, price: number): number {
  const whole = Math.max(1, Math.floor(price))
  const kind = random.integer(10)
  const cents = kind < 6 ? 99 : kind < 8 ? 95 : kind === 8 ? 0 : random.integer(100)
  return (whole * 100 + cents) / 100
}

function tagged(prices: readonly number[]): Prices {
  return { prices, tag: prices.map((price) => `$${pythonFloat(price)}`).join(' to ') }
}
