// What is asked of the table of episodes, as it stands in the address.
import type { EpisodeFacet, EpisodeOrder, EpisodeQuery } from '../api/contract.ts'
import { episodeFacets, episodeOrders } from '../api/select-episodes.ts'
import { joinList, splitList } from './query-list.ts'

/** Episodes on one page of the table. */
export const PAGE = 50

/** What makes no sense is as if it were absent. */
export function parseEpisodeQuery(
  query: URLSearchParams,
): EpisodeQuery & { readonly offset: number; readonly limit: number } {
  const number = (name: string): number | undefined => {
    const text = query.get(name) ?? ''
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined
  }
  const facets = splitList(query.get('facets')).filter((facet): facet is EpisodeFacet =>
    episodeFacets.some((each) => each === facet),
  )
  const [iteration, search, group] = [number('iteration'), query.get('search')?.trim(), query.get('group')]
  const order = episodeOrders.find((each) => each === query.get('order')) as EpisodeOrder | undefined
  return {
    ...(iteration === undefined ? {} : { iteration }),
    ...(search ? { search } : {}),
    ...(group === null ? {} : { group }),
    ...(facets.length === 0 ? {} : { facets }),
    ...(order === undefined ? {} : { order }),
    offset: number('offset') ?? 0,
    limit: PAGE,
  }
}

/** The entry of the address after a facet is switched. */
export function toggleFacet(query: EpisodeQuery, facet: EpisodeFacet): string {
  const { facets = [] } = query
  return joinList(facets.includes(facet) ? facets.filter((other) => other !== facet) : [...facets, facet])
}
