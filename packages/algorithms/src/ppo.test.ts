// PPO's credit by hand: one token a turn is GAE over turns, tokens of an episode are one chain, and bi-level credit reaches
// the tokens through the turn's.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCredit } from './create-credit.ts'
import { recordsToStepRows, type StepRows } from './step-rows.ts'
import { batch, rowsOf } from './traits.test-support.ts'

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i], `entry ${i}`).toBeCloseTo(value, 9)
}

/** One episode of two turns, of two tokens and of one; 1 at the end. */
const rows: StepRows = {
  ...recordsToStepRows([
    { uid: 'g', traj: 'a', t: 0, obs: 'S', reward: 0, valid: true },
    { uid: 'g', traj: 'a', t: 1, obs: 'T', reward: 1, valid: false },
  ]),
  tokens: Int32Array.of(2, 1),
  tokenValues: [Float64Array.of(0.1, 0.2), Float64Array.of(0.5)],
}
const ends = fc.constantFrom('none' as const, 'truncated' as const)
const plain = { name: 'ppo', whiten: false, penalty: 0 } as const

describe('token', () => {
  test('the tokens of an episode are one chain (T12)', () => {
    const { tokens, total, stepReturn } = createCredit({ ...plain, lambda: 0.95 })(rows)
    expectClose(tokens!.advantages[0]!, [0.83625, 0.775])
    expectClose(tokens!.advantages[1]!, [0.5])
    expectClose(tokens!.returns[0]!, [0.93625, 0.975])
    expectClose(tokens!.returns[1]!, [1])
    expectClose(total, [(0.83625 + 0.775) / 2, 0.5])
    expectClose(stepReturn, [0.93625, 1])
  })

  test('γ = λ = 1 is the return to go less the value', () => {
    const { tokens } = createCredit(plain)(rows)
    expectClose(tokens!.advantages[0]!, [0.9, 0.8])
    expectClose(tokens!.returns[0]!, [1, 1])
  })

  test('V of the state a cut episode was left in follows its last token', () => {
    const end = { ...rows.trajectoryEnd, values: Float64Array.of(4) }
    const cut = { ...rows, trajectoryEnd: { ...end, truncated: Uint8Array.of(1) } }
    const returns = (given: StepRows) =>
      createCredit({ ...plain, gamma: 0.5, bootstrap: 'truncated' })(given).tokens!.returns.map((own) => [...own])
    expect(returns(cut)).toEqual([[(1 + 0.5 * 4) / 4, (1 + 0.5 * 4) / 2], [1 + 0.5 * 4]])
    expect(returns({ ...rows, trajectoryEnd: end })).toEqual([[0.25, 0.5], [1]])
  })

  test('whitening counts tokens', () => {
    const { tokens } = createCredit({ ...plain, whiten: true })(rows)
    const all = tokens!.advantages.flatMap((own) => [...own])
    expect(all.reduce((a, b) => a + b)).toBeCloseTo(0, 9)
    expect(all.reduce((sum, x) => sum + x * x, 0) / 2).toBeCloseTo(1, 6)
    expectClose(tokens!.returns[1]!, [1])
  })

  test('each scope of the penalty', () => {
    const change = (penaltyScope: 'advantage' | 'reward' | 'row') => {
      const { tokens } = createCredit({ ...plain, penalty: 0.25, penaltyScope })(rows)
      return [...tokens!.advantages[0]!, ...tokens!.advantages[1]!, tokens!.returns[1]![0]!]
    }
    expectClose(change('advantage'), [0.9, 0.8, 0.25, 1])
    expectClose(change('row'), [0.9, 0.8, 0.25, 1])
    expectClose(change('reward'), [0.65, 0.55, 0.25, 0.75])
  })
})

test('with one token a turn all levels are GAE over turns', () => {
  fc.assert(
    fc.property(batch, fc.constantFrom(0.5, 1), fc.constantFrom(0, 0.9), ends, (one, gamma, lambda, bootstrap) => {
      const single = rowsOf(one)
      const expected = createCredit({ name: 'gae', gamma, lambda, bootstrap })(single)
      for (const level of ['token', 'turn', 'bi-level'] as const) {
        const { total, stepReturn } = createCredit({ name: 'ppo', level, gamma, lambda, bootstrap })(single)
        expectClose(total, [...expected.total])
        expectClose(stepReturn, [...expected.stepReturn])
      }
    }),
  )
})

test('turn: all tokens share what the turn was worth, by V before its first token', () => {
  const { total, tokens } = createCredit({ ...plain, level: 'turn', gamma: 0.5, lambda: 1 })(rows)
  expectClose(total, [0.5 - 0.1, 0.5])
  expect(tokens).toBeUndefined()
})

test("bi-level: the turn's advantage stands at its last token and flows back", () => {
  const { tokens } = createCredit({ ...plain, level: 'bi-level', gamma: 0.5, lambda: 1 })(rows)
  expectClose(tokens!.advantages[0]!, [0.2 - 0.1 + 0.4, 0.4])
  expectClose(tokens!.advantages[1]!, [0.5])
})

test('rows without values are refused', () => {
  const { tokenValues: _, ...without } = rows
  expect(() => createCredit(plain)(without)).toThrow(/needs tokenValues/)
})
