import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AggregationMode, aggregationModes, aggregationWeights } from './aggregation.ts'

// Two trajectories: the first of two steps (2 and 4 tokens), the second of one step (6 tokens); one padding row.
const rows = { tokens: [2, 4, 6, 0], trajectory: [0, 0, 1, 1] }
const options = { normLength: 8, microBatch: [0, 0, 1, 1] }
const weights = (mode: AggregationMode): number[] => [...aggregationWeights(mode, rows, options)]

test('weights of each aggregation', () => {
  expect(weights('token-mean')).toEqual([1 / 12, 1 / 12, 1 / 12, 0])
  expect(weights('seq-mean-token-sum')).toEqual([1 / 3, 1 / 3, 1 / 3, 0])
  expect(weights('seq-mean-token-mean')).toEqual([1 / 6, 1 / 12, 1 / 18, 0])
  expect(weights('seq-mean-token-sum-norm')).toEqual([1 / 8, 1 / 8, 1 / 8, 0])
  expect(weights('step-mean')).toEqual([1 / 8, 1 / 16, 1 / 12, 0])
  expect(weights('per-rollout-mean')).toEqual([1 / 18, 1 / 18, 1 / 18, 0])
  expect(weights('token-mean-per-micro')).toEqual([1 / 12, 1 / 12, 1 / 12, 0])
})

test('T19: a mean per micro-batch is not the mean of the batch', () => {
  const batch = { tokens: [1, 3], trajectory: [0, 1] }
  const loss = (weight: Float64Array): number => 4 * weight[0]! + 3 * weight[1]!
  expect(loss(aggregationWeights('token-mean-per-micro', batch, { microBatch: [0, 1] }))).toBe(2.5)
  expect(loss(aggregationWeights('token-mean', batch))).toBe(1.75)
  expect(loss(aggregationWeights('token-mean-per-micro', batch, { microBatch: [0, 1], accumulation: 4 }))).toBe(1.25)
})

test('means weigh to one over the batch, and padding rows change nothing', () => {
  const row = fc.record({ tokens: fc.integer({ min: 0, max: 20 }), trajectory: fc.integer({ min: 0, max: 4 }) })
  const means = ['token-mean', 'seq-mean-token-mean', 'step-mean', 'token-mean-per-micro'] as const
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.constantFrom(...aggregationModes), (batch, mode) => {
      fc.pre(batch.some(({ tokens }) => tokens > 0))
      const given = {
        tokens: batch.map(({ tokens }) => tokens),
        trajectory: batch.map(({ trajectory }) => trajectory),
      }
      const padded = { tokens: [...given.tokens, 0], trajectory: [...given.trajectory, 0] }
      const one = { normLength: 5, microBatch: padded.tokens.map(() => 0) }
      const plain = aggregationWeights(mode, given, one)
      expect([...aggregationWeights(mode, padded, one)]).toEqual([...plain, 0])
      const sum = given.tokens.reduce((total, tokens, i) => total + tokens * plain[i]!, 0)
      if (means.some((mean) => mean === mode)) expect(sum).toBeCloseTo(1, 12)
    }),
  )
})

test('what is missing or unknown is refused', () => {
  expect(() => aggregationWeights('seq-mean-token-sum-norm', rows)).toThrow('needs normLength')
  expect(() => aggregationWeights('seq-mean-token-sum-norm', rows, { normLength: 0 })).toThrow('received 0')
  expect(() => aggregationWeights('token-mean-per-micro', rows)).toThrow('needs microBatch')
  expect(() => aggregationWeights('token-meen' as AggregationMode, rows)).toThrow(
    expect.objectContaining({ code: 'config', remedy: expect.stringContaining('"token-mean"') }),
  )
})
