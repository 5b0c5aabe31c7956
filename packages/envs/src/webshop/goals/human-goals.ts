// Goals written by people: `items_human_ins*.json` maps an asin to what buyers were told to look for.
// Official `get_human_goals` (web_agent_site/engine/goal.py).
import { asArray, asObject, asText, asTexts, field } from '../products/fields.ts'
import type { ProductSource } from '../products/product.ts'
import type { PythonRandom } from '../python/python-random.ts'
import { pythonStrip } from '../python/python-text.ts'
import type { Goal } from './goal.ts'
import { withIds } from './goal-id.ts'
import { drawPriceCap } from './price-cap.ts'

export interface HumanInstruction {
  readonly text: string
  readonly attributes: readonly string[]
  readonly options: readonly string[]
}

/** Instructions by asin. */
export type HumanInstructions = ReadonlyMap<string, readonly HumanInstruction[]>

/** The file after JSON.parse. @throws GigpoError `data` */
export function parseHumanInstructions(raw: unknown): HumanInstructions {
  const out = new Map<string, HumanInstruction[]>()
  for (const [asin, entries] of Object.entries(asObject(raw, 'human instructions', 'items_human_ins'))) {
    const where = `items_human_ins.${asin.slice(0, 40)}`
    out.set(
      asin.toUpperCase(),
      asArray(entries, 'entries', where).map((entry, i) => {
        const record = asObject(entry, `entry ${i}`, where)
        return {
          text: asText(field(record, 'instruction'), 'instruction', `${where}[${i}]`),
          attributes: asTexts(field(record, 'instruction_attributes'), 'instruction_attributes', `${where}[${i}]`),
          options: asTexts(field(record, 'instruction_options'), 'instruction_options', `${where}[${i}]`),
        }
      }),
    )
  }
  return out
}

/** In product order, one price cap an entry; entries without attributes are left out. `prices` is by product position. */
export function humanGoals(
  products: ProductSource,
  prices: Float64Array,
  human: HumanInstructions,
  random: PythonRandom,
): Goal[] {
  const sold = Array.from(human, ([asin, entries]) => ({ asin, entries, product: products.indexOf(asin) }))
    .filter(({ product }) => product >= 0)
    .sort((a, b) => a.product - b.product)
  const goals = sold.flatMap(({ asin, entries, product }) =>
    entries
      .filter(({ attributes }) => attributes.length > 0)
      .map(({ text, attributes, options }) => {
        const cap = drawPriceCap(prices[product]!, random)
        const instruction = pythonStrip(text, '.') + cap.text
        const { priceUpper } = cap
        return { kind: 'human' as const, asin, product, instruction, attributes, options, priceUpper, weight: 1 }
      }),
  )
  return withIds(goals)
}
