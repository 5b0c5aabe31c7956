// How a shopper compares phrases: as bare words in order, without function words, endings or punctuation. Attributes of the
// official goals are word pairs with the function words left out ("easy use" of "easy to use"), so adjacency is judged after
// dropping them.

const functionWords = new Set(
  'a an and are as at be but by for if in into is it its no not of on or so such that the their then there these they this to was will with your you our from can all'.split(
    ' ',
  ),
)

/** Lower-case words without function words; a plural `s` and a possessive are cut, so that "racks" finds "rack". */
export function wordsOf(text: string): string[] {
  const out: string[] = []
  for (const raw of text
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .match(/[\p{L}\p{N}]+(?:[.'-][\p{L}\p{N}]+)*/gu) ?? [])
    for (const word of /^\d/.test(raw) ? [raw] : raw.split(/[-.']/))
      if (word !== '' && !functionWords.has(word)) out.push(stem(word))
  return out
}

function stem(word: string): string {
  if (word.length < 4 || word.endsWith('ss') || !word.endsWith('s')) return word
  return word.endsWith('ies') && word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1)
}

export type Match = 'yes' | 'weak' | 'no'

/** `yes`: the phrase's words stand next to each other in order; `weak`: all of them occur somewhere; an empty phrase is `no`. */
export function findPhrase(phrase: readonly string[], words: readonly string[]): Match {
  const first = phrase[0]
  if (first === undefined) return 'no'
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1))
    if (phrase.every((word, i) => words[at + i] === word)) return 'yes'
  return phrase.every((word) => words.includes(word)) ? 'weak' : 'no'
}

/** Share of the phrase's words that occur, in [0, 1]; 0 for an empty phrase. */
export function shareFound(phrase: readonly string[], words: readonly string[]): number {
  if (phrase.length === 0) return 0
  return phrase.filter((word) => words.includes(word)).length / phrase.length
}

/** How alike a wanted and an offered option value are, in [0, 1]: 1 equal words, .9 one holds all words of the other, else Dice. */
export function valueLikeness(wanted: string, offered: string): number {
  if (wanted.trim().toLowerCase() === offered.trim().toLowerCase()) return 1
  const a = new Set(wordsOf(wanted))
  const b = new Set(wordsOf(offered))
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const word of a) if (b.has(word)) common++
  if (common === a.size && common === b.size) return 1
  return common === a.size || common === b.size ? 0.9 : (2 * common) / (a.size + b.size) / 1.25
}
