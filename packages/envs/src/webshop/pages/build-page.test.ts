// The page tables of the original, row by row: text and clickables of every page.
import { describe, expect, it } from 'vitest'
import { initialState } from '../shop.ts'
import type { ShopState } from '../shop-state.ts'
import { mugGoal, oddMug, products, redShoe, shoeGoal, smallShop, untitled } from '../small-shop.test-support.ts'
import { pageOf } from './build-page.ts'
import { admissibleActions, clickables, hasSearchBar } from './clickables.ts'
import { printText } from './print-text.ts'

const compats = ['princeton', 'verl-agent', 'fixed'] as const
const start = initialState('s')
const place = (changes: Partial<ShopState>): ShopState => ({ ...start, keywords: ['mug'], ...changes })
const head = `Instruction: [SEP] ${shoeGoal.instruction} [SEP] Back to Search`
const look = (state: ShopState, compat: (typeof compats)[number] = 'princeton', showAttributes = false) =>
  pageOf(smallShop({ compat, showAttributes }), shoeGoal, state)
const textOf = (state: ShopState, compat?: (typeof compats)[number]) => printText(look(state, compat), 'text')

describe('the index page', () => {
  it.each(compats)('reads the same in %s', (compat) => {
    expect(textOf(start, compat)).toBe(`WebShop [SEP] Instruction: [SEP] ${shoeGoal.instruction} [SEP] Search`)
    expect(hasSearchBar(look(start, compat))).toBe(true)
  })

  it('lists its button as a click in the original only', () => {
    expect(admissibleActions(look(start, 'princeton'))).toEqual(['search[<your query>]', 'click[search]'])
    expect(admissibleActions(look(start, 'verl-agent'))).toEqual(['search[<your query>]', 'click[search]'])
    expect(admissibleActions(look(start, 'fixed'))).toEqual(['search[<your query>]'])
  })
})

describe('a page of results', () => {
  const found = Int32Array.from(products.keys())
  const row = (i: number) => `${products[i]!.asin} [SEP] ${products[i]!.title} [SEP] ${products[i]!.priceTag}`

  it('lists ten products by asin, title and price; an empty title has no segment', () => {
    const rows = products.slice(0, 10).map((_, i) => (i === 2 ? 'B000EMPTY1 [SEP] $10.0' : row(i)))
    expect(textOf(place({ page: 'results', results: found }))).toBe(
      `${head} [SEP] Page 1 (Total results: 14) [SEP] Next > [SEP] ${rows.join(' [SEP] ')}`,
    )
  })

  it('offers back, previous from the second page on, next, and asins in lower case', () => {
    const asins = products.map(({ asin }) => asin.toLowerCase())
    const clicks = (pageNumber: number, compat: (typeof compats)[number]) =>
      clickables(look(place({ page: 'results', results: found, pageNumber }), compat))
    for (const compat of compats) expect(clicks(1, compat)).toEqual(['back to search', 'next >', ...asins.slice(0, 10)])
    expect(clicks(2, 'princeton')).toEqual(['back to search', '< prev', 'next >', ...asins.slice(10)])
    expect(clicks(2, 'verl-agent')).toEqual(['back to search', '< prev', 'next >', ...asins.slice(10)])
    expect(clicks(2, 'fixed')).toEqual(['back to search', '< prev', ...asins.slice(10)])
  })

  it('goes on past the end in the original: an empty list under the same header', () => {
    expect(textOf(place({ page: 'results', results: found, pageNumber: 3 }))).toBe(
      `${head} [SEP] Page 3 (Total results: 14) [SEP] < Prev [SEP] Next >`,
    )
  })

  it('says so when nothing is found', () => {
    const nothing = place({ page: 'results' })
    expect(textOf(nothing)).toBe(`${head} [SEP] Page 1 (Total results: 0) [SEP] Next >`)
    expect(textOf(nothing, 'fixed')).toBe(`${head} [SEP] Page 1 (Total results: 0)`)
  })

  it('ends exactly at a full last page in fixed', () => {
    const ten = place({ page: 'results', results: found.slice(0, 10) })
    expect(clickables(look(ten, 'fixed'))).not.toContain('next >')
    expect(clickables(look(ten, 'princeton'))).toContain('next >')
  })
})

describe('an item page', () => {
  const shoe = place({ page: 'item', product: 0 })

  it.each(compats)('shows options, title, price, rating and the buttons in %s', (compat) => {
    expect(textOf(shoe, compat)).toBe(
      `${head} [SEP] < Prev [SEP] color [SEP] red [SEP] dark blue [SEP] size [SEP] 8 [SEP] 9 [SEP] 8 [SEP] Red Running Shoe [SEP] ` +
        'Price: $20.0 to $30.5 [SEP] Rating: N.A. [SEP] Description [SEP] Features [SEP] Reviews [SEP] Buy Now',
    )
  })

  it('can be clicked at the buttons first, then at each option value once', () => {
    const buttons = ['back to search', '< prev', 'description', 'features', 'reviews']
    const values = ['red', 'dark blue', '8', '9']
    expect(clickables(look(shoe))).toEqual([...buttons, 'buy now', ...values])
    expect(clickables(look(shoe, 'fixed', true))).toEqual([...buttons, 'attributes', 'buy now', ...values])
    expect(printText(look(shoe, 'fixed', true), 'text')).toMatch(/Reviews \[SEP\] Attributes \[SEP\] Buy Now$/)
  })

  it('reads the same before and after a choice, except marked', () => {
    const chosen = place({ page: 'item', product: 0, chosen: [{ name: 'size', value: '9' }] })
    expect(textOf(chosen)).toBe(textOf(shoe))
    expect(printText(look(chosen), 'text_marked')).toBe(textOf(shoe).replace('[SEP] 9 [SEP]', '[SEP] [x] 9 [SEP]'))
    expect(printText(look(shoe), 'text_marked')).toBe(textOf(shoe))
  })

  it('marks a value in its own group only', () => {
    const odd = place({ page: 'item', product: 1, chosen: [{ name: '<b>', value: 'same' }] })
    const marks = look(odd).segments.filter((segment) => segment.kind === 'option' && segment.chosen)
    expect(marks).toEqual([{ kind: 'option', group: '<b>', value: 'same', chosen: true }])
  })
})

describe('pages below an item', () => {
  const below = (page: ShopState['page'], product: number, showAttributes = false) =>
    look(place({ page, product }), 'fixed', showAttributes)
  const textBelow = (page: ShopState['page'], product: number) => printText(below(page, product), 'text')

  it('offer the way back alone', () => {
    for (const page of ['description', 'features', 'reviews', 'attributes'] as const)
      expect(clickables(below(page, 0))).toEqual(['back to search', '< prev'])
  })

  it('show the description, stripped', () => {
    expect(textBelow('description', 0)).toBe(`${head} [SEP] < Prev [SEP] Runs by itself.`)
    expect(oddMug.description).toBe('')
    expect(textBelow('description', 1)).toBe(`${head} [SEP] < Prev`)
    expect(untitled.description).toBe(' ')
    expect(textBelow('description', 2)).toBe(`${head} [SEP] < Prev [SEP] `)
  })

  it('show a segment a bullet: an empty one stays, a blank one with a line break does not', () => {
    expect(redShoe.bullets).toEqual([' light weight ', '', ' \n ', 'washable'])
    expect(textBelow('features', 0)).toBe(`${head} [SEP] < Prev [SEP] light weight [SEP]  [SEP] washable`)
    expect(textBelow('features', 1)).toBe(`${head} [SEP] < Prev`)
    expect(textBelow('features', 2)).toBe(`${head} [SEP] < Prev [SEP] `)
  })

  it('show no reviews, and the attributes with the categories', () => {
    expect(textBelow('reviews', 0)).toBe(`${head} [SEP] < Prev`)
    expect(textBelow('attributes', 0)).toBe(
      `${head} [SEP] < Prev [SEP] light weight [SEP] machine wash [SEP] fashion [SEP] running shoes [SEP] Clothing › Shoes`,
    )
  })
})

describe('the page after the purchase', () => {
  const receipt = (asin: string, options: string, reward: string) =>
    'Thank you for shopping with us! [SEP] Your code: [SEP] None [SEP] (Paste it in your MTurk interface.) [SEP] Purchased [SEP] ' +
    `asin [SEP] ${asin} [SEP] options [SEP] ${options} [SEP] attrs [SEP] None [SEP] category [SEP] None [SEP] query [SEP] None ` +
    '[SEP] product category [SEP] None [SEP] Target [SEP] asin [SEP] options [SEP] attrs [SEP] price upper [SEP] instuction text ' +
    '[SEP] category [SEP] product category [SEP] query [SEP] Goal [SEP] None [SEP] Reward [SEP] Your score (min 0.0, max 1.0) ' +
    `[SEP] ${reward} [SEP] Reward Details [SEP] None`

  it('is a sheet of fields with the score in Python notation, and nothing to click', () => {
    const chosen = [
      { name: 'size', value: '9' },
      { name: 'color', value: 'red' },
    ]
    const done = place({ page: 'done', product: 0, chosen })
    for (const compat of compats) {
      expect(textOf(done, compat)).toBe(receipt('B000SHOE01', '{"color": "red", "size": "9"}', '1.0'))
      expect(admissibleActions(look(done, compat))).toEqual([])
    }
    expect(textOf(place({ page: 'done', product: 0 }))).toBe(receipt('B000SHOE01', '{}', '0.5'))
  })

  it('escapes options as the original does', () => {
    const chosen = [{ name: '<b>', value: "it's é > é" }]
    expect(printText(pageOf(smallShop(), mugGoal, place({ page: 'done', product: 1, chosen })), 'text')).toBe(
      receipt('B000ODDMUG', '{"\\u003cb\\u003e": "it\\u0027s \\u00e9 \\u003e \\u00e9"}', '1.0'),
    )
  })
})
