import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryAfterOf, retryDelay } from './retry-schedule.ts'

const status = (code: number, more: { retryAfterMs?: number; isEmpty?: boolean } = {}) =>
  ({ kind: 'status', status: code, isEmpty: false, ...more }) as const

describe('retryDelay', () => {
  const attempts = fc.integer({ min: 0, max: 1000 })
  const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  it('grows to 30 s and never beyond for connections, from half to the whole of a step', () => {
    fc.assert(
      fc.property(attempts, uniform, (attempt, u) => {
        const delay = retryDelay({ kind: 'connection' }, attempt, u)!
        const step = Math.min(30_000, 500 * 2 ** attempt)
        expect(delay).toBeGreaterThanOrEqual(step / 2)
        expect(delay).toBeLessThanOrEqual(step)
      }),
    )
  })

  it('waits as long as the server asks, within five minutes', () => {
    fc.assert(
      fc.property(attempts, uniform, fc.integer({ min: 0, max: 10_000_000 }), (attempt, u, retryAfterMs) => {
        const delay = retryDelay(status(429, { retryAfterMs }), attempt, u)!
        expect(delay).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 300_000))
        expect(delay).toBeLessThanOrEqual(300_000)
      }),
    )
  })

  it('tries a server’s failure twice at once, and then no faster than a connection', () => {
    for (const code of [408, 500, 502, 503, 504]) {
      expect([0, 1].map((attempt) => retryDelay(status(code), attempt, 0.5))).toEqual([0, 0])
      expect(retryDelay(status(code), 2, 0)).toBe(250)
      expect(retryDelay(status(code), 40, 0.999)).toBeLessThanOrEqual(30_000)
    }
  })

  it('tries a bare 400 three times, and what is refused never', () => {
    const bare = [0, 1, 2, 3].map((attempt) => retryDelay(status(400, { isEmpty: true }), attempt, 0))
    expect(bare).toEqual([250, 500, 1000, undefined])
    for (const code of [400, 401, 402, 403, 404, 409, 410, 413, 422]) {
      expect(retryDelay(status(code), 0, 0), String(code)).toBeUndefined()
    }
  })

  it('waits for a checkpoint that is being written', () => {
    expect(retryDelay(status(425), 1, 0)).toBe(500)
  })
})

describe('retryAfterOf', () => {
  it('reads seconds and nothing else', () => {
    expect(['2', '0.5', '', null, 'soon', '-1'].map(retryAfterOf)).toEqual([
      2000,
      500,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
