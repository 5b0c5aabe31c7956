import { expect, it } from 'vitest'
import { shellQuote } from './shell-quote.ts'

it.each([
  ['runs/a-1', 'runs/a-1'],
  ['', "''"],
  ['two words', "'two words'"],
  ["the desk's $5", "'the desk'\\''s $5'"],
])('%j is written %s', (text, quoted) => expect(shellQuote(text)).toBe(quoted))
