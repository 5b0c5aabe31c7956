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

/** What the other orders put first when it is large; ties stay in the order of the files. */
const rank: Readonly<Record<Exclude<EpisodeOrder, 'file'>, (row: RankedEpisode) => number>> = {
  longest: (row) => row.steps,
  advantage: (row) => row.advantage ?? -1,
  return: (row) => row.return,
}

/** A page of `rows`, which come in the order of the files, with facets counted over the rows of the iteration and group asked for. Several facets must all hold. */
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
  const end = offset + Math.min(limit, MAX_LIMIT)
  const chosen = order === 'file' ? kept.slice(offset, end) : ranked(kept, rank[order]).slice(offset, end)
  return { total: kept.length, rows: chosen, facets: counts }
}

/** By numbers rather than by rows, which for hundreds of thousands of rows takes a third of the time. */
function ranked<Row extends RankedEpisode>(rows: readonly Row[], rankOf: (row: Row) => number): Row[] {
  const ranks = Float64Array.from(rows, rankOf)
  const places = Uint32Array.from(rows.keys()).sort((a, b) => ranks[b]! - ranks[a]! || a - b)
  return Array.from(places, (place) => rows[place]!)
}
