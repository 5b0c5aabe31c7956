// Which goals are for training, for choosing and for the last test. By goal: the original's positions. By product: no product
// is in two splits, so a policy cannot have seen the product of a test before.
import { sha256 } from '@gigpo/core'
import type { Goal } from './goal.ts'

/** Positions into the goals, ascending. */
export interface GoalSplits {
  readonly train: Int32Array
  readonly eval: Int32Array
  readonly test: Int32Array
}

/**
 * By goal: 0–499 test, 500–1499 eval, the rest train; fewer than 3,000 goals: the first 10 % test, the next 15 % eval.
 * By product: 10 % of products test, 15 % eval, by a hash of the asin, so a product keeps its split in every catalogue.
 */
export function splitGoals(goals: readonly Goal[], options: { readonly by: 'goal' | 'product' }): GoalSplits {
  const small = goals.length < 3000
  const testEnd = small ? Math.round(goals.length * 0.1) : 500
  const evalEnd = small ? Math.round(goals.length * 0.25) : 1500
  const byPosition = (i: number): keyof GoalSplits => (i < testEnd ? 'test' : i < evalEnd ? 'eval' : 'train')
  const places = new Map<string, keyof GoalSplits>()
  const byProduct = (asin: string): keyof GoalSplits => {
    const known = places.get(asin)
    if (known !== undefined) return known
    const share = Number.parseInt(sha256(`split|${asin}`).slice(0, 8), 16) / 2 ** 32
    const place = share < 0.1 ? 'test' : share < 0.25 ? 'eval' : 'train'
    places.set(asin, place)
    return place
  }
  const positions = { train: [] as number[], eval: [] as number[], test: [] as number[] }
  for (const [i, { asin }] of goals.entries())
    positions[options.by === 'goal' ? byPosition(i) : byProduct(asin)].push(i)
  return {
    train: Int32Array.from(positions.train),
    eval: Int32Array.from(positions.eval),
    test: Int32Array.from(positions.test),
  }
}
