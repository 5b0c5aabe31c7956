// Goals made from the products themselves: one for every combination of options of every product that has an instruction.
// Official `get_synthetic_goals` (web_agent_site/engine/goal.py).
import { GigpoError } from '@gigpo/core'
import type { OptionGroup, ProductSource } from '../products/product.ts'
import type { PythonRandom } from '../python/python-random.ts'
import type { Goal } from './goal.ts'
import { withIds } from './goal-id.ts'
import { drawPriceCap } from './price-cap.ts'

/** More option combinations than this are taken for a damaged entry; the most in the official thousand is 558. */
const MAX_COMBINATIONS = 100_000

/**
 * In product order, options varying fastest at the last name; one price cap a product. `prices` is by product
 * position. @throws GigpoError `data` where a product has more than 100,000 combinations.
 */
export function syntheticGoals(products: ProductSource, prices: Float64Array, random: PythonRandom): Goal[] {
  const goals: Omit<Goal, 'id'>[] = []
  for (let index = 0; index < products.size; index++) {
    const { asin, instruction, options } = products.product(index)
    if (instruction === undefined) continue
    const { priceUpper, text } = drawPriceCap(prices[index]!, random)
    for (const combination of combinations(options, asin)) {
      const wanted = combination.map(({ name, value }) => `${name}: ${value}`).join(', and ')
      goals.push({
        kind: 'synthetic',
        asin,
        product: index,
        instruction: `${instruction.text}${wanted === '' ? '' : ` with ${wanted}`}${text}`,
        attributes: instruction.attributes,
        options: combination,
        priceUpper,
        weight: 1,
      })
    }
  }
  return withIds(withWeights(goals))
}

/** The cartesian product of the groups, names in order. */
function combinations(groups: readonly OptionGroup[], asin: string): { name: string; value: string }[][] {
  const count = groups.reduce((product, { values }) => product * values.length, 1)
  if (count > MAX_COMBINATIONS)
    throw new GigpoError(
      'data',
      `at most ${MAX_COMBINATIONS} combinations of options can be goals, received ${count}`,
      {
        where: asin,
        remedy: 'Leave this product or some of its options out.',
      },
    )
  const sorted = groups.slice().sort((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.reduce<{ name: string; value: string }[][]>(
    (all, { name, values }) => all.flatMap((chosen) => values.map((value) => [...chosen, { name, value }])),
    [[]],
  )
}

/** A goal weighs the mean of 1 / (goals with that attribute) over its attributes: rare attributes come up as often as common ones. */
function withWeights(goals: readonly Omit<Goal, 'id'>[]): Omit<Goal, 'id'>[] {
  const counts = new Map<string, number>()
  for (const { attributes } of goals) for (const name of attributes) counts.set(name, (counts.get(name) ?? 0) + 1)
  return goals.map((goal) => {
    const sum = goal.attributes.reduce((total, name) => total + 1 / counts.get(name)!, 0)
    return { ...goal, weight: sum / goal.attributes.length }
  })
}
