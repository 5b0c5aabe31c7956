import { expect, it } from 'vitest'
import type { PanelOutcomes } from '../api/contract.ts'
import { panelLines } from './panel-lines.ts'

const evaluation = (panel: string, iteration: number, success: number): PanelOutcomes => ({
  ...{ panel, temperature: 1, iteration, success, interval: [success - 0.1, success + 0.1], tasks: 10, digest: 'd' },
  ...{ source: 'generated', split: panel, environmentSteps: 100 * iteration, outcomes: [] },
})
const evaluations = [evaluation('seen', 0, 0.2), evaluation('unseen', 0, 0.1), evaluation('seen', 2, 0.5)]
const columns = {
  iteration: [1, 2],
  environmentSteps: [100, 200],
  tokens: [7, 14],
  seconds: [1, 2],
  values: {},
  lines: 2,
}

it('has a line with its interval for each panel', () => {
  const [seen, unseen] = panelLines(evaluations, undefined, 'steps')
  expect(seen).toEqual({
    label: 'seen @ 1',
    x: [0, 200],
    y: [0.2, 0.5],
    low: [0.1, 0.4],
    high: [0.30000000000000004, 0.6],
  })
  expect(unseen).toMatchObject({ label: 'unseen @ 1', x: [0] })
})

it('lies on tokens and seconds where the metrics say', () => {
  expect(panelLines(evaluations, columns, 'tokens')[0]!.x).toEqual([0, 14])
  expect(panelLines(evaluations, undefined, 'tokens')[0]!.x).toEqual([])
})
