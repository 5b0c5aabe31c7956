import { expect, it } from 'vitest'
import { surprise, visibleToken } from './token-shade.ts'

it('shades by the negative log-probability', () => {
  expect([0, -1, -4, -20].map(surprise)).toEqual([0, 0.25, 1, 1])
  expect(surprise(1e-9)).toBe(0)
})

it('shows what cannot be seen', () => {
  expect(['', ' a', 'a\n', '\t'].map(visibleToken)).toEqual(['∅', ' a', 'a⏎\n', '⇥'])
})
