// The measures themselves: perfect, scaled, shifted, reversed and absent estimates have known quality.
import { rootKey } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { creditQuality, type SampledSteps } from './credit-quality.ts'
import { ranks, spearman } from './rank-correlation.ts'
import { sampleBatch } from './tabular-rollout.ts'
import { parameterOffsets } from './tabular-task.ts'
import { generateTask } from './tabular-tasks.ts'
import { solve } from './tabular-truth.ts'

const key = rootKey(3)
const task = generateTask('corridor', key)
const truth = solve(task, 1)
const { rows, state, action } = sampleBatch(Array(40).fill(task), 8, key)
const steps: SampledSteps = { groups: 40, members: 8, group: rows.group, t: rows.t, state, action }
const offset = parameterOffsets(task)
const exact = Float64Array.from(
  state,
  (s, i) => truth.advantage[rows.t[i]! * offset.at(-1)! + offset[s]! + action[i]!]!,
)
const quality = creditQuality(task, truth, steps)

describe('quality of', () => {
  test('the truth, in any unit', () => {
    for (const scale of [1, 7]) {
      const found = quality(exact.map((a) => scale * a))
      expect(found.error).toBeCloseTo(0, 12)
      expect(found.bias).toBeCloseTo(0, 12)
      expect(found.variance).toBeCloseTo(0, 12)
      expect(found.rankCorrelation).toBeCloseTo(1, 12)
      expect(found.signAgreement).toBe(1)
      expect(found.meanGradientCosine).toBeGreaterThan(0.995)
    }
    expect(quality(exact).rawError).toBe(0)
    expect(quality(exact).gradientCosine).toBeGreaterThan(0.8)
  })

  test('the opposite of the truth', () => {
    const found = quality(exact.map((a) => -a))
    expect(found.error).toBe(1) // the best positive scale is none
    expect(found.rankCorrelation).toBeCloseTo(-1, 12)
    expect(found.signAgreement).toBe(0)
    expect(found.meanGradientCosine).toBeLessThan(-0.995)
  })

  test('silence', () => {
    const found = quality(new Float64Array(exact.length))
    expect(found).toMatchObject({ error: 1, bias: 1, variance: 0, silent: 1, gradientCosine: 0, rankCorrelation: 0 })
  })

  test('a shifted truth: biased a step, hardly a gradient', () => {
    const found = quality(exact.map((a) => a + 0.5))
    expect(found.rawBias).toBeCloseTo(0.5, 12)
    expect(found.rawError).toBeCloseTo(0.25, 12)
    expect(found.rawVariance).toBeCloseTo(0, 12)
    expect(found.bias).toBeGreaterThan(0.5)
    expect(found.meanGradientCosine).toBeGreaterThan(0.95)
  })

  test('noise of known size around the truth: variance, no bias', () => {
    const noise = 0.3
    const found = quality(exact.map((a, i) => a + (i % 2 === 0 ? noise : -noise)))
    const power = exact.reduce((sum, a) => sum + a * a, 0) / exact.length
    expect(found.rawVariance / noise ** 2).toBeCloseTo(1, 1)
    expect(found.variance / (noise ** 2 / power)).toBeCloseTo(1, 0)
    expect(found.bias).toBeLessThan(0.1)
    // The best scale shrinks: error = 1 / (1 + power / noise²).
    expect(found.error).toBeCloseTo(noise ** 2 / (noise ** 2 + power), 1)
  })
})

test('equal values share their mean rank', () => {
  expect([...ranks(Float64Array.of(3, 1, 3, 2))]).toEqual([2.5, 0, 2.5, 1])
  expect(spearman(ranks(Float64Array.of(1, 2, 3)), ranks(Float64Array.of(10, 100, 1000)))).toBe(1)
  // Ranks (0, 1, 2) and (1, 0, 2): 1 − 6 · 2 / (3 · 8).
  expect(spearman(ranks(Float64Array.of(1, 2, 3)), ranks(Float64Array.of(5, 4, 6)))).toBeCloseTo(0.5, 12)
})
