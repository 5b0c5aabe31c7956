import { expect, it } from 'vitest'
import { moveInGrid } from './move-in-grid.ts'

// a b .
// . c d
// e . .
const at = (name: string, line: number, column: number) => ({ name, line, column })
const [a, b, c, d, e] = [at('a', 0, 0), at('b', 0, 1), at('c', 1, 1), at('d', 1, 2), at('e', 2, 0)]
const places = [a, b, c, d, e]

it.each([
  [a, 'ArrowRight', b],
  [a, 'ArrowDown', e],
  [b, 'ArrowDown', c],
  [b, 'ArrowRight', d],
  [c, 'ArrowLeft', a],
  [d, 'ArrowUp', d],
  [e, 'ArrowUp', a],
  [e, 'ArrowRight', c],
  [a, 'Home', a],
])('from %o by %s to %o', (from, key, to) => {
  expect(moveInGrid(places, from, key)).toBe(to)
})
