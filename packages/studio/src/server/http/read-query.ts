// Parameters of requests, parsed at the edge: each is of its kind or the request is refused with what was received.
import { GigpoError } from '@gigpo/core'
import type { EpisodeFacet, EpisodeOrder, EpisodeQuery } from '../../api/contract.ts'
import { DEFAULT_LIMIT, episodeFacets, episodeOrders, MAX_LIMIT } from '../../api/select-episodes.ts'

/** A whole number from 0; larger ones count as `most`. @throws GigpoError `usage`. */
export function wholeNumber(name: string, received: string, most: number = Number.MAX_SAFE_INTEGER): number {
  if (/^\d{1,400}$/.test(received)) return Math.min(Number(received), most)
  throw new GigpoError('usage', `${name} is a whole number, received ${quoted(received)}`)
}

/** @throws GigpoError `usage`. */
export function readEpisodeQuery(query: URLSearchParams): EpisodeQuery {
  const number = (name: string, most?: number): number | undefined => {
    const received = query.get(name)
    return received === null ? undefined : wholeNumber(name, received, most)
  }
  const iteration = number('iteration')
  const search = query.get('search') ?? ''
  const group = query.get('group')
  const facets = (query.get('facets') ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => oneOf<EpisodeFacet>('facets', name, episodeFacets))
  return {
    ...(iteration === undefined ? {} : { iteration }),
    ...(search === '' ? {} : { search }),
    ...(group === null ? {} : { group }),
    facets,
    order: oneOf<EpisodeOrder>('order', query.get('order') ?? 'file', episodeOrders),
    offset: number('offset') ?? 0,
    limit: number('limit', MAX_LIMIT) ?? DEFAULT_LIMIT,
  }
}

/** @throws GigpoError `usage`. */
export function oneOf<Name extends string>(name: string, received: string, known: readonly Name[]): Name {
  const found = known.find((one) => one === received)
  if (found !== undefined) return found
  throw new GigpoError('usage', `${name} knows ${known.join(', ')}, received ${quoted(received)}`)
}

function quoted(received: string): string {
  return JSON.stringify(received.slice(0, 80))
}
