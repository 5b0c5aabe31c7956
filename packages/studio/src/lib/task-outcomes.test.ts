import { describe, expect, it } from 'vitest'
import type { PanelOutcomes } from '../api/contract.ts'
import { countFlips, latestOutcomes, panelChoices, taskRows } from './task-outcomes.ts'

const evaluation = (iteration: number, outcomes: Record<string, boolean>, temperature = 1): PanelOutcomes => ({
  ...{ panel: 'unseen', temperature, iteration, success: 0, interval: [0, 1], tasks: 0, digest: 'd' },
  ...{ source: 'generated', split: 'valid_unseen', environmentSteps: 0 },
  outcomes: Object.entries(outcomes).map(([id, success]) => ({
    ...{ id, type: 'pick', success, return: 0, steps: 1, stop: 'terminated' as const },
  })),
})

describe('outcomes of tasks', () => {
  const first = [evaluation(0, { a: false, b: false, c: false }), evaluation(2, { a: true, b: true, c: false })]
  const second = [evaluation(2, { a: false, b: true, c: false }), evaluation(2, { a: true }, 0)]

  it('come from the latest evaluation at one temperature', () => {
    expect(panelChoices([first, second])).toEqual(['unseen @ 1', 'unseen @ 0'])
    expect(latestOutcomes(first, 'unseen @ 1')?.iteration).toBe(2)
    expect(latestOutcomes(first, 'unseen @ 0')).toBeUndefined()
  })

  it('stand side by side, and say which flipped', () => {
    const rows = taskRows([first[1], second[0], second[1]])
    expect(rows.map(({ id, outcomes, flipped }) => [id, outcomes, flipped])).toEqual([
      ['a', [true, false, true], true],
      ['b', [true, true, null], false],
      ['c', [false, false, null], false],
    ])
    expect(countFlips(rows, 0, 1)).toEqual({ gained: 0, lost: 1, both: 1, neither: 1 })
  })
})
