// WebShop: a shop in text and HTML. Catalogues come from the official files or from the generator; one page model is
// printed for agents and for people; task sets hand its goals to the trainer; agents and a demonstrator shop in it.
export { type WebshopAgentOptions, webshopAgents } from './agents/registry.ts'
export { createWebshopDemonstrator, type WebshopDemonstratorOptions } from './demonstrator/webshop-demonstrator.ts'
export {
  createWebshopEnvironment,
  type ObservationMode,
  type WebshopEnvironmentOptions,
} from './environment.ts'
export type { Difficulty } from './generator/difficulty.ts'
export {
  createProductGenerator,
  type GeneratedCatalogue,
  type GeneratorOptions,
  generateCatalogue,
  heldOutTypes,
  type ProductGenerator,
} from './generator/generate-catalogue.ts'
export { type CatalogueStatistics, catalogueStatistics } from './generator/statistics.ts'
export { type CanonicalGoalsOptions, canonicalGoals } from './goals/canonical-goals.ts'
export type { Compat, Goal, GoalOption } from './goals/goal.ts'
export { type HumanInstruction, type HumanInstructions, parseHumanInstructions } from './goals/human-goals.ts'
export { type GoalSplits, splitGoals } from './goals/split-goals.ts'
export { actedOn } from './pages/acted-on.ts'
export { pageOf } from './pages/build-page.ts'
export { admissibleActions, clickables } from './pages/clickables.ts'
export type { Page, PageKind, Segment, TextRole } from './pages/page.ts'
export { type HtmlOptions, printHtml } from './pages/print-html.ts'
export { printText, type TextMode } from './pages/print-text.ts'
export { parseShopUrl, type ShopPlace, shopUrl } from './pages/shop-url.ts'
export { drawPrices } from './products/draw-prices.ts'
export {
  loadOfficialProducts,
  type ProductExtras,
  parseOfficialExtras,
  parseOfficialProduct,
} from './products/official.ts'
export type { Catalogue, OptionGroup, Product, ProductSearch, ProductSource } from './products/product.ts'
export { canonicalProduct, productsInMemory } from './products/products-in-memory.ts'
export { NumpyRandom } from './python/numpy-random.ts'
export { pythonFloat } from './python/python-text.ts'
export { type JudgePurchase, purchaseReward, type RewardBreakdown, rewardFor } from './reward/purchase-reward.ts'
export { scoreIfBought } from './score.ts'
export { buildSearchIndex } from './search/build-index.ts'
export { buildSegment } from './search/build-segment.ts'
export { documentText } from './search/document.ts'
export { mergeSegments } from './search/merge-segments.ts'
export { createProductSearch } from './search/product-search.ts'
export { openSearchIndex } from './search/search-index.ts'
export { createShop, initialState, type Shop, type ShopOptions, type ShopStep, stepShop } from './shop.ts'
export type { ShopState } from './shop-state.ts'
export { styleSheet } from './site/style-sheet.ts'
export type { WebshopAnchor } from './state-key.ts'
export { createWebshopTaskSet, type WebshopTaskSetOptions } from './task-set.ts'
