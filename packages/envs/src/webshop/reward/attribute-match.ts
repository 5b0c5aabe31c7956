// Which wanted attributes a product has: in its hidden list, or else as words in its title, features or description.
// Official `get_attribute_reward` (web_agent_site/engine/goal.py).
import type { Product } from '../products/product.ts'
import { comparedWords, wordSetRatio } from './token-set-ratio.ts'

const ALIKE = 85

export interface AttributeVerdict {
  readonly wanted: string
  /** The product's attribute that counts, or the text it was found in. */
  readonly got: string | undefined
  /** Where it was found; `missing` does not count. */
  readonly why: 'attribute' | 'title' | 'features' | 'description' | 'missing'
}

/** Judges products against one goal's attributes. */
export function attributeMatcher(goalAttributes: readonly string[]): (product: Product) => AttributeVerdict[] {
  const wantedWords = goalAttributes.map(comparedWords)
  return (product) => {
    const hidden = product.attributes.map(comparedWords)
    const texts = [
      ['title', product.title.toLowerCase()],
      ['features', product.bullets.join(' ').toLowerCase()],
      ['description', product.description.toLowerCase()],
    ] as const
    return goalAttributes.map((wanted, i) => {
      const alike = hidden.findIndex((words) => wordSetRatio(words, wantedWords[i]!, ALIKE) > ALIKE)
      if (alike >= 0) return { wanted, got: product.attributes[alike]!, why: 'attribute' }
      const found = texts.find(([, text]) => text.includes(wanted))
      return { wanted, got: found === undefined ? undefined : wanted, why: found?.[0] ?? 'missing' }
    })
  }
}
