// The official `pricing` text, for example `$17.40` or `$10 - $20.5`, as numbers and as the tag the shop shows.
import { pythonFloat } from '../python/python-text.ts'
import { asText, wrongShape } from './fields.ts'

export interface OfficialPrice {
  /** One price in dollars, or the ends of a range. */
  readonly prices: readonly number[]
  readonly priceTag: string
}

/** An absent or empty text costs 100 dollars. @throws GigpoError `data` where a price holds no number. */
export function parseOfficialPrice(raw: unknown, where: string): OfficialPrice {
  if (raw === undefined || raw === null || raw === '') return { prices: [100], priceTag: '$100.0' }
  const parts = asText(raw, 'pricing', where).split('$').slice(1)
  const all = parts.map((part) => part.replace(/[^0-9.]/g, ''))
  const prices = all.slice(0, 2).map(Number)
  if (all.length === 0 || !all.every((text) => /^(\d+\.?\d*|\.\d+)$/.test(text)) || !prices.every(Number.isFinite))
    throw wrongShape('pricing', 'one or two prices such as "$17.40" or "$10 - $20"', raw, where)
  return { prices, priceTag: prices.map((price) => `$${pythonFloat(price)}`).join(' to ') }
}
