import fc from 'fast-check'
import { expect, it } from 'vitest'
import { searchWords, wordMatches } from '../../api/search-words.ts'
import { createWordCollector, rowsWithWords } from './word-index.ts'

const noTurn = (): undefined => undefined

it('finds what reading every text would find', async () => {
  const word = fc.constantFrom('apple', 'app', 'pear', 'mug', '1', '12', '2', 'Ärger', 'ärgerlich', 'A', 'P')
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '))
  const rows = fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 20 })
  const search = fc.oneof(text, fc.constantFrom('ap', 'e', 'pp', '22', 'zz', 'rger'))
  await fc.assert(
    fc.asyncProperty(rows, search, async (texts, sought) => {
      const collector = createWordCollector()
      for (const [row, list] of texts.entries()) for (const text of list) collector.add(text, row)
      const found = rowsWithWords(await collector.finish(noTurn), searchWords(sought), texts.length)
      const expected = texts.map((list) => {
        const words = list.flatMap(searchWords)
        return Number(searchWords(sought).every((each) => words.some((word) => wordMatches(each, word))))
      })
      expect([...found]).toEqual(expected)
    }),
  )
})

it('puts words of the same rows on one line', async () => {
  const collector = createWordCollector()
  for (let row = 0; row < 9; row++) collector.add(row === 8 ? 'only here, alone' : 'a common text', row)
  expect(await collector.finish(noTurn)).toBe('PP a common text \nAAB only here alone ')
})
