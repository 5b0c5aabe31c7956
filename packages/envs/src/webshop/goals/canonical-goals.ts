// The goals of a catalogue in the one order that positions refer to. The original shuffles with Python's generator under a
// seed; whose habits are kept decides what else the seed touches:
// - princeton: prices and caps come from an unseeded generator (here `seed`, so that a run can be repeated), the order from 233;
// - verl-agent: every worker seeds prices and caps and, again, the order with its own `seed`: index is not the same task twice;
// - fixed: prices, caps and order come from 233.
import { GigpoError } from '@gigpo/core'
import { drawPrices } from '../products/draw-prices.ts'
import type { ProductSource } from '../products/product.ts'
import { PythonRandom } from '../python/python-random.ts'
import type { Compat, Goal } from './goal.ts'
import { type HumanInstructions, humanGoals } from './human-goals.ts'
import { syntheticGoals } from './synthetic-goals.ts'

const CANONICAL_SEED = 233

export interface CanonicalGoalsOptions {
  readonly kind: 'synthetic' | 'human'
  /** Needed for `human`. */
  readonly human?: HumanInstructions
  readonly compat: Compat
  /** 233 unless given; `fixed` takes no other. */
  readonly seed?: number
}

/** Goals in order, and dollars by product position. @throws GigpoError `config` on options that do not go together. */
export function canonicalGoals(
  products: ProductSource,
  options: CanonicalGoalsOptions,
): { goals: Goal[]; prices: Float64Array } {
  const { kind, human, compat, seed = CANONICAL_SEED } = options
  if (compat === 'fixed' && seed !== CANONICAL_SEED)
    throw new GigpoError('config', `the fixed shop has one order of goals, received seed ${seed}`, {
      remedy: 'Leave the seed out, or use compat "princeton" or "verl-agent".',
    })
  if ((kind === 'human') !== (human !== undefined))
    throw new GigpoError('config', `human instructions go with kind "human" only, received kind "${kind}"`, {
      remedy: 'Give `human` and kind "human" together.',
    })
  const random = new PythonRandom(seed)
  const prices = drawPrices(products, random)
  const goals =
    human === undefined ? syntheticGoals(products, prices, random) : humanGoals(products, prices, human, random)
  new PythonRandom(compat === 'verl-agent' ? seed : CANONICAL_SEED).shuffle(goals)
  return { goals, prices }
}
