import { rootKey } from '@gigpo/core'
import { createToyAgent, createToyEngine, createToyTaskSet } from '@gigpo/core/testing'
import { describe, expect, it } from 'vitest'
import { meanScore } from '../run-directory/index.ts'
import { type EvaluateOptions, evaluatePanel, type Panel } from './evaluate-panel.ts'
import { panelTable } from './panel-table.ts'

const panel: Panel = {
  name: 'tune',
  source: 'generated',
  temperature: [1, 0],
  taskSet: createToyTaskSet({ side: 4, split: 'valid' }),
}
const engine = createToyEngine({ seed: 1, fluent: true })
const options: EvaluateOptions = { engine, createAgent: createToyAgent, maxTokens: 2, root: rootKey(1) }

describe('evaluatePanel', () => {
  it('plays every task once at each temperature and says how it went', async () => {
    const { results, failures } = await evaluatePanel(panel, options)
    expect(failures).toEqual([])
    expect(results.map((result) => result.temperature)).toEqual([1, 0])
    for (const result of results) {
      expect(result.tasks.map((task) => task.id)).toEqual(Array.from({ length: 16 }, (_, i) => `goal-${i}`))
      const wins = result.tasks.filter((task) => task.success).length
      expect(result.success).toBe(wins / 16)
      expect(result.interval[0]).toBeLessThanOrEqual(result.success)
      expect(result.interval[1]).toBeGreaterThan(result.success)
      expect(result.digest).toBe(panel.taskSet.digest)
    }
  })

  it('depends on the panel and the key, not on batches, other temperatures or progress', async () => {
    const done: number[] = []
    const { results } = await evaluatePanel(panel, { ...options, onProgress: (count) => done.push(count) })
    expect(done).toEqual(done.slice().sort((a, b) => a - b))
    expect((await evaluatePanel(panel, { ...options, batch: 3 })).results).toEqual(results)
    expect((await evaluatePanel({ ...panel, temperature: [0] }, options)).results).toEqual([results[1]])
    const other = await evaluatePanel(panel, { ...options, root: rootKey(2) })
    expect(other.results[0]).not.toEqual(results[0])
    expect(other.results[1]).toEqual(results[1])
  })

  it('counts a failed environment as not solved, and names it', async () => {
    const { taskSet } = panel
    const failing = {
      ...taskSet,
      create: (...given: Parameters<typeof taskSet.create>) => {
        const environment = taskSet.create(...given)
        if (given[0].index !== 3) return environment
        const fail = (): never => {
          throw new Error('no anchor')
        }
        return { reset: () => environment.reset(), step: (action: string) => environment.step(action), anchor: fail }
      },
    }
    const { results, failures } = await evaluatePanel({ ...panel, taskSet: failing, temperature: [1] }, options)
    expect(failures).toHaveLength(1)
    expect(results[0]!.tasks[3]).toMatchObject({ success: false, stop: 'error' })
  })

  it('stops on a signal', async () => {
    const stopped = evaluatePanel(panel, { ...options, signal: AbortSignal.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
  })
})

describe('panelTable', () => {
  it('has a row a type and one for all', async () => {
    const { results } = await evaluatePanel(panel, options)
    const rows = panelTable(results[0]!)
    expect(rows.map((row) => [row.type, row.tasks])).toEqual([
      ['even', 8],
      ['odd', 8],
      ['all', 16],
    ])
    expect(rows[2]!.successes).toBe(rows[0]!.successes + rows[1]!.successes)
    expect(rows[2]!.rate).toBe(results[0]!.success)
    expect(rows[2]!.meanTurns).toBeGreaterThan(0)
  })
})

describe('the score of a panel', () => {
  const task = { id: 'a', type: 't', success: false, return: 0, steps: 1, stop: 'terminated' } as const

  it('is the mean over all tasks, or nothing', () => {
    expect(
      meanScore([
        { ...task, score: 0.5 },
        { ...task, score: 1 },
      ]),
    ).toBe(0.75)
    expect(meanScore([{ ...task, score: 0.5 }, task])).toBeUndefined()
  })
})
