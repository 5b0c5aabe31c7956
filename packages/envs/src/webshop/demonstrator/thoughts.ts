// What the demonstrator would say about its next step, as one or two plain sentences built from its decision. Demonstrations
// for agents that think before they act carry this text.
import type { SeenProduct, SeenShop } from '../agents/seen-shop.ts'

export interface Decision {
  readonly action: string
  readonly purpose:
    | 'search'
    | 'search again'
    | 'next'
    | 'open'
    | 'open again'
    | 'read'
    | 'back to item'
    | 'give up'
    | 'pick'
    | 'buy'
  readonly about?: SeenProduct
  /** Wanted option that is picked. */
  readonly option?: number
  /** Attributes still to be confirmed. */
  readonly doubts?: readonly string[]
}

export function thought(shop: SeenShop, { purpose, about, option, doubts }: Decision): string {
  const { type, attributes, options, cap } = shop.goal
  const thing = type === '' ? 'the product' : type
  const met =
    about === undefined ? [] : attributes.filter((attribute) => shop.attributeMatch(about, attribute) !== 'no')
  switch (purpose) {
    case 'search':
      return shop.queries.length === 0
        ? `I need ${thing}${attributes.length === 0 ? '' : ` with ${attributes.join(', ')}`}${cap === undefined ? '' : `, below ${cap} dollars`}. I search for that.`
        : `The last search did not bring what I need. I try other words.`
    case 'search again':
      return `None of these results fits ${thing}. I go back and search with other words.`
    case 'next':
      return `None of these ${shop.results.length} results fits. I look at the next page.`
    case 'open':
      return `Of these results, number ${shop.rank(about!.asin)} fits best${met.length === 0 ? '' : `: its title says ${met.join(', ')}`}. I open it.`
    case 'open again':
      return `I have seen enough: result ${shop.rank(about!.asin)} was the best, so I return to it.`
    case 'read':
      return `I do not know yet whether this is ${doubts!.join(', ')}. I read on before I decide.`
    case 'back to item':
      return `I have read this page. I go back to the product.`
    case 'give up': {
      const lacking = options.find((_, i) => shop.optionVerdict(about!, i) === 'none')
      if (lacking !== undefined)
        return `This one is not offered in ${lacking.name} ${lacking.value}. I go back to the results.`
      if (shop.priceVerdict(about!) === 'over')
        return `This one costs more than ${cap} dollars. I go back to the results.`
      return `I cannot confirm all I want here, and another result looks better. I go back to the results.`
    }
    case 'pick': {
      const { name, value } = options[option!]!
      return `This product fits. The ${name} has to be ${value}, so I choose it.`
    }
    case 'buy':
      return options.length === 0
        ? `This product fits what I was asked for. I buy it.`
        : `The options are chosen as far as they are offered. I buy it.`
  }
}
