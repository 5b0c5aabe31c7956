import { GigpoError, rootKey, stream } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadTokenizer } from './load-tokenizer.ts'
import { compareCodePoints, type StoredTokenizer } from './tokenizer-files.ts'
import { trainByteLevelBpe } from './train-byte-level-bpe.ts'
import { trainWordLevel } from './word-level.ts'

const corpus = [
  'go to desk 1 then take the book 1 from desk 1',
  'you see a desk 1 , a drawer 2 and a drawer 1 . nothing happens',
  'take book 1 from desk 1 ; examine book 1 with desklamp 1',
]

describe('word-level tokenizer', () => {
  it('orders words by frequency, then code point, whatever the order of texts', () => {
    const tokenizer = trainWordLevel(corpus)
    expect(tokenizer.files).toEqual(trainWordLevel(corpus.toReversed()).files)
    expect(tokenizer.decode([3, 4, 5])).toBe('1 desk a')
    expect(tokenizer.size).toBe(3 + new Set(corpus.join(' ').split(' ')).size)
    expect(trainWordLevel(corpus, { size: 5 }).size).toBe(5)
  })

  it('round-trips known words and marks unknown ones', () => {
    const tokenizer = trainWordLevel(corpus)
    const words = [...new Set(corpus.join(' ').split(' '))]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words)), (list) => {
        expect(tokenizer.decode(tokenizer.encode(list.join(' \n')))).toBe(list.join(' '))
      }),
    )
    expect(tokenizer.decode(tokenizer.encode('take zebra 1'))).toBe('take <unk> 1')
    expect(tokenizer.decode([...tokenizer.encode('take'), ...tokenizer.stop])).toBe('take')
  })

  it('reads what it wrote', () => {
    const tokenizer = trainWordLevel(corpus)
    const loaded = loadTokenizer(tokenizer.files)
    expect(loaded.files).toEqual(tokenizer.files)
    expect(loaded.encode(corpus.join(' x '))).toEqual(tokenizer.encode(corpus.join(' x ')))
    expect(loaded.stop).toEqual(tokenizer.stop)
    expect(loaded.decode([0, 1, 2, 3])).toBe(tokenizer.decode([0, 1, 2, 3]))
  })

  it('refuses a vocabulary without room', () => {
    expect(() => trainWordLevel(corpus, { size: 3 })).toThrow(GigpoError)
  })
})

describe('byte-level BPE', () => {
  it('is deterministic, learns merges and keeps to its size', () => {
    const tokenizer = trainByteLevelBpe(corpus, { vocabularySize: 300 })
    expect(tokenizer.files).toEqual(trainByteLevelBpe(corpus.toReversed(), { vocabularySize: 300 }).files)
    expect(trainByteLevelBpe(corpus, { vocabularySize: 270 }).size).toBe(270)
    expect(tokenizer.encode(' desk')).toHaveLength(1)
    expect(trainByteLevelBpe([], { vocabularySize: 300 }).size).toBe(258)
  })

  it('round-trips any text', () => {
    const tokenizer = trainByteLevelBpe(corpus, { vocabularySize: 320 })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (text) => {
        const ids = tokenizer.encode(text)
        expect(ids.every((id) => id < tokenizer.size)).toBe(true)
        expect(tokenizer.decode(ids)).toBe(text)
      }),
      { numRuns: 500 },
    )
    expect(loadTokenizer(tokenizer.files).encode(corpus.join())).toEqual(tokenizer.encode(corpus.join()))
  })
})

it('sorts by code point where UTF-16 order differs', () => {
  expect(['😀', '\uffee', 'é', 'e', '\ud7ff'].sort(compareCodePoints)).toEqual(['e', 'é', '\ud7ff', '\uffee', '😀'])
})

describe('damaged tokenizer files', () => {
  const random = stream(rootKey(11), 'tokenizer-fuzz')
  const mutate = (text: string): string => {
    let out = text
    for (let n = 1 + random.integer(3); n > 0; n--) {
      const at = random.integer(out.length + 1)
      const length = random.integer(random.pick([2, 8, 60]))
      const piece = random.pick([
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '0',
        '-1',
        '1e99',
        'null',
        'true',
        '\u0000',
        '\ud800',
        'BPE',
        out.slice(at, at + 20),
      ])
      out = out.slice(0, at) + piece + out.slice(at + length)
    }
    return out
  }
  const check = (tokenizer: StoredTokenizer, runs: number): number => {
    let refused = 0
    for (let i = 0; i < runs; i++) {
      const files = { ...tokenizer.files }
      const which = random.integer(4) === 0 ? 'config' : 'tokenizer'
      files[which] = mutate(files[which])
      try {
        const loaded = loadTokenizer(files)
        loaded.decode(loaded.encode('take the book 1 <eos> é'))
      } catch (error) {
        if (!GigpoError.isInstance(error)) throw error
        refused++
      }
    }
    return refused
  }

  it('gives only GigpoErrors on 10,000 mutations', () => {
    const refused =
      check(trainWordLevel(corpus), 7000) + check(trainByteLevelBpe(corpus, { vocabularySize: 262 }), 3000)
    expect(refused).toBeGreaterThan(5000)
    expect(refused).toBeLessThan(10_000)
  })
})
