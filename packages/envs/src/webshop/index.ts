// WebShop: a shop in text and HTML. Catalogues come from the official files or from the generator; one page model is
// printed for agents and for people; task sets hand its goals to the trainer; agents and a demonstrator shop in it.
export type { Compat, Goal, GoalOption } from './goals/goal.ts'
export type { Page, PageKind, Segment, TextRole } from './pages/page.ts'
export type { Catalogue, OptionGroup, Product, ProductSearch, ProductSource } from './products/product.ts'
export type { ShopState } from './shop-state.ts'
