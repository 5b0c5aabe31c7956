import { describe, expect, it } from 'vitest'
import type { OptimizerConfig } from '../config/index.ts'
import { adamStepAt, learningRateAt } from './learning-rate.ts'

const base: OptimizerConfig = {
  learningRate: 1,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
  gradientClip: null,
  schedule: 'constant',
  finalFraction: 0.1,
  warmupSteps: 4,
}
const rates = (schedule: OptimizerConfig['schedule']): number[] =>
  Array.from({ length: 11 }, (_, step) => learningRateAt({ ...base, schedule }, step, 11))

describe('learningRateAt', () => {
  it('warms up and stays, or falls to the final fraction at the last step', () => {
    expect(rates('constant')).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1, 1])
    const linear = rates('linear')
    expect(linear.slice(3, 5)).toEqual([1, 1])
    expect(linear[7]).toBeCloseTo(0.55, 12)
    expect(linear[10]).toBeCloseTo(0.1, 12)
    const cosine = rates('cosine')
    expect(cosine[7]).toBeCloseTo(0.55, 12)
    expect(cosine[10]).toBeCloseTo(0.1, 12)
    expect(cosine[5]).toBeGreaterThan(linear[5]!)
  })

  it('stays at the final fraction after the end and works without warm-up', () => {
    expect(learningRateAt({ ...base, schedule: 'linear' }, 99, 11)).toBeCloseTo(0.1, 12)
    expect(learningRateAt({ ...base, warmupSteps: 0, schedule: 'cosine' }, 0, 1)).toBe(1)
  })
})

describe('adamStepAt', () => {
  it('leaves the clip out where it is off', () => {
    expect('gradientClip' in adamStepAt(base, 0, 1)).toBe(false)
    expect(adamStepAt({ ...base, gradientClip: 2 }, 9, 10)).toMatchObject({ gradientClip: 2, learningRate: 1 })
  })
})
