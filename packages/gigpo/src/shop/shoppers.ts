// What each shopper of the site has done so far. Addresses hold the place; this remembers the way: every new address is turned
// into the actions an agent would have needed, so that a person's episode can be replayed and counted like an agent's.
import { clickables, type Goal, pageOf, type Shop, type ShopState, stepShop } from '@gigpo/envs/webshop'
import type { Walk } from './walk-to.ts'

/** Shoppers remembered; the one away longest is forgotten first. */
const REMEMBERED = 1000

export interface Shoppers {
  /** A shopper has arrived where this walk leads; the answer is the way the shopper has come in all. */
  arrive(goal: Goal, direct: Walk): Walk
  actions(session: string): readonly string[]
  forget(session: string): void
}

export function createShoppers(shop: Shop): Shoppers {
  const walks = new Map<string, Walk>()
  const urlOf = (goal: Goal, state: ShopState): string => pageOf(shop, goal, state).url
  /** The walk longer by what leads to the place: nothing, one action, or back to the door and in again. */
  const goOn = (goal: Goal, walk: Walk, direct: Walk): Walk => {
    const url = urlOf(goal, direct.state)
    if (urlOf(goal, walk.state) === url) return walk
    if (walk.state.page === 'done') return direct
    const page = pageOf(shop, goal, walk.state)
    const searches = direct.state.page === 'results' ? [`search[${direct.state.keywords.join(' ')}]`] : []
    for (const action of [...searches, ...clickables(page).map((text) => `click[${text}]`)]) {
      const { state, valid } = stepShop(shop, goal, walk.state, action)
      if (valid && urlOf(goal, state) === url) return { state, actions: [...walk.actions, action] }
    }
    if (direct.state.page === 'done') return direct
    const back = walk.state.page === 'index' ? [] : ['click[back to search]']
    return { state: direct.state, actions: [...walk.actions, ...back, ...direct.actions] }
  }
  return {
    arrive(goal, direct) {
      const { session } = direct.state
      const walk = walks.get(session)
      const next = walk === undefined ? direct : goOn(goal, walk, direct)
      walks.delete(session)
      if (walks.size >= REMEMBERED) walks.delete(walks.keys().next().value!)
      walks.set(session, next)
      return next
    },
    actions: (session) => walks.get(session)?.actions ?? [],
    forget: (session) => void walks.delete(session),
  }
}
