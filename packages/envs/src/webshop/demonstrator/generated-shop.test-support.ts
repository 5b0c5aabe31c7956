// A generated shop with its goals and real search, and the play of a demonstrator in it, for tests of agents and demonstrator.
import type { AgentView, Demonstrator, HistoryEntry } from '@gigpo/core'
import { rootKey, stream } from '@gigpo/core'
import { createWebshopEnvironment, type WebshopEnvironmentOptions } from '../environment.ts'
import { generateCatalogue } from '../generator/generate-catalogue.ts'
import { canonicalGoals } from '../goals/canonical-goals.ts'
import type { Goal } from '../goals/goal.ts'
import type { Product } from '../products/product.ts'
import { productsInMemory } from '../products/products-in-memory.ts'
import { buildSearchIndex } from '../search/build-index.ts'
import { documentText } from '../search/document.ts'
import { createProductSearch } from '../search/product-search.ts'
import { createShop, type Shop } from '../shop.ts'

export interface ShopWithGoals {
  readonly shop: Shop
  readonly goals: readonly Goal[]
}

export function shopOf(name: string, list: readonly Product[]): ShopWithGoals {
  const products = productsInMemory(list)
  const { goals, prices } = canonicalGoals(products, { kind: 'synthetic', compat: 'fixed' })
  const index = buildSearchIndex({ asins: list.map(({ asin }) => asin), documents: list.map(documentText) })
  const catalogue = {
    name,
    products,
    search: createProductSearch(index),
    price: (position: number) => prices[position]!,
  }
  return { shop: createShop({ catalogue }), goals }
}

export const generatedShop = (products = 400): ShopWithGoals =>
  shopOf('generated', generateCatalogue({ seed: 5, products }).products)

export interface Shopping {
  readonly views: readonly AgentView[]
  readonly actions: readonly string[]
  readonly bought: boolean
  readonly score: number
}

/** One episode of a demonstrator; `seed` keys its draws. */
export async function goShopping(
  { shop, goals }: ShopWithGoals,
  goal: number,
  demonstrator: Demonstrator,
  options: WebshopEnvironmentOptions & { readonly seed?: number } = {},
): Promise<Shopping> {
  const { seed = 0, ...settings } = options
  const environment = createWebshopEnvironment(shop, goals[goal]!, settings)
  const random = stream(rootKey(seed), 'shopping', goal)
  const views: AgentView[] = []
  const history: HistoryEntry[] = []
  let observation = await environment.reset()
  for (let step = 0; ; step++) {
    const view = { step, observation, history: history.slice() }
    views.push(view)
    const { action } = demonstrator.act(view, random)
    history.push({ observation: observation.text, action, valid: true })
    const transition = await environment.step(action)
    observation = transition.observation
    if (transition.terminated || transition.truncated) {
      const actions = history.map((entry) => entry.action)
      return { views, actions, bought: transition.terminated, score: Number(transition.info.task_score) }
    }
  }
}
