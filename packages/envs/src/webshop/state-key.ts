// What counts as the same place, before acting: GiGPO groups steps by it. The original's `text` merges an item page before and
// after a choice, because chosen options are not shown; the richer keys do not.
import type { Page } from './pages/page.ts'
import { printAfterInstruction, type TextMode } from './pages/print-text.ts'
import type { ShopState } from './shop-state.ts'

/**
 * `text`: the observation without the instruction, which is equal within a group anyway (the choice of the GiGPO paper);
 * `inventory`: that and the chosen options; `state`: everything the future of the episode depends on.
 */
export type WebshopAnchor = 'text' | 'inventory' | 'state'

export function anchorKey(anchor: WebshopAnchor, page: Page, state: ShopState, mode: TextMode): string {
  if (anchor === 'state') return stateKey(state)
  const text = printAfterInstruction(page, mode)
  return anchor === 'text' ? text : `${text}\n${JSON.stringify(options(state))}`
}

/** Key of a state: the page, what was searched and chosen. Which products were opened before changes nothing that follows. */
function stateKey(state: ShopState): string {
  return JSON.stringify([state.page, state.keywords, state.pageNumber, state.product, options(state)])
}

/** In the order of their names: in which order they were chosen does not matter. */
function options({ chosen }: ShopState): string[][] {
  return chosen.map(({ name, value }) => [name, value]).sort(([a], [b]) => (a! < b! ? -1 : 1))
}
