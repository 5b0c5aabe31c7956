import { expect, it } from 'vitest'
import { markWords } from './mark-words.ts'

it('marks the words that a search finds', () => {
  const parts = markWords('go to Cabinet 1, not cabinet 12', 'cab 1')
  expect(parts.filter(({ found }) => found).map(({ text }) => text)).toEqual(['Cabinet', '1', 'cabinet'])
  expect(parts.map(({ text }) => text).join('')).toBe('go to Cabinet 1, not cabinet 12')
})

it('marks nothing without a search', () => {
  expect(markWords('<b>all</b>', ' ')).toEqual([{ text: '<b>all</b>', found: false }])
})
