// The pages of the shop: what a shopper in a given place sees, as segments in reading order. The order and the wording are
// the original's (web_agent_site/templates), because policies are trained on them.
import type { Goal } from '../goals/goal.ts'
import type { Product } from '../products/product.ts'
import type { Shop } from '../shop.ts'
import type { ShopState } from '../shop-state.ts'
import { donePage } from './done-page.ts'
import type { Page, PageKind, Segment, TextRole } from './page.ts'
import { shopUrl } from './shop-url.ts'
import { addPaddedText, addText } from './visible-text.ts'

const RESULTS_A_PAGE = 10

const text = (role: TextRole, value: string): Segment => ({ kind: 'text', role, text: value })
const button = (label: string, clickable = true): Segment => ({ kind: 'button', label, clickable })

/** The page a shopper with this goal sees in this state. */
export function pageOf(shop: Shop, goal: Goal, state: ShopState): Page {
  return new ShopPage(shop, state, builders[state.page](shop, goal, state))
}

/** Makes its address when asked for: few steps need it. */
class ShopPage implements Page {
  readonly kind: PageKind
  readonly segments: readonly Segment[]
  readonly #shop: Shop
  readonly #state: ShopState

  constructor(shop: Shop, state: ShopState, segments: readonly Segment[]) {
    this.kind = state.page
    this.segments = segments
    this.#shop = shop
    this.#state = state
  }

  get url(): string {
    const { product } = this.#state
    const asin = product < 0 ? '' : this.#shop.catalogue.products.product(product).asin
    return shopUrl({ ...this.#state, asin })
  }
}

type Build = (shop: Shop, goal: Goal, state: ShopState) => Segment[]

// Segments that are equal on all pages are shared by them.
const SHOP = text('shop', 'WebShop')
const INSTRUCTION = text('label', 'Instruction:')
const RATING = text('rating', 'Rating: N.A.')
const BACK = button('Back to Search')
const PREVIOUS = button('< Prev')
const NEXT = button('Next >')
const SUB_PAGES = [button('Description'), button('Features'), button('Reviews')]
const ATTRIBUTES = button('Attributes')
const BUY = button('Buy Now')

const index: Build = ({ compat }, goal) => {
  const segments = [SHOP, INSTRUCTION]
  addText(segments, 'instruction', goal.instruction)
  // The original lists this button as an action that does nothing.
  segments.push({ kind: 'input', name: 'search_query' }, button('Search', compat !== 'fixed'))
  return segments
}

/** How all other pages begin. */
function begin(goal: Goal): Segment[] {
  const segments = [INSTRUCTION]
  addText(segments, 'instruction', goal.instruction)
  segments.push(BACK)
  return segments
}

const results: Build = ({ catalogue, compat }, goal, { results: found, pageNumber, visited }) => {
  const segments = begin(goal)
  segments.push(text('header', `Page ${pageNumber} (Total results: ${found.length})`))
  if (pageNumber > 1) segments.push(PREVIOUS)
  // The original offers further pages without end.
  if (compat !== 'fixed' || pageNumber * RESULTS_A_PAGE < found.length) segments.push(NEXT)
  for (const position of found.subarray((pageNumber - 1) * RESULTS_A_PAGE, pageNumber * RESULTS_A_PAGE)) {
    const product = catalogue.products.product(position)
    segments.push({ kind: 'link', asin: product.asin, product: position, visited: visited.includes(position) })
    addText(segments, 'title', product.title)
    addText(segments, 'price', product.priceTag)
  }
  return segments
}

const item: Build = ({ catalogue, showAttributes }, goal, state) => {
  const product = catalogue.products.product(state.product)
  const segments = begin(goal)
  segments.push(PREVIOUS)
  for (const { name, values } of product.options) {
    addText(segments, 'option-name', name)
    const choice = state.chosen.find((chosen) => chosen.name === name)?.value
    for (const value of values) {
      if (value !== '') segments.push({ kind: 'option', group: name, value, chosen: value === choice })
    }
  }
  addText(segments, 'title', product.title)
  segments.push(text('price', `Price: ${product.priceTag}`), RATING, ...SUB_PAGES)
  if (showAttributes) segments.push(ATTRIBUTES)
  segments.push(BUY)
  return segments
}

/** A page about one product, reached from its item page. */
const subPage =
  (addBody: (segments: Segment[], product: Product) => void): Build =>
  ({ catalogue }, goal, { product }) => {
    const segments = begin(goal)
    segments.push(PREVIOUS)
    addBody(segments, catalogue.products.product(product))
    return segments
  }

const builders: Readonly<Record<PageKind, Build>> = {
  index,
  results,
  item,
  description: subPage((segments, { description }) => addText(segments, 'description', description)),
  features: subPage((segments, { bullets }) => {
    for (const bullet of bullets) addPaddedText(segments, 'bullet', bullet)
  }),
  // No product has reviews.
  reviews: subPage(() => undefined),
  attributes: subPage((segments, { attributes, category, query, productCategory }) => {
    for (const attribute of attributes) addPaddedText(segments, 'attribute', attribute)
    for (const value of [category, query, productCategory]) addText(segments, 'attribute', value)
  }),
  done: donePage,
}
