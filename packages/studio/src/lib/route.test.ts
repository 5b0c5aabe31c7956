import { describe, expect, it } from 'vitest'
import { parseRoute, routeHref, withQuery } from './route.ts'

describe('routes', () => {
  it('an empty address is the first page', () => {
    for (const hash of ['', '#', '#/']) expect(parseRoute(hash).page).toBe('runs')
  })

  it('a run whose id has slashes is one part, there and back', () => {
    const href = routeHref('episode', ['study/a b?', 3, 0], { search: 'a&b=c' })
    expect(href).toBe('#/episode/study%2Fa%20b%3F/3/0?search=a%26b%3Dc')
    const route = parseRoute(href)
    expect(route.parts).toEqual(['study/a b?', '3', '0'])
    expect(route.query.get('search')).toBe('a&b=c')
  })

  it('a part that is not well encoded is kept as it is', () => {
    expect(parseRoute('#/run/100%').parts).toEqual(['100%'])
  })

  it('changes of the query keep the rest, and empty values go', () => {
    const route = parseRoute('#/runs?sort=success&search=x')
    expect(withQuery(route, { search: '', tag: 'a' })).toBe('#/runs?sort=success&tag=a')
    expect(withQuery(route, { sort: null, search: null })).toBe('#/runs')
    expect(route.query.get('search')).toBe('x')
  })
})
