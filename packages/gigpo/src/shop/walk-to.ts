// From an address to where a shopper stands, by walking there: the actions that lead to the address are played through the
// reducer from the shop's door. So the site shows no place that an agent could not reach, and knows an action list for each.
import { type Goal, initialState, type Shop, type ShopPlace, type ShopState, stepShop } from '@gigpo/envs/webshop'

export interface Walk {
  readonly state: ShopState
  readonly actions: readonly string[]
}

/** Pages of results an address may name; a search gives five at most, the original lists empty ones without end. */
const LAST_PAGE = 100

/** Undefined where the shop has no such place. The page reached may have another address: the place's canonical one. */
export function walkTo(shop: Shop, goal: Goal, place: ShopPlace): Walk | undefined {
  if (place.page === 'done') return receiptOf(shop, place)
  if (place.pageNumber > LAST_PAGE) return undefined
  let state = initialState(place.session)
  const actions = [...actionsTo(place)]
  for (const action of actions) {
    const step = stepShop(shop, goal, state, action)
    if (!step.valid) return undefined
    state = step.state
  }
  return { state, actions }
}

function* actionsTo({ page, keywords, pageNumber, asin, chosen }: ShopPlace): Generator<string> {
  if (page === 'index') return
  yield `search[${keywords.join(' ')}]`
  for (let shown = 1; shown < pageNumber; shown++) yield 'click[next >]'
  if (page === 'results') return
  yield `click[${asin.toLowerCase()}]`
  for (const { value } of chosen) yield `click[${value}]`
  if (page !== 'item') yield `click[${page}]`
}

/** A receipt's address does not tell how its product was found: it is shown with no way to it. */
function receiptOf({ catalogue }: Shop, { session, asin, chosen }: ShopPlace): Walk | undefined {
  const product = catalogue.products.indexOf(asin)
  if (product < 0) return undefined
  const { options } = catalogue.products.product(product)
  const offered = chosen.every(({ name, value }) =>
    options.some((group) => group.name === name && group.values.includes(value)),
  )
  if (!offered) return undefined
  return { state: { ...initialState(session), page: 'done', product, chosen }, actions: [] }
}
