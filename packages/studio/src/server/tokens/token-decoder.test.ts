import { expect, it } from 'vitest'
import { createTokenDecoder } from './token-decoder.ts'

const specials = [
  { id: 0, content: '<pad>', special: true },
  { id: 1, content: '<eos>', special: true },
]

it('puts blanks between words and shows special tokens', () => {
  const decoder = createTokenDecoder(
    JSON.stringify({ added_tokens: specials, model: { type: 'WordLevel', vocab: { go: 2, to: 3 } } }),
  )
  expect(decoder.pieces([2, 3, 9, 1])).toEqual(['go', ' to', ' [9]', ' <eos>'])
  expect(decoder.pieces([])).toEqual([])
})

it('joins bytes to characters, wherever tokens cut them', () => {
  const vocab = { Ġgo: 2, Ã: 3, '¤': 4, a: 5, Ċ: 6 }
  const decoder = createTokenDecoder(JSON.stringify({ added_tokens: specials, model: { vocab, merges: [] } }))
  expect(decoder.pieces([2, 3, 4, 5, 6, 1])).toEqual([' go', '', 'ä', 'a', '\n', '<eos>'])
  expect(decoder.pieces([5, 3])).toEqual(['a', '\ufffd'])
  expect(decoder.pieces([3, 1, 4, 99])).toEqual(['', '\ufffd<eos>', '\ufffd', '[99]'])
})

it('refuses what is no tokenizer', () => {
  for (const text of ['', '[]', '{"model":{}}', '{"model":{"type":"Unigram","vocab":{}}}']) {
    expect(() => createTokenDecoder(text)).toThrow()
  }
})
