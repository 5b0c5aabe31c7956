// The addresses of the contract as functions: the pages ask for them, an exported site is written under them.
import type { EpisodeQuery } from './contract.ts'

/** The fields that choose the columns of an answer; a query without any is the address alone. */
export interface MetricsAddress {
  readonly names?: readonly string[]
  readonly file?: 'metrics' | 'supervised'
  readonly points?: number
}

const runAddress = (id: string): string => `/api/runs/${encodeURIComponent(id)}`

export const addresses: {
  readonly runs: string
  readonly roadmap: string
  readonly changes: string
  readonly run: (id: string) => string
  readonly metrics: (id: string, options?: MetricsAddress) => string
  readonly evaluations: (id: string) => string
  readonly episodes: (id: string, query?: EpisodeQuery) => string
  readonly episode: (id: string, iteration: number, index: number) => string
  readonly groups: (id: string, iteration: number) => string
  readonly group: (id: string, iteration: number, group: string) => string
} = {
  runs: '/api/runs',
  roadmap: '/api/roadmap',
  changes: '/api/changes',
  run: runAddress,
  metrics: (id, { names, file, points } = {}) =>
    withQuery(`${runAddress(id)}/metrics`, {
      names: names?.join(','),
      file: file === 'supervised' ? file : undefined,
      points,
    }),
  evaluations: (id) => `${runAddress(id)}/evaluations`,
  episodes: (id, query = {}) => withQuery(`${runAddress(id)}/episodes`, { ...query, facets: query.facets?.join(',') }),
  episode: (id, iteration, index) => `${runAddress(id)}/episodes/${iteration}/${index}`,
  groups: (id, iteration) => `${runAddress(id)}/groups/${iteration}`,
  group: (id, iteration, group) => `${runAddress(id)}/groups/${iteration}/${encodeURIComponent(group)}`,
}

function withQuery(address: string, fields: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') query.set(name, String(value))
  }
  return query.size === 0 ? address : `${address}?${query}`
}
