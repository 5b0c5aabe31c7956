import { describe, expect, it } from 'vitest'
import { configDifferences, flattenConfig } from './config-differences.ts'

const gigpo = {
  name: 'a',
  seed: 1,
  algorithm: { name: 'gigpo', omega: 1 },
  panels: ['x'],
  options: {},
  recorded: { digest: '1' },
}
const grpo = { name: 'b', seed: 2, algorithm: { name: 'grpo' }, panels: ['x'], options: {}, recorded: { digest: '2' } }

describe('configurations', () => {
  it('are flat, without names and what was recorded', () => {
    expect([...flattenConfig(gigpo)]).toEqual([
      ['seed', '1'],
      ['algorithm.name', 'gigpo'],
      ['algorithm.omega', '1'],
      ['panels', '["x"]'],
      ['options', '{}'],
    ])
  })

  it('differ where one has another value or none', () => {
    expect(configDifferences([gigpo, grpo])).toEqual([
      { key: 'seed', values: ['1', '2'] },
      { key: 'algorithm.name', values: ['gigpo', 'grpo'] },
      { key: 'algorithm.omega', values: ['1', null] },
    ])
    expect(configDifferences([gigpo])).toEqual([])
  })
})
