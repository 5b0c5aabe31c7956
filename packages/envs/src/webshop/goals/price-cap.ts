// The highest price a goal allows: the larger of two draws among the next four multiples of ten dollars above the product's
// price. Official `get_goals` (web_agent_site/engine/goal.py).
import type { PythonRandom } from '../python/python-random.ts'

const CAPS: readonly number[] = Array.from({ length: 99 }, (_, i) => 10 * (i + 1))
const NO_CAP = 1_000_000

export interface PriceCap {
  /** Dollars; 1000000 without a cap. */
  readonly priceUpper: number
  /** What the instruction says of it; empty without a cap. */
  readonly text: string
}

/** One draw; none where fewer than two caps lie above the price. */
export function drawPriceCap(price: number, random: PythonRandom): PriceCap {
  const candidates = CAPS.filter((cap) => cap > price).slice(0, 4)
  if (candidates.length < 2) return { priceUpper: NO_CAP, text: '' }
  const priceUpper = Math.max(...random.sample(candidates, 2))
  return { priceUpper, text: `, and price lower than ${priceUpper.toFixed(2)} dollars` }
}

/** The cap as Python prints it in the original: a float where drawn, an int where there is none. */
export function printPriceCap(priceUpper: number): string {
  return priceUpper === NO_CAP ? String(NO_CAP) : priceUpper.toFixed(1)
}
