import { describe, expect, it } from 'vitest'
import { PAGE, parseEpisodeQuery, toggleFacet } from './episode-query.ts'

const parse = (query: string) => parseEpisodeQuery(new URLSearchParams(query))

describe('the question to the table of episodes', () => {
  it('is all of them, a page at a time, where the address says nothing or nonsense', () => {
    expect(parse('')).toEqual({ offset: 0, limit: PAGE })
    expect(parse('iteration=-1&facets=odd&order=best&offset=x&search=+')).toEqual({ offset: 0, limit: PAGE })
  })

  it('comes from the address', () => {
    expect(parse('iteration=3&search=mug&facets=failed,truncated&order=longest&group=3-1&offset=50')).toEqual({
      ...{
        iteration: 3,
        search: 'mug',
        facets: ['failed', 'truncated'],
        order: 'longest',
        group: '3-1',
        offset: 50,
        limit: PAGE,
      },
    })
  })

  it('facets are switched', () => {
    expect(toggleFacet(parse('facets=failed'), 'invalid')).toBe('failed,invalid')
    expect(toggleFacet(parse('facets=failed,invalid'), 'failed')).toBe('invalid')
  })
})
