// T9 and T10 of the reference numbers, and where KL and entropy enter.
import { expect, test } from 'vitest'
import { klEstimator, klPenaltyInReward } from './kl.ts'
import { policyLoss, policyMetrics } from './policy-loss.ts'
import { recordsToStepRows } from './step-rows.ts'

const t9 = {
  oldLogprobs: [0.5, 0.4, 0.3, 0.2, 0.6, 0.9].map(Math.log),
  logprobs: [0.7, 0.4, 0.15, 0.9, 0.3, 0.9].map(Math.log),
  advantages: [1, 1, 1, -2, -2, -2],
  weights: [0.2, 0.2, 0.2, 0.2, 0.2, 0],
}
const clip = { clipLow: 0.2, clipHigh: 0.2, dualClip: 3 }

test('T9: token losses, their mean, and the metrics', () => {
  const { loss, perToken } = policyLoss(t9, clip)
  for (const [t, value] of [-1.2, -1, -0.5, 6, 1.6, 2].entries()) expect(perToken[t]).toBeCloseTo(value, 12)
  expect(loss).toBeCloseTo(0.98, 12)
  expect(policyLoss(t9, { ...clip, clipHigh: 0.28 }).loss).toBeCloseTo(0.964, 12)
  expect(policyLoss(t9, { clipLow: 0.2, clipHigh: 0.2 }).loss).toBeCloseTo(1.58, 12)
  const metrics = policyMetrics(t9, clip)
  expect(metrics.loss).toBe(loss)
  expect(metrics.clipFracLow).toBeCloseTo(0.2, 12)
  expect(metrics.clipFracHigh).toBeCloseTo(0.2, 12)
  expect(metrics.dualClipFrac).toBeCloseTo(0.2, 12)
  expect(metrics.kl).toBeCloseTo(-0.090851, 6)
  expect(metrics.ratioMax).toBeCloseTo(4.5, 12)
  expect(metrics.ratioMean).toBeCloseTo((1.4 + 1 + 0.5 + 4.5 + 0.5) / 5, 12)
  expect(metrics.tokens).toBe(5)
})

test('T10: KL estimators', () => {
  const estimate = (kind: 'k1' | 'abs' | 'k2' | 'k3', p: number, ref: number) =>
    klEstimator(kind, Math.log(p), Math.log(ref))
  expect(estimate('k1', 0.5, 0.4)).toBeCloseTo(0.223144, 6)
  expect(estimate('k1', 0.25, 0.5)).toBeCloseTo(-Math.LN2, 6)
  expect(estimate('abs', 0.25, 0.5)).toBeCloseTo(Math.LN2, 6)
  expect(estimate('k2', 0.5, 0.4)).toBeCloseTo(0.024897, 6)
  expect(estimate('k3', 0.25, 0.5)).toBeCloseTo(0.306853, 6)
  expect(estimate('k3', 0.9, 0.9)).toBe(0)
  expect(klEstimator('k3', 0, 5)).toBe(10)
})

test('KL and entropy are added to each token of the loss', () => {
  const tokens = { ...t9, refLogprobs: t9.oldLogprobs, entropies: [1, 1, 1, 1, 1, 1] }
  const kl = { kind: 'k2', coefficient: 0.5 } as const
  const expectedKl = t9.logprobs
    .map((log, t) => t9.weights[t]! * klEstimator('k2', log, t9.oldLogprobs[t]!))
    .reduce((a, b) => a + b)
  expect(policyLoss(tokens, { ...clip, kl }).loss).toBeCloseTo(0.98 + 0.5 * expectedKl, 12)
  expect(policyMetrics(tokens, { ...clip, kl }).refKl).toBeCloseTo(expectedKl, 12)
  expect(policyLoss(tokens, { ...clip, entropyCoefficient: 0.1 }).loss).toBeCloseTo(0.98 - 0.1, 12)
  expect(() => policyLoss(t9, { ...clip, kl })).toThrow('no refLogprobs')
  expect(() => policyLoss(t9, { ...clip, entropyCoefficient: 0.1 })).toThrow('no entropies')
})

test('masked tokens count nowhere, even when they are not finite', () => {
  const tokens = {
    logprobs: [-1, -1],
    oldLogprobs: [-1, Number.NEGATIVE_INFINITY],
    advantages: [1, 1],
    weights: [1, 0],
  }
  expect(policyLoss(tokens, clip).loss).toBe(-1)
  expect(policyMetrics(tokens, clip)).toMatchObject({ loss: -1, kl: 0, ratioMean: 1, ratioMax: 1, tokens: 1 })
  expect(policyMetrics({ ...tokens, weights: [0, 0] }, clip)).toMatchObject({ loss: 0, ratioMean: 0, tokens: 0 })
})

test('KL in the reward lowers the reward of each step by its tokens', () => {
  const step = { uid: 'g', traj: 'a', obs: 'S', valid: true }
  const rows = recordsToStepRows([
    { ...step, t: 0, reward: 0 },
    { ...step, t: 1, reward: 1 },
  ])
  const tokens = { logprobs: [[-1, -2], [-1]], refLogprobs: [[-2, -2], [-1.5]] }
  const lowered = klPenaltyInReward(rows, tokens, { kind: 'k1', coefficient: 0.1 })
  expect([...lowered.reward]).toEqual([-0.1, 0.95])
  expect([...rows.reward]).toEqual([0, 1])
})
