// T12 and the token case of T8, padding, and credit that flows over turns before it flows over tokens.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenGae, tokenReturns } from './token-gae.ts'
import { whitened } from './whiten.ts'

const options = { gamma: 1, lambda: 0.95 }

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 6): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i], `entry ${i}`).toBeCloseTo(value, digits)
}

test('T12: masked tokens are skipped, or counted as a public trainer does', () => {
  const first = tokenGae([0, 0, 1], [0.1, 0.2, 0.5], [1, 1, 1], options)
  expectClose(first.advantages, [0.83625, 0.775, 0.5])
  expectClose(first.returns, [0.93625, 0.975, 1])
  const second = [
    [0, -1, 0],
    [0, 0.3, 0.4],
    [1, 1, 0],
  ] as const
  expectClose(tokenGae(...second, options).advantages, [-0.935, -1.3, 0])
  expectClose(tokenGae(...second, { ...options, masked: 'counted' }).advantages, [-0.916, -1.28, -0.4])
})

test('T8: token returns, whitened', () => {
  const returns = [tokenReturns([0, 0, 1], [1, 1, 1], 1), tokenReturns([0, -1, 0], [1, 1, 0], 1)]
  expectClose(whitened(Float64Array.from(returns.flatMap((row) => [...row])), [1, 1, 1, 1, 1, 0]).slice(0, 5), [
    ...[0.730297, 0.730297, 0.730297, -1.095445, -1.095445],
  ])
})

test("a turn's advantage takes the place of the last token's, and flows back from there", () => {
  const { advantages } = tokenGae([0, 0, 0], [0.1, 0.2, 0.5], [1, 1, 0], { gamma: 1, lambda: 1, turnAdvantage: 2 })
  expectClose(advantages, [0.2 - 0.1 + 2, 2, 0], 12)
})

test('padding changes nothing', () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true })
  const token = fc.tuple(number, number)
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 8 }), fc.array(token, { maxLength: 4 }), (own, padding) => {
      const all = [...own, ...padding]
      const mask = all.map((_, t) => (t < own.length ? 1 : 0))
      const column = (k: 0 | 1, list: readonly (readonly [number, number])[]) => list.map((pair) => pair[k])
      const padded = tokenGae(column(0, all), column(1, all), mask, options)
      const alone = tokenGae(column(0, own), column(1, own), mask, options)
      expect([...padded.advantages]).toEqual([...alone.advantages, ...padding.map(() => 0)])
      expect([...padded.returns]).toEqual([...alone.returns, ...padding.map(() => 0)])
      const white = whitened(Float64Array.from(column(0, all)), mask)
      expect([...white.slice(0, own.length)]).toEqual([...whitened(Float64Array.from(column(0, own)))])
    }),
  )
})

test('whitening: equal values and single ones give exactly 0', () => {
  expect([...whitened(Float64Array.of(0.1, 0.1, 0.1))]).toEqual([0, 0, 0])
  expect([...whitened(Float64Array.of(7))]).toEqual([0])
  expect([...whitened(Float64Array.of(7, 3), [1, 0])]).toEqual([0, 0])
})
