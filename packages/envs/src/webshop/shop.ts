// The shop as a pure reducer: (state, action) → state. A shop holds what all its shoppers share; where one of them stands is a
// ShopState. Whether an action can be done is read off the page model, so what is listed, shown and accepted cannot differ.
// Transitions follow the original's SimServer (web_agent_site/envs/web_agent_text_env.py); `compat` keeps or mends its flaws.
import { parseAction } from './action-grammar.ts'
import type { Compat, Goal } from './goals/goal.ts'
import { hiddenSearch } from './hidden-search.ts'
import { pageOf } from './pages/build-page.ts'
import { clicked, hasSearchBar } from './pages/clickables.ts'
import type { Page, PageKind } from './pages/page.ts'
import type { Catalogue } from './products/product.ts'
import type { ShopState } from './shop-state.ts'

export interface Shop {
  readonly catalogue: Catalogue
  readonly compat: Compat
  /** Whether item pages offer the hidden attributes. */
  readonly showAttributes: boolean
}

export interface ShopOptions {
  readonly catalogue: Catalogue
  /** Default `fixed`. */
  readonly compat?: Compat
  /** Default false, as the original. */
  readonly showAttributes?: boolean
}

export function createShop({ catalogue, compat = 'fixed', showAttributes = false }: ShopOptions): Shop {
  return { catalogue, compat, showAttributes }
}

export interface ShopStep {
  readonly state: ShopState
  /** False where the action could not be done: the state is then the same object. */
  readonly valid: boolean
}

const nothingFound = new Int32Array(0)

/** A shopper at the door: the index page. */
export function initialState(session: string): ShopState {
  return {
    session,
    page: 'index',
    keywords: [],
    results: nothingFound,
    pageNumber: 1,
    product: -1,
    chosen: [],
    visited: [],
  }
}

/** Does an action, any text, in time linear in it. */
export function stepShop(shop: Shop, goal: Goal, state: ShopState, action: string): ShopStep {
  return stepFromPage(shop, state, pageOf(shop, goal, state), action)
}

/** `stepShop` for callers that have the state's page at hand. */
export function stepFromPage(shop: Shop, state: ShopState, page: Page, action: string): ShopStep {
  const next = nextState(shop, state, page, action)
  return next === undefined ? { state, valid: false } : { state: next, valid: true }
}

function nextState(shop: Shop, state: ShopState, page: Page, action: string): ShopState | undefined {
  const parsed = parseAction(action, shop.compat)
  if (parsed === undefined) return undefined
  const { name, argument } = parsed
  if (name === 'search') {
    // The original searches from every page, even after the purchase.
    return shop.compat !== 'fixed' || hasSearchBar(page) ? search(shop, state, argument) : undefined
  }
  if (name !== 'click' || (shop.compat !== 'fixed' && argument === 'search')) return undefined
  const segment = clicked(page, argument)
  switch (segment?.kind) {
    case undefined:
      return undefined
    case 'button':
      return press(state, segment.label)
    case 'link':
      return { ...state, page: 'item', product: segment.product, visited: withVisit(state.visited, segment.product) }
    case 'option':
      return { ...state, page: 'item', chosen: withChoice(state.chosen, segment.group, segment.value) }
  }
}

function search({ catalogue, compat }: Shop, state: ShopState, query: string): ShopState | undefined {
  const keywords = query.split(' ')
  const hidden = compat === 'fixed' ? undefined : hiddenSearch(catalogue.products, keywords, state.session)
  // The original stops with an exception here; the shopper stays where they are.
  if (hidden === 'fails') return undefined
  const results = hidden ?? catalogue.search.search(query)
  return { ...state, page: 'results', keywords, results, pageNumber: 1, product: -1, chosen: [] }
}

/** The shop's own buttons, by their label. */
function press(state: ShopState, label: string): ShopState | undefined {
  switch (label) {
    case 'Back to Search':
      return initialState(state.session)
    case 'Next >':
      return { ...state, pageNumber: state.pageNumber + 1 }
    case '< Prev':
      if (state.page === 'results') return { ...state, pageNumber: state.pageNumber - 1 }
      if (state.page === 'item') return { ...state, page: 'results', product: -1, chosen: [] }
      return { ...state, page: 'item' }
    case 'Buy Now':
      return { ...state, page: 'done' }
    default: {
      const page = subPages.get(label)
      return page === undefined ? undefined : { ...state, page }
    }
  }
}

const subPages: ReadonlyMap<string, PageKind> = new Map([
  ['Description', 'description'],
  ['Features', 'features'],
  ['Reviews', 'reviews'],
  ['Attributes', 'attributes'],
])

const withVisit = (visited: ShopState['visited'], product: number): ShopState['visited'] =>
  visited.includes(product) ? visited : [...visited, product]

/** A second value of a group takes the first one's place, as in a Python dict. */
function withChoice(chosen: ShopState['chosen'], name: string, value: string): ShopState['chosen'] {
  const choice = { name, value }
  return chosen.some((made) => made.name === name)
    ? chosen.map((made) => (made.name === name ? choice : made))
    : [...chosen, choice]
}
