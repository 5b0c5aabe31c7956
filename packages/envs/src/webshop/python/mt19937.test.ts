import { describe, expect, it } from 'vitest'
import { Mt19937 } from './mt19937.ts'

describe('Mt19937', () => {
  it('gives the words of the authors', () => {
    // mt19937ar.out, first outputs of init_by_array({0x123, 0x234, 0x345, 0x456}).
    const byWords = Mt19937.fromWords([0x123, 0x234, 0x345, 0x456])
    expect([byWords.uint32(), byWords.uint32(), byWords.uint32()]).toEqual([1067595299, 955945823, 477289528])
    const byWord = Mt19937.fromWord(5489)
    expect([byWord.uint32(), byWord.uint32(), byWord.uint32()]).toEqual([3499211612, 581869302, 3890346734])
  })

  it('gives the ten thousandth word that the C++ standard names', () => {
    const generator = Mt19937.fromWord(5489)
    for (let i = 1; i < 10000; i++) generator.uint32()
    expect(generator.uint32()).toBe(4123659995)
  })
})
