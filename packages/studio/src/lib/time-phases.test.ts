import { expect, it } from 'vitest'
import { timePhases } from './time-phases.ts'

const columns = (values: Record<string, number[]>) => ({
  iteration: [1, 2],
  environmentSteps: [1, 2],
  tokens: [1, 2],
  seconds: [1, 2],
  values,
  lines: 2,
})

it('parts and rests add up to the iteration', () => {
  const phases = timePhases(
    columns({
      'time/step': [10, 20],
      'time/rollout': [4, 8],
      'time/sample': [3, 6],
      'time/env': [0.5, 1],
      'time/train': [5, 10],
      'time/update': [4, 8],
      'time/credit': [0.5, 1],
      'time/store': [0.5, 1],
    }),
  )
  expect(Object.fromEntries(phases.map(({ name, seconds }) => [name, seconds]))).toEqual({
    sampling: [3, 6],
    environments: [0.5, 1],
    'rollout, other': [0.5, 1],
    updates: [4, 8],
    credit: [0.5, 1],
    'training, other': [0.5, 1],
    storing: [0.5, 1],
    other: [0.5, 1],
  })
})

it('what was not measured is not shown', () => {
  expect(timePhases(columns({}))).toEqual([])
})
