import { describe, expect, it } from 'vitest'
import { canonicalGoals } from '../goals/canonical-goals.ts'
import type { Goal } from '../goals/goal.ts'
import type { Product } from '../products/product.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import type { ChosenOption } from '../reward/option-match.ts'
import { purchaseReward, rewardFor } from '../reward/purchase-reward.ts'
import { generateCatalogue } from './generate-catalogue.ts'

/** The wanted values where the product has them, else nothing chosen. */
function chooseBest(goal: Goal, product: Product): ChosenOption[] {
  return goal.options.flatMap((option) => {
    if (typeof option === 'string') return []
    const offered = product.options.find(({ name }) => name === option.name)?.values ?? []
    return offered.includes(option.value) ? [option] : []
  })
}

describe('goals of generated products', () => {
  const { products, families } = generateCatalogue({ seed: 3 })
  const { goals, prices } = canonicalGoals(productsInMemory(products), { kind: 'synthetic', compat: 'fixed' })

  it('are all worth 1 on their own product, strictly too', () => {
    expect(goals.length).toBeGreaterThan(1000)
    const failed = goals.filter((goal) => {
      const product = products[goal.product]!
      const reward = purchaseReward(goal, product, product, prices[goal.product]!, chooseBest(goal, product))
      return reward.score !== 1 || reward.strict_score !== 1
    })
    expect(failed.map(({ instruction }) => instruction)).toEqual([])
  })

  it('are not worth 1 on a sibling: always by an attribute, mostly by an option or the price', () => {
    const byDifference = { attributes: [0, 0], options: [0, 0], prices: [0, 0] }
    for (const goal of goals) {
      const own = products[goal.product]!
      const judge = rewardFor(goal, own)
      for (let i = families[goal.product]!; families[i] === families[goal.product]; i++) {
        if (i === goal.product) continue
        const sibling = products[i]!
        const difference = (['attributes', 'options', 'prices'] as const).find(
          (field) => JSON.stringify(own[field]) !== JSON.stringify(sibling[field]),
        )!
        // A cheaper sibling is as good as the product itself.
        if (difference === 'prices' && prices[i]! < prices[goal.product]!) continue
        const { score } = judge(sibling, prices[i]!, chooseBest(goal, sibling))
        byDifference[difference][score < 1 ? 0 : 1]!++
      }
    }
    const worse = (difference: keyof typeof byDifference): number => {
      const [below, equal] = byDifference[difference] as [number, number]
      expect(below + equal).toBeGreaterThan(50)
      return below / (below + equal)
    }
    expect(worse('attributes')).toBe(1)
    expect(worse('options')).toBeGreaterThan(0.98)
    // The loosest caps let a slightly dearer sibling pass.
    expect(worse('prices')).toBeGreaterThan(0.85)
  })
})
