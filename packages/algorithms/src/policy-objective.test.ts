// T11 and T22 of the reference numbers, and every objective's gradient against finite differences of its loss.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aggregationWeights } from './aggregation.ts'
import { cispoWeights } from './cispo.ts'
import { sequenceRatios } from './gspo.ts'
import { type ObjectiveOptions, objectiveKinds, policyObjective } from './policy-objective.ts'
import type { ObjectiveTokens } from './policy-tokens.ts'

/** T9's tokens; the last is masked. */
function t9(aggregation: 'token-mean' | 'seq-mean-token-mean'): ObjectiveTokens {
  const weights = aggregationWeights(aggregation, { tokens: [3, 2], trajectory: [0, 1] })
  return {
    oldLogprobs: [0.5, 0.4, 0.3, 0.2, 0.6, 0.9].map(Math.log),
    logprobs: [0.7, 0.4, 0.15, 0.9, 0.3, 0.9].map(Math.log),
    advantages: [1, 1, 1, -2, -2, -2],
    weights: [weights[0]!, weights[0]!, weights[0]!, weights[1]!, weights[1]!, 0],
    row: [0, 0, 0, 1, 1, 1],
  }
}

test('T11: GSPO', () => {
  const tokens = t9('seq-mean-token-mean')
  expect(sequenceRatios(tokens)[0]).toBeCloseTo(0.887904, 6)
  expect(sequenceRatios(tokens)[1]).toBeCloseTo(1.5, 12)
  const { loss, metrics } = policyObjective(tokens, { kind: 'gspo', clipLow: 0.2, clipHigh: 0.2 })
  expect(loss).toBeCloseTo(1.056048, 6)
  expect(metrics).toMatchObject({ loss, clipFracLow: 0, clipFracHigh: 0, tokens: 5 })
  expect(metrics.ratioMax).toBeCloseTo(1.5, 12)
})

test('GSPO accepts or rejects a completion as a whole', () => {
  const tokens = { ...t9('seq-mean-token-mean'), advantages: [1, 1, 1, 2, 2, 2] }
  const { gradient, metrics } = policyObjective(tokens, { kind: 'gspo', clipLow: 0.2, clipHigh: 0.2 })
  expect([...gradient.slice(3)]).toEqual([0, 0, 0])
  expect(gradient[0]).toBeLessThan(0)
  expect(metrics.clipFracHigh).toBeCloseTo(2 / 5, 12)
})

test('GSPO caps a ratio that has run away, and stops its gradient', () => {
  const tokens = {
    ...t9('seq-mean-token-mean'),
    logprobs: [0, 0, 0, 0, 0, 0],
    oldLogprobs: [-20, -20, -20, -1, -1, -1],
  }
  const { gradient, perToken } = policyObjective(
    { ...tokens, advantages: [-1, -1, -1, 1, 1, 1] },
    { kind: 'gspo', clipLow: 0.2, clipHigh: 0.2 },
  )
  expect(perToken[0]).toBeCloseTo(Math.exp(10), 6)
  expect(gradient[0]).toBeCloseTo(0, 12)
})

test('T22: CISPO', () => {
  const tokens = t9('token-mean')
  const { loss, perToken, gradient } = policyObjective(tokens, { kind: 'cispo', clipLow: 1, clipHigh: 0.28 })
  expect(loss).toBeCloseTo(0.16954, 6)
  for (const [t, value] of [-0.256, -0.2, -0.1, 0.512, 0.2, 0].entries()) expect(gradient[t]).toBeCloseTo(value, 12)
  expect(perToken[0]).toBeCloseTo(0.456544, 6)
  expect([...cispoWeights(Float64Array.of(0.1, 1, 5), { clipLow: 0.2, clipHigh: 1 })]).toEqual([0.8, 1, 2])
})

test('the plain policy gradient knows no ratio in its loss', () => {
  const { loss, metrics } = policyObjective(t9('token-mean'), { kind: 'policy-gradient' })
  const logs = t9('token-mean').logprobs as number[]
  const sum = logs.slice(0, 3).reduce((a, b) => a + b) - 2 * (logs[3]! + logs[4]!)
  expect(loss).toBeCloseTo(-sum / 5, 12)
  expect(metrics.clipFracHigh + metrics.clipFracLow).toBe(0)
})

test('what is missing or unknown is named', () => {
  const kl = { kind: 'k3', coefficient: 0.1 } as const
  expect(() => policyObjective(t9('token-mean'), { kind: 'policy-gradient', kl })).toThrow('no refLogprobs')
  expect(() => policyObjective(t9('token-mean'), { kind: 'gpso' } as unknown as ObjectiveOptions)).toThrow(
    expect.objectContaining({ code: 'config', remedy: expect.stringContaining('"gspo"') }),
  )
})

describe.each(objectiveKinds)('%s', (kind) => {
  const value = fc.double({ min: -2, max: 2, noNaN: true })
  const token = fc.record({
    ...{ logprob: value, move: value, ref: value, row: fc.nat(2) },
    advantage: fc.constantFrom(-2, -1, 1, 3),
    weight: fc.constantFrom(0, 0.25, 1),
  })
  const columns = (
    list: readonly { [K in 'logprob' | 'move' | 'ref' | 'row' | 'advantage' | 'weight']: number }[],
  ) => ({
    logprobs: list.map((one) => one.logprob),
    oldLogprobs: list.map((one) => one.logprob - one.move),
    refLogprobs: list.map((one) => one.logprob + one.ref),
    advantages: list.map((one) => one.advantage),
    weights: list.map((one) => one.weight),
    row: list.map((one) => one.row),
  })

  test.each(['k1', 'abs', 'k2', 'k3'] as const)('the gradient is that of the loss, with KL %s', (klKind) => {
    const options: ObjectiveOptions = { kind, clipLow: 0.2, clipHigh: 0.3, kl: { kind: klKind, coefficient: 0.5 } }
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 6 }), fc.nat(5), (list, at) => {
        const tokens = columns(list)
        const t = at % list.length
        const step = 1e-6
        const lossAt = (change: number): number => {
          const logprobs = tokens.logprobs.map((logprob, i) => (i === t ? logprob + change : logprob))
          if (kind === 'gspo') return policyObjective({ ...tokens, logprobs }, options).loss
          // CISPO's weight is a constant for the gradient: move what is sampled along with it.
          const oldLogprobs = tokens.oldLogprobs.map((logprob, i) => (i === t ? logprob + change : logprob))
          return policyObjective({ ...tokens, logprobs, oldLogprobs }, options).loss
        }
        const { gradient } = policyObjective(tokens, options)
        const [left, right] = [(lossAt(0) - lossAt(-step)) / step, (lossAt(step) - lossAt(0)) / step]
        fc.pre(Math.abs(left - right) < 1e-3) // not at a kink
        expect(gradient[t]).toBeCloseTo((left + right) / 2, 3)
      }),
    )
  })

  test('padding changes nothing', () => {
    const options: ObjectiveOptions = { kind, clipLow: 0.2, clipHigh: 0.3 }
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 6 }), fc.array(token, { maxLength: 4 }), (list, more) => {
        const alone = policyObjective(columns(list), options)
        const padded = policyObjective(columns([...list, ...more.map((one) => ({ ...one, weight: 0 }))]), options)
        expect(padded.loss).toBe(alone.loss)
        expect([...padded.gradient]).toEqual([...alone.gradient, ...more.map(() => 0)])
        expect(padded.metrics).toEqual(alone.metrics)
      }),
    )
  })
})
