// The nouns of a product's title, which say what kind of thing it is. A small stand-in for the original's spaCy tagger: title
// words are nouns unless a list or their ending says otherwise. Products that carry exact nouns do not come here.
import { NON_NOUNS } from './non-nouns.ts'

const ADJECTIVE = /(?:able|ible|less|ous|proof|resistant)$/
const PARTICIPLE = /[^e]ed$/
/** Nouns with such an ending. */
const NOUNS: ReadonlySet<string> = new Set(['cable', 'table', 'turntable', 'vegetable', 'bible', 'daybed', 'sunbed'])

/** Lower case, in title order, repeats kept. */
export function titleNouns(title: string): string[] {
  return title
    .toLowerCase()
    .split(/[^\p{L}\p{N}.'’]+/u)
    .map((word) => word.replace(/['’]s$|^[.'’]+|(?<!\.\p{L})[.'’]+$/gu, ''))
    .filter(isNoun)
}

function isNoun(word: string): boolean {
  if (word.length < 2 || !/^\p{L}/u.test(word) || NON_NOUNS.has(word)) return false
  if (word.length < 5 || NOUNS.has(word)) return true
  return !ADJECTIVE.test(word) && !PARTICIPLE.test(word)
}
