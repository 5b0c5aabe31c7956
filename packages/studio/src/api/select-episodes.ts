// The table of episodes: facets, order and page over rows that a search has already narrowed. The server runs it over its
// index, an exported site over its list of rows.
import type { EpisodeFacet, EpisodeOrder, EpisodePage, EpisodeQuery, EpisodeRow } from './contract.ts'

export const episodeFacets: readonly EpisodeFacet[] = ['failed', 'succeeded', 'truncated', 'invalid', 'error']
export const episodeOrders: readonly EpisodeOrder[] = ['file', 'longest', 'advantage', 'return']
export const DEFAULT_LIMIT = 50
export const MAX_LIMIT = 500

/** What facets and orders need of an episode. */
export type RankedEpisode = Pick<
  EpisodeRow,
  'iteration' | 'index' | 'group' | 'success' | 'stop' | 'invalid' | 'steps' | 'advantage' | 'return'
>

const inFacet: Readonly<Record<EpisodeFacet, (row: RankedEpisode) => boolean>> = {
  failed: (row) => !row.success,
  succeeded: (row) => row.success,
  truncated: (row) => row.stop === 'truncated' || row.stop === 'context-length',
  invalid: (row) => row.invalid > 0,
  error: (row) => row.stop === 'error',
}

const byFile = (a: RankedEpisode, b: RankedEpisode): number => a.iteration - b.iteration || a.index - b.index
const falling =
  (value: (row: RankedEpisode) => number) =>
  (a: RankedEpisode, b: RankedEpisode): number =>
    value(b) - value(a) || byFile(a, b)
const orders: Readonly<Record<EpisodeOrder, (a: RankedEpisode, b: RankedEpisode) => number>> = {
  file: byFile,
  longest: falling((row) => row.steps),
  advantage: falling((row) => row.advantage ?? -1),
  return: falling((row) => row.return),
}

/** A page of rows, with facets counted over the rows of the iteration and group asked for. Several facets must all hold. */
export function selectEpisodes<Row extends RankedEpisode>(
  rows: Iterable<Row>,
  query: Omit<EpisodeQuery, 'search'>,
): { readonly total: number; readonly rows: readonly Row[]; readonly facets: EpisodePage['facets'] } {
  const { iteration, group, facets = [], order = 'file', offset = 0, limit = DEFAULT_LIMIT } = query
  const counts = { failed: 0, succeeded: 0, truncated: 0, invalid: 0, error: 0 }
  const kept: Row[] = []
  for (const row of rows) {
    if (iteration !== undefined && row.iteration !== iteration) continue
    if (group !== undefined && row.group !== group) continue
    for (const facet of episodeFacets) if (inFacet[facet](row)) counts[facet]++
    if (facets.every((facet) => inFacet[facet](row))) kept.push(row)
  }
  kept.sort(orders[order])
  return { total: kept.length, rows: kept.slice(offset, offset + Math.min(limit, MAX_LIMIT)), facets: counts }
}
