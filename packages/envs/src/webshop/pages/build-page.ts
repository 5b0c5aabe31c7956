// The pages of the shop: what a shopper in a given place sees, as segments in reading order. The order and the wording are
// the original's (web_agent_site/templates), because policies are trained on them.
import type { Goal } from '../goals/goal.ts'
import type { Product } from '../products/product.ts'
import type { Shop } from '../shop.ts'
import type { ShopState } from '../shop-state.ts'
import { donePage } from './done-page.ts'
import type { Page, PageKind, Segment, TextRole } from './page.ts'
import { shopUrl } from './shop-url.ts'
import { paddedText, visibleText } from './visible-text.ts'

const RESULTS_A_PAGE = 10

const text = (role: TextRole, value: string): Segment => ({ kind: 'text', role, text: value })
const button = (label: string, clickable = true): Segment => ({ kind: 'button', label, clickable })

/** The page a shopper with this goal sees in this state. Its address is made when asked for. */
export function pageOf(shop: Shop, goal: Goal, state: ShopState): Page {
  return {
    kind: state.page,
    get url(): string {
      const asin = state.product < 0 ? '' : shop.catalogue.products.product(state.product).asin
      return shopUrl({ ...state, asin })
    },
    segments: builders[state.page](shop, goal, state),
  }
}

type Build = (shop: Shop, goal: Goal, state: ShopState) => Segment[]

const instructed = (goal: Goal): Segment[] => [
  text('label', 'Instruction:'),
  ...visibleText('instruction', goal.instruction),
]

const index: Build = ({ compat }, goal) => [
  text('shop', 'WebShop'),
  ...instructed(goal),
  { kind: 'input', name: 'search_query' },
  // The original lists this button as an action that does nothing.
  button('Search', compat !== 'fixed'),
]

const results: Build = ({ catalogue, compat }, goal, { results: found, pageNumber, visited }) => {
  const segments = [
    ...instructed(goal),
    button('Back to Search'),
    text('header', `Page ${pageNumber} (Total results: ${found.length})`),
  ]
  if (pageNumber > 1) segments.push(button('< Prev'))
  // The original offers further pages without end.
  if (compat !== 'fixed' || pageNumber * RESULTS_A_PAGE < found.length) segments.push(button('Next >'))
  for (const position of found.subarray((pageNumber - 1) * RESULTS_A_PAGE, pageNumber * RESULTS_A_PAGE)) {
    const product = catalogue.products.product(position)
    segments.push({ kind: 'link', asin: product.asin, product: position, visited: visited.includes(position) })
    segments.push(...visibleText('title', product.title), ...visibleText('price', product.priceTag))
  }
  return segments
}

const item: Build = (shop, goal, state) => {
  const product = shop.catalogue.products.product(state.product)
  const segments = [...instructed(goal), button('Back to Search'), button('< Prev')]
  for (const { name, values } of product.options) {
    segments.push(...visibleText('option-name', name))
    const choice = state.chosen.find((chosen) => chosen.name === name)?.value
    for (const value of values) {
      if (value !== '') segments.push({ kind: 'option', group: name, value, chosen: value === choice })
    }
  }
  segments.push(
    ...visibleText('title', product.title),
    text('price', `Price: ${product.priceTag}`),
    text('rating', 'Rating: N.A.'),
    button('Description'),
    button('Features'),
    button('Reviews'),
  )
  if (shop.showAttributes) segments.push(button('Attributes'))
  segments.push(button('Buy Now'))
  return segments
}

/** A page about one product, reached from its item page. */
const subPage =
  (body: (product: Product) => Segment[]): Build =>
  ({ catalogue }, goal, { product }) => [
    ...instructed(goal),
    button('Back to Search'),
    button('< Prev'),
    ...body(catalogue.products.product(product)),
  ]

const builders: Readonly<Record<PageKind, Build>> = {
  index,
  results,
  item,
  description: subPage(({ description }) => visibleText('description', description)),
  features: subPage(({ bullets }) => bullets.flatMap((bullet) => paddedText('bullet', bullet))),
  // No product has reviews.
  reviews: subPage(() => []),
  attributes: subPage(({ attributes, category, query, productCategory }) => [
    ...attributes.flatMap((attribute) => paddedText('attribute', attribute)),
    ...[category, query, productCategory].flatMap((value) => visibleText('attribute', value)),
  ]),
  done: donePage,
}
