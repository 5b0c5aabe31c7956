// Where a shopper stands. Plain immutable data: a step makes a new state, so a snapshot is a reference and a fork is free.
// Positions are product positions in the catalogue.
import type { PageKind } from './pages/page.ts'

export interface ShopState {
  /** Session name in URLs. */
  readonly session: string
  readonly page: PageKind
  /** Words of the last search; empty before the first. */
  readonly keywords: readonly string[]
  /** All results of that search (at most 50), shared with the search cache: paging never searches again. */
  readonly results: Int32Array
  /** Page of results, from 1. */
  readonly pageNumber: number
  /** The product looked at, or -1. */
  readonly product: number
  /** Chosen options in the order their groups were first chosen; kept over sub-pages, cleared by a search. */
  readonly chosen: readonly { readonly name: string; readonly value: string }[]
  /** Products opened in this episode. */
  readonly visited: readonly number[]
}
