// What the equations come to is what the algorithms package says, for every algorithm, every option and every step.
import { algorithmNames } from '@gigpo/algorithms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { episodeView, iteration, optionsOf } from '../episodes.test-support.ts'
import { batchOfEpisodes } from '../rows-of-episodes.ts'
import { derive } from './derive.ts'
import { evaluate } from './expression.ts'
import { parseNotation } from './notation.ts'
import { scoreBatch } from './scored.ts'

function expectClose(actual: number, expected: number, what: string): void {
  if (!(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))))
    expect.fail(`${what}: ${actual} instead of ${expected}`)
}

describe.each(algorithmNames)('the equations of %s', (name) => {
  it('come to the three parts of every step’s advantage', () => {
    fc.assert(
      fc.property(iteration, optionsOf(name), (episodes, options) => {
        const scored = scoreBatch(batchOfEpisodes(episodes), options)
        for (let row = 0; row < scored.batch.rows.size; row++) {
          const derived = derive(scored, row)
          for (const part of ['episode', 'step', 'total'] as const)
            expectClose(derived[part], scored.advantages[part][row]!, `${part} of row ${row}`)
          expect(derived.equations.at(-1)!.value).toBe(derived.total)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('show lines that compute what they say, with the own step or episode among what enters', () => {
    fc.assert(
      fc.property(iteration, optionsOf(name), (episodes, options) => {
        const { equations } = derive(scoreBatch(batchOfEpisodes(episodes), options), 0)
        for (const { value, filled, inputs, symbol, formula } of equations) {
          expect(evaluate(filled)).toBe(value)
          if (inputs !== undefined) expect(inputs.entries.some(({ own }) => own)).toBe(true)
          for (const text of [symbol, formula]) expect(JSON.stringify(parseNotation(text))).not.toContain('{}')
        }
      }),
      { numRuns: 20 },
    )
  })
})

it('fills in the four equations of the paper by hand', () => {
  // Two ways from one room: the second one wins.
  const episodes = [
    episodeView({ member: 0, steps: [{ anchor: 'room', reward: 0 }] }),
    episodeView({
      member: 1,
      steps: [
        { anchor: 'room', reward: 0 },
        { anchor: 'hall', reward: 10 },
      ],
    }),
  ]
  const scored = scoreBatch(batchOfEpisodes(episodes), { name: 'gigpo', norm: 'mean' })
  const { equations } = derive(scored, 1)
  expect(equations.map(({ number, value }) => [number, value])).toEqual([
    ['', 10],
    ['3', 5],
    ['5', 9.5],
    ['6 and 7', 4.75],
    ['8', 9.75],
  ])
  expect(equations[3]!.inputs!.entries).toEqual([
    { place: { group: '1-0', member: 0, t: 0 }, value: 0, own: false },
    { place: { group: '1-0', member: 1, t: 0 }, value: 9.5, own: true },
  ])
})
