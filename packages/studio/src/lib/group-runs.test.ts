import { describe, expect, it } from 'vitest'
import { groupKeys, groupRuns } from './group-runs.ts'

const run = (id: string, digest: string, config: Record<string, unknown>) => ({ id, digest, config })
const runs = [
  run('a1', 'a', { seed: 1, algorithm: { name: 'gigpo', norm: 'mean' } }),
  run('b1', 'b', { seed: 1, algorithm: { name: 'gigpo', norm: 'std' } }),
  run('a2', 'a', { seed: 2, algorithm: { name: 'gigpo', norm: 'mean' } }),
  run('c1', 'c', { seed: 1, algorithm: { name: 'grpo' }, critic: { clip: 1 } }),
]
const groups = (by: string) =>
  groupRuns(runs, by).map(({ label, runs: members }) => [label, members.map(({ id }) => id)])

describe('groups of runs', () => {
  it('are seeds of one configuration, called by what tells them apart', () => {
    expect(groups('configuration')).toEqual([
      ['gigpo, norm mean', ['a1', 'a2']],
      ['gigpo, norm std', ['b1']],
      ['grpo', ['c1']],
    ])
    expect(groupRuns(runs.slice(0, 1), 'configuration')[0]!.label).toBe('gigpo')
  })

  it('are runs that share a value, or each run', () => {
    expect(groups('algorithm.name')).toEqual([
      ['gigpo', ['a1', 'b1', 'a2']],
      ['grpo', ['c1']],
    ])
    expect(groups('critic.clip')).toEqual([
      ['none', ['a1', 'b1', 'a2']],
      ['1', ['c1']],
    ])
    expect(groups('run')).toHaveLength(4)
  })

  it('can be made by any key that differs, but not by the seed', () => {
    expect(groupKeys(runs)).toEqual(['algorithm.name', 'algorithm.norm', 'critic.clip'])
  })
})
