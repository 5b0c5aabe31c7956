import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAction } from './action-grammar.ts'

/** The original's expression; Python's dot is anything but a line feed. */
function byExpression(text: string): unknown {
  const match = /^([^\n]+)\[([^\n]+)\]/.exec(text)
  return match === null ? undefined : { name: match[1], argument: match[2]!.toLowerCase() }
}

const texts = fc.oneof(
  fc
    .array(fc.constantFrom('[', ']', 'a', 'B', ' ', '\n', '\r', 'search', 'click'), { maxLength: 12 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
)

describe('reading an action', () => {
  it('takes the last brackets and ignores what follows', () => {
    expect(parseAction('search[Red Shoes]', 'princeton')).toEqual({ name: 'search', argument: 'red shoes' })
    expect(parseAction('click[buy now] please', 'princeton')).toEqual({ name: 'click', argument: 'buy now' })
    expect(parseAction('click[size [eu]]', 'princeton')).toEqual({ name: 'click[size ', argument: 'eu]' })
    expect(parseAction('first click[a]\nclick[b]', 'princeton')).toEqual({ name: 'first click', argument: 'a' })
  })

  it('finds no action in other text', () => {
    for (const compat of ['princeton', 'verl-agent', 'fixed'] as const)
      for (const text of [
        '',
        '[]',
        '[a]',
        'search',
        'search[',
        'search]',
        'search[]',
        'a[[',
        '\nclick[a]',
        'click[a\n]',
      ])
        expect(parseAction(text, compat), text).toBeUndefined()
  })

  it('agrees with the original expression on any text', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('princeton' as const, 'verl-agent' as const), (text, compat) => {
        expect(parseAction(text, compat)).toEqual(byExpression(text))
      }),
      { numRuns: 5000 },
    )
  })

  it('reaches values with brackets in fixed, and differs nowhere else', () => {
    expect(parseAction('click[size [eu]]', 'fixed')).toEqual({ name: 'click', argument: 'size [eu]' })
    fc.assert(
      fc.property(texts, (text) => {
        if (text.split('[').length <= 2) expect(parseAction(text, 'fixed')).toEqual(byExpression(text))
        fc.pre(text !== '' && !text.includes('\n'))
        expect(parseAction(`click[${text}]`, 'fixed')).toEqual({ name: 'click', argument: text.toLowerCase() })
      }),
    )
  })

  it('is linear in hostile text', () => {
    const size = 2 ** 20
    const started = performance.now()
    for (const compat of ['princeton', 'fixed'] as const)
      for (const text of ['[', ']', '[a', 'a]', 'click[', '[]', '\n'])
        parseAction(text.repeat(size / text.length), compat)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
