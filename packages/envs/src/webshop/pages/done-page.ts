// The page after a purchase: the original prints a debug sheet with the fields of its template, nearly all of them empty or
// `None`, and the score. The misspelt label is the original's.
import type { Goal } from '../goals/goal.ts'
import { pythonFloat } from '../python/python-text.ts'
import { scoreIfBought } from '../score.ts'
import type { Shop } from '../shop.ts'
import type { ShopState } from '../shop-state.ts'
import type { Segment } from './page.ts'

export function donePage(shop: Shop, goal: Goal, state: ShopState): Segment[] {
  const { asin } = shop.catalogue.products.product(state.product)
  const score = scoreIfBought(shop, goal, state)?.score ?? 0
  const texts = [
    'Thank you for shopping with us!',
    ...['Your code:', 'None', '(Paste it in your MTurk interface.)'],
    ...['Purchased', 'asin', asin, 'options', optionsJson(state.chosen), 'attrs', 'None', 'category', 'None'],
    ...['query', 'None', 'product category', 'None'],
    ...[
      'Target',
      'asin',
      'options',
      'attrs',
      'price upper',
      'instuction text',
      'category',
      'product category',
      'query',
    ],
    ...['Goal', 'None', 'Reward', 'Your score (min 0.0, max 1.0)', pythonFloat(score), 'Reward Details', 'None'],
  ]
  return texts.map((text) => ({ kind: 'text', role: 'receipt', text }))
}

/** As Flask's `tojson` writes it: sorted by name, in ASCII, with the characters that HTML knows escaped. */
function optionsJson(chosen: ShopState['chosen']): string {
  const members = chosen
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `{${members.join(', ')}}`.replace(
    /[^ -%(-;=?-~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
