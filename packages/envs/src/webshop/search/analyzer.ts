// From text to search terms, as Lucene's English analyzer does it for Pyserini: words, possessive 's off, lower case, stop
// words out, Porter stems. Documents and queries pass through the same function.
import { porterStem } from './porter.ts'
import { eachWord } from './tokenizer.ts'

const STOP_WORDS = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this ' +
    'to was will with'
  ).split(' '),
)
/** Most words repeat, and their stems with them. Only short words are kept: slices of that length hold no parent text. */
const KEPT_LENGTH = 12
const KEPT_WORDS = 100_000
const kept = new Map<string, string>()

/** The terms of a text in order, repeats included. Total on any string; linear in its length. */
export function analyze(text: string): string[] {
  const terms: string[] = []
  eachWord(text, (word) => {
    const term = termOf(word)
    if (term !== '') terms.push(term)
  })
  return terms
}

/** The term of one word; empty for a stop word. */
function termOf(word: string): string {
  if (word.length > KEPT_LENGTH) return reduce(word)
  let term = kept.get(word)
  if (term === undefined) {
    term = reduce(word)
    if (kept.size >= KEPT_WORDS) kept.clear()
    kept.set(word, term)
  }
  return term
}

function reduce(word: string): string {
  const lower = toLowerCase(/['’＇][sS]$/.test(word) ? word.slice(0, -2) : word)
  return STOP_WORDS.has(lower) ? '' : porterStem(lower)
}

/** Lower case code point by code point, as Java does it: no final sigma, and İ becomes a plain i. */
function toLowerCase(word: string): string {
  if (!/[^\0-\x7f]/.test(word)) return word.toLowerCase()
  let lower = ''
  for (const character of word) lower += character === 'İ' ? 'i' : character.toLowerCase()
  return lower
}
