import fc from 'fast-check'
import { expect, it } from 'vitest'
import { alignSequences } from './align-episodes.ts'

it('levels what is the same and packs what is not', () => {
  const lines = alignSequences([
    ['start', 'shelf', 'drawer', 'goal'],
    ['start', 'fridge', 'goal'],
    ['start', 'goal', 'goal'],
  ])
  expect(lines).toEqual([
    { shared: true, cells: [0, 0, 0] },
    { shared: false, cells: [1, 1, null] },
    { shared: false, cells: [2, null, null] },
    { shared: true, cells: [3, 2, 1] },
    { shared: false, cells: [null, null, 2] },
  ])
})

it('keeps a state that one episode passes again apart from its first visit', () => {
  expect(
    alignSequences([
      ['a', 'b', 'a'],
      ['a', 'a'],
    ]).map(({ cells }) => cells),
  ).toEqual([
    [0, 0],
    [1, null],
    [2, 1],
  ])
})

it('has nothing to show of no episodes, or of empty ones', () => {
  expect([alignSequences([]), alignSequences([[], []])]).toEqual([[], []])
})

it('shows every step once, in its order, and levels only equal states', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd')
  fc.assert(
    fc.property(fc.array(fc.array(key, { maxLength: 8 }), { maxLength: 6 }), (sequences) => {
      const lines = alignSequences(sequences)
      for (const [own, sequence] of sequences.entries()) {
        const column = lines.flatMap(({ cells }) => (cells[own] === null ? [] : [cells[own]!]))
        expect(column).toEqual([...sequence.keys()])
      }
      for (const { shared, cells } of lines) {
        const keys = cells.flatMap((place, own) => (place === null ? [] : [sequences[own]![place]!]))
        expect(keys.length).toBeGreaterThan(shared ? 1 : 0)
        if (shared) expect(new Set(keys).size).toBe(1)
      }
      // Two episodes share as much as their longest common subsequence: equal ones share everything.
      if (sequences.length === 2 && sequences[0]!.join() === sequences[1]!.join())
        expect(lines.every(({ shared }) => shared)).toBe(true)
    }),
  )
})
