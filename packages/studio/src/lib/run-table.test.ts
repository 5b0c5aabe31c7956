import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../api/contract.ts'
import { columnsOf, commonFolder, filterRuns, panelOf, sortRuns } from './run-table.ts'

const run = (id: string, more: Partial<RunSummary> = {}): RunSummary => ({
  ...{ id, name: id, status: 'done', iteration: 2, iterations: 2, environmentSteps: 10, algorithm: 'gigpo' },
  ...{
    environment: 'alfworld/generated',
    engine: 'local',
    seed: 1,
    digest: 'd',
    panels: [],
    return: null,
    successRate: null,
  },
  ...{ tokensPerSecond: null, timeLeft: null, startedAt: 0, updatedAt: 0, alarms: 0, tags: [], note: '', damage: 0 },
  ...more,
})
const panel = (success: number) => ({
  ...{ panel: 'unseen', temperature: 1, iteration: 2, success, interval: [0, 1] as const, tasks: 10, digest: 'd' },
})
const runs = [
  run('a/seed10', { panels: [panel(0.2)], return: 3 }),
  run('a/seed9', { algorithm: 'grpo', tags: ['keep (me'], return: 5 }),
  run('b/seed1', { status: 'running', panels: [panel(0.7)], note: 'the best so far' }),
]
const ids = (found: readonly RunSummary[]): string[] => found.map(({ id }) => id)

describe('the table of runs', () => {
  it('is searched by regular expressions, or literally where there is none', () => {
    expect(ids(filterRuns(runs, { search: '^A/' }))).toEqual(['a/seed10', 'a/seed9'])
    expect(ids(filterRuns(runs, { search: 'best|grpo' }))).toEqual(['a/seed9', 'b/seed1'])
    expect(ids(filterRuns(runs, { search: '(me' }))).toEqual(['a/seed9'])
    expect(ids(filterRuns(runs, { status: 'done', algorithm: 'gigpo' }))).toEqual(['a/seed10'])
  })

  it('is ordered, with what is missing at the end', () => {
    const sorted = (sort: 'id' | 'success' | 'return', falling: boolean) =>
      ids(sortRuns(runs, { sort, falling, panel: null }))
    expect(sorted('id', false)).toEqual(['a/seed9', 'a/seed10', 'b/seed1'])
    expect(sorted('success', true)).toEqual(['b/seed1', 'a/seed10', 'a/seed9'])
    expect(sorted('success', false)).toEqual(['a/seed10', 'b/seed1', 'a/seed9'])
    expect(sorted('return', true)).toEqual(['a/seed9', 'a/seed10', 'b/seed1'])
  })

  it('shows one panel', () => {
    expect(panelOf(runs[0]!, null)?.success).toBe(0.2)
    expect(panelOf(runs[0]!, 'unseen @ 1')?.success).toBe(0.2)
    expect(panelOf(runs[0]!, 'unseen @ 0')).toBeUndefined()
  })

  it('says a common folder once', () => {
    expect(['a/b/c', 'a/b/d', 'a/bc'].map((_, index, all) => commonFolder(all.slice(0, index + 1)))).toEqual([
      '',
      'a/b/',
      'a/',
    ])
    expect(commonFolder(['a/b', 'c'])).toBe('')
  })

  it('spends no column on what no run has, or on an environment that all share', () => {
    expect(columnsOf([run('a'), run('b')])).toEqual({
      environment: false,
      timeLeft: false,
      alarms: false,
      notes: false,
    })
    const more = [run('a', { timeLeft: 3, note: 'x' }), run('b', { damage: 1, environment: 'webshop' })]
    expect(columnsOf(more)).toEqual({ environment: true, timeLeft: true, alarms: true, notes: true })
  })
})
