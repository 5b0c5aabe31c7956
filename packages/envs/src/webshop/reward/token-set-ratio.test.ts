import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparedWords, tokenSetRatio, wordSetRatio } from './token-set-ratio.ts'

/** The definition, letter by letter: three whole texts compared, nothing skipped. */
function byDefinition(a: string, b: string): number {
  const [x, y] = [comparedWords(a), comparedWords(b)]
  if (x.length === 0 || y.length === 0) return 0
  const common = x.filter((word) => y.includes(word))
  const t0 = common.join(' ')
  const t1 = [...common, ...x.filter((word) => !y.includes(word))].join(' ')
  const t2 = [...common, ...y.filter((word) => !x.includes(word))].join(' ')
  return Math.max(wholeRatio(t0, t1), wholeRatio(t0, t2), wholeRatio(t1, t2))
}

function wholeRatio(a: string, b: string): number {
  if (a === '' || b === '') return 0
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!)
  const value = 100 * ((2 * table[a.length]![b.length]!) / (a.length + b.length))
  return value % 1 === 0.5 && Math.floor(value) % 2 === 0 ? Math.floor(value) : Math.round(value)
}

const words = fc.array(fc.stringMatching(/^[abé-]{1,4}$/), { maxLength: 5 }).map((list) => list.join(' '))

describe('tokenSetRatio', () => {
  it.each([
    ['xx-large', 'x-large', 93],
    ['large', 'x-large', 100],
    ['size large', 'x-large', 83],
    ['cool powder snow', 'powder snow', 100],
    ['Essential Oils', 'essential oil', 96],
    ['', 'x', 0],
    ['!!!', '!!!', 0],
    ['red', 'blue', 29],
  ])('%j and %j: %i', (a, b, score) => {
    expect(tokenSetRatio(a, b)).toBe(score)
    expect(tokenSetRatio(b, a)).toBe(score)
  })

  it('drops letters of Latin-1, keeps others, and counts a letter outside the basic plane once', () => {
    expect(comparedWords('Café-Größe Ω 2x_y ２')).toEqual(['2x_y', 'caf', 'gre', 'ω', '２'])
    expect(tokenSetRatio('𝐚𝐛𝐜', '𝐚𝐛𝐝')).toBe(67)
  })

  it('is the definition, and a floor hides nothing above it', () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 0, max: 100 }), (a, b, floor) => {
        const score = byDefinition(a, b)
        expect(tokenSetRatio(a, b)).toBe(score)
        expect(wordSetRatio(comparedWords(a), comparedWords(b), floor) > floor).toBe(score > floor)
      }),
      { numRuns: 2000 },
    )
  })
})
