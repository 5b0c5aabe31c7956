import { GigpoError, RandomStream, rootKey } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nucleus, sampleToken } from './sample-token.ts'

const row = fc
  .array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((list) => new Float32Array(list))

function softmax(logits: Float32Array, temperature: number): number[] {
  const masses = Array.from(logits, (x) => Math.exp(x / temperature))
  const sum = masses.reduce((a, b) => a + b, 0)
  return masses.map((mass) => mass / sum)
}

describe('sampleToken', () => {
  it('follows the softmax (chi-square, fixed key)', () => {
    const logits = new Float32Array([0, 1, -1, 2, 0.5, -3])
    const random = new RandomStream(rootKey(1))
    for (const [temperature, critical] of [
      [1, 20.5],
      [0.5, 20.5],
    ] as const) {
      const counts = new Array<number>(logits.length).fill(0)
      const draws = 20_000
      for (let i = 0; i < draws; i++) counts[sampleToken(logits, random.uniform(), { temperature }).token]!++
      const statistic = softmax(logits, temperature)
        .map((p, i) => (counts[i]! - draws * p) ** 2 / (draws * p))
        .reduce((a, b) => a + b, 0)
      // 99.9 % point of chi-square with 5 degrees of freedom.
      expect(statistic).toBeLessThan(critical)
    }
  })

  it('gives the log-probability of the whole softmax', () => {
    fc.assert(
      fc.property(
        row,
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (logits, uniform, temperature, topP) => {
          const { token, logprob } = sampleToken(logits, uniform, { temperature, topP })
          expect(logprob).toBeCloseTo(Math.log(softmax(logits, temperature)[token]!), 8)
        },
      ),
    )
  })

  it('takes the largest at temperature 0 and reports it at temperature 1', () => {
    fc.assert(
      fc.property(row, (logits) => {
        const { token, logprob } = sampleToken(logits, 0.7, { temperature: 0 })
        expect(token).toBe(logits.indexOf(Math.max(...logits)))
        expect(logprob).toBeCloseTo(Math.log(softmax(logits, 1)[token]!), 8)
      }),
    )
  })

  it('cuts to exactly the smallest set that reaches topP', () => {
    fc.assert(
      fc.property(row, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (logits, topP) => {
        const p = Float64Array.from(softmax(logits, 1))
        const kept = nucleus(p, 1, topP)
        const mass = (ids: Iterable<number>): number => [...ids].reduce((sum, id) => sum + p[id]!, 0)
        expect(mass(kept)).toBeGreaterThanOrEqual(topP - 1e-12)
        expect(mass(kept.subarray(0, -1))).toBeLessThan(topP)
        const least = Math.min(...[...kept].map((id) => p[id]!))
        for (const [id, q] of p.entries()) if (!kept.includes(id)) expect(q).toBeLessThanOrEqual(least)
      }),
    )
  })

  it('draws every kept token and no other', () => {
    const logits = new Float32Array([2, 1.9, 1.8, -1, 0])
    const seen = new Set<number>()
    for (let u = 0; u < 1; u += 0.001) seen.add(sampleToken(logits, u, { temperature: 1, topP: 0.8 }).token)
    expect([...seen].sort()).toEqual([0, 1, 2])
  })

  it('keeps the topK largest, then the nucleus of them', () => {
    fc.assert(
      fc.property(
        row,
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (logits, k, topP) => {
          const p = Float64Array.from(softmax(logits, 1))
          const order = [...p.keys()].sort((a, b) => p[b]! - p[a]! || a - b).slice(0, k)
          const kept = [...nucleus(p, 1, topP, k)]
          expect(kept).toEqual(order.slice(0, kept.length))
          if (topP === 1 || k === 1) expect(kept).toHaveLength(topP === 1 ? order.length : 1)
        },
      ),
    )
  })

  it('penalises what was seen, and reports the policy’s own log-probability', () => {
    const logits = new Float32Array([2, 1.9, -1, 0])
    const options = { temperature: 0, repetitionPenalty: 1.2, seen: [0, 0, 2] }
    const { token, logprob } = sampleToken(logits, 0, options)
    expect(token).toBe(1)
    expect(logprob).toBeCloseTo(Math.log(softmax(logits, 1)[1]!), 8)
  })

  it('never draws a masked token and refuses NaN', () => {
    const masked = new Float32Array([Number.NEGATIVE_INFINITY, 1, Number.NEGATIVE_INFINITY])
    for (const uniform of [0, 0.5, 0.9999999999999999])
      expect(sampleToken(masked, uniform, { temperature: 1 })).toEqual({ token: 1, logprob: 0 })
    for (const bad of [[Number.NaN, 1], [1, Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])
      expect(() => sampleToken(new Float32Array(bad), 0.5, { temperature: 1 })).toThrow(GigpoError)
  })
})
