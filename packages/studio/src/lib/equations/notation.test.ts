import { expect, it } from 'vitest'
import { type Notation, parseNotation, speakNotation } from './notation.ts'

const word = (text: string): Notation => ({ kind: 'word', text })

it('reads scripts, fractions and roots', () => {
  expect(parseNotation('A^{E}(τ_{3})')).toEqual({
    kind: 'row',
    items: [
      { kind: 'script', base: word('A'), above: word('E') },
      { kind: 'operator', text: '(' },
      { kind: 'script', base: word('τ'), below: { kind: 'number', text: '3' } },
      { kind: 'operator', text: ')' },
    ],
  })
  expect(parseNotation('\\frac{a}{\\sqrt{2}}')).toEqual({
    kind: 'fraction',
    over: word('a'),
    under: { kind: 'root', of: { kind: 'number', text: '2' } },
  })
  expect(parseNotation('x_i^2')).toEqual({
    kind: 'script',
    base: word('x'),
    below: word('i'),
    above: { kind: 'number', text: '2' },
  })
})

it('ends unbalanced braces where the text ends, and reads text from episodes as signs', () => {
  expect(speakNotation(parseNotation('\\frac{a'))).toBe('( a ) / (  )')
  expect(speakNotation(parseNotation('<b>'))).toBe('< b >')
})

it('is spoken in one line', () => {
  expect(speakNotation(parseNotation('\\frac{R_{t} − mean_{G}}{σ + 10^{−6}}'))).toBe(
    '( R sub t − mean sub G ) / ( σ + 10 to the − 6 )',
  )
})
