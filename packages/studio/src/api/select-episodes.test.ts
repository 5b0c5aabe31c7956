import { describe, expect, it } from 'vitest'
import { type RankedEpisode, selectEpisodes } from './select-episodes.ts'

const row = (iteration: number, index: number, more: Partial<RankedEpisode> = {}): RankedEpisode => ({
  iteration,
  index,
  group: `${iteration}/0`,
  success: false,
  stop: 'terminated',
  invalid: 0,
  steps: 3,
  advantage: 0,
  return: 0,
  ...more,
})
const rows = [
  row(1, 0, { stop: 'error', advantage: null, group: '1/1' }),
  row(1, 1, { stop: 'truncated', steps: 9, invalid: 2, return: -1 }),
  row(2, 0, { success: true, return: 10, advantage: 1.5 }),
  row(2, 1, { stop: 'context-length', steps: 5, advantage: 0.5 }),
]
const addresses = (selected: readonly RankedEpisode[]): string[] =>
  selected.map(({ iteration, index }) => `${iteration}:${index}`)

describe('selectEpisodes', () => {
  it('orders', () => {
    expect(addresses(selectEpisodes(rows, {}).rows)).toEqual(['1:0', '1:1', '2:0', '2:1'])
    expect(addresses(selectEpisodes(rows, { order: 'longest' }).rows)).toEqual(['1:1', '2:1', '1:0', '2:0'])
    expect(addresses(selectEpisodes(rows, { order: 'advantage' }).rows)).toEqual(['2:0', '2:1', '1:1', '1:0'])
    expect(addresses(selectEpisodes(rows, { order: 'return' }).rows)).toEqual(['2:0', '1:0', '2:1', '1:1'])
  })

  it('counts facets before and rows after choosing them', () => {
    const { total, facets } = selectEpisodes(rows, { facets: ['failed', 'truncated'] })
    expect([total, facets]).toEqual([2, { failed: 3, succeeded: 1, truncated: 2, invalid: 1, error: 1 }])
    expect(selectEpisodes(rows, { iteration: 1 }).facets).toMatchObject({ failed: 2, succeeded: 0 })
    expect(addresses(selectEpisodes(rows, { group: '1/1', facets: ['error'] }).rows)).toEqual(['1:0'])
  })

  it('pages', () => {
    expect(addresses(selectEpisodes(rows, { offset: 1, limit: 2 }).rows)).toEqual(['1:1', '2:0'])
    expect(selectEpisodes(rows, { offset: 99 }).rows).toEqual([])
  })
})
