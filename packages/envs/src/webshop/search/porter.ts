// Porter's stemmer as Lucene's PorterStemFilter runs it: M. F. Porter, "An algorithm for suffix stripping" (1980), with the
// author's two later departures (bli → ble, logi → log) and words of one or two letters left alone.

const STEP_2 = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
] as const
const STEP_3 = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
] as const
const STEP_4 = [
  ...['al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent', 'ion', 'ou', 'ism'],
  ...['ate', 'iti', 'ous', 'ive', 'ize'],
]

/** The stem of a lower-case word. Characters that are no ASCII vowel count as consonants. */
export function porterStem(word: string): string {
  if (word.length < 3) return word
  let stem = plural(word)
  stem = pastTense(stem)
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`
  stem = replaceSuffix(stem, STEP_2)
  stem = replaceSuffix(stem, STEP_3)
  stem = dropSuffix(stem)
  return lastLetters(stem)
}

function plural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2)
  return word.endsWith('s') && word.at(-2) !== 's' ? word.slice(0, -1) : word
}

function pastTense(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const length = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0
  if (length === 0) return word
  const stem = word.slice(0, -length)
  if (!hasVowel(stem)) return word
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1)
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem
}

function replaceSuffix(word: string, rules: readonly (readonly [string, string])[]): string {
  for (const [suffix, replacement] of rules) {
    if (!word.endsWith(suffix)) continue
    const stem = word.slice(0, -suffix.length)
    return measure(stem) > 0 ? stem + replacement : word
  }
  return word
}

function dropSuffix(word: string): string {
  for (const suffix of STEP_4) {
    if (!word.endsWith(suffix)) continue
    const stem = word.slice(0, -suffix.length)
    if (suffix === 'ion' && !/[st]$/.test(stem)) return word
    return measure(stem) > 1 ? stem : word
  }
  return word
}

function lastLetters(word: string): string {
  const m = measure(word)
  let stem = word
  if (word.endsWith('e') && (m > 1 || (m === 1 && !endsShort(word.slice(0, -1))))) stem = word.slice(0, -1)
  return stem.endsWith('ll') && m > 1 ? stem.slice(0, -1) : stem
}

/** Whether a letter is a consonant, given whether the one before it is: y is one at the start and after a vowel. */
function isConsonantAfter(word: string, i: number, previous: boolean): boolean {
  switch (word.charCodeAt(i)) {
    case 97:
    case 101:
    case 105:
    case 111:
    case 117:
      return false
    case 121:
      return i === 0 || !previous
    default:
      return true
  }
}

function isConsonant(word: string, i: number): boolean {
  let first = i // of a run of y's
  while (first > 0 && word.charCodeAt(first) === 121) first--
  let consonant = false
  for (let j = first; j <= i; j++) consonant = isConsonantAfter(word, j, consonant)
  return consonant
}

/** m in Porter's form [C](VC)^m[V]. */
function measure(word: string): number {
  let count = 0
  let consonant = true
  for (let i = 0; i < word.length; i++) {
    const afterVowel = !consonant
    consonant = isConsonantAfter(word, i, consonant)
    if (consonant && afterVowel) count++
  }
  return count
}

function hasVowel(word: string): boolean {
  let consonant = true
  for (let i = 0; i < word.length && consonant; i++) consonant = isConsonantAfter(word, i, consonant)
  return !consonant
}

function endsDouble(word: string): boolean {
  const last = word.length - 1
  return last > 0 && word[last] === word[last - 1] && isConsonant(word, last)
}

/** Ends consonant, vowel, consonant, the last not w, x or y. */
function endsShort(word: string): boolean {
  const last = word.length - 1
  return (
    last >= 2 &&
    isConsonant(word, last) &&
    !isConsonant(word, last - 1) &&
    isConsonant(word, last - 2) &&
    !/[wxy]$/.test(word)
  )
}
