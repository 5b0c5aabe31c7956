import { expect, it } from 'vitest'
import { joinList, splitList, toggleItem } from './query-list.ts'

it('lists survive the address, commas and per cent signs too', () => {
  const items = ['study/a', 'b,c', '100%', '%2C']
  expect(splitList(joinList(items))).toEqual(items)
  expect(splitList(null)).toEqual([])
  expect(splitList('a,,a')).toEqual(['a'])
})

it('an item is put in and taken out', () => {
  expect(toggleItem(['a', 'b'], 'a')).toEqual(['b'])
  expect(toggleItem(['a'], 'b')).toEqual(['a', 'b'])
})
