// Words of a text as Lucene's StandardTokenizer cuts them: Unicode Annex 29 without its breaks inside Thai and the like,
// one token an ideograph or hiragana, emoji as tokens, everything else dropped. The longest match from the left wins, looked
// for in at most 255 UTF-16 units, so a token never is longer and the work is linear in the text.
import { emojiEnd } from './emoji.ts'
import {
  DOUBLE_QUOTE,
  EXTEND,
  FLAG,
  HEBREW,
  HIRAGANA,
  IDEOGRAPH,
  JOINER,
  KATAKANA,
  LETTER,
  MID_BOTH,
  MID_LETTER,
  MID_NUMBER,
  NUMBER,
  OTHER,
  SINGLE_QUOTE,
  SOUTH_EAST_ASIAN,
  SOUTH_EAST_ASIAN_MARK,
  wordClass,
} from './word-classes.ts'

const MAX_TOKEN = 255
/** The soft hyphen; before it nothing extends. */
const FIRST_MARK = 0xad

/** Calls `visit` with each token of `text`, in order. Total on any string, lone surrogates included. */
export function eachWord(text: string, visit: (word: string) => void): void {
  const { length } = text
  let at = 0
  while (at < length) {
    const code = text.charCodeAt(at)
    const kind = wordClass(code)
    if (code < 0x80 && kind === OTHER && code !== 0x23 && code !== 0x2a) {
      at++ // the common case: blank and punctuation
      continue
    }
    const plain = plainEnd(text, at)
    if (plain > at) {
      visit(text.slice(at, plain))
      at = plain
      continue
    }
    let limit = Math.min(length, at + MAX_TOKEN)
    if (limit < length && isHigh(text.charCodeAt(limit - 1)) && limit - 1 > at) limit--
    const end = tokenEnd(text, at, limit)
    if (end > at) {
      visit(text.slice(at, end))
      at = end
    } else if (kind === JOINER) at = pastJoiners(text, at)
    else at += text.codePointAt(at)! >= 0x10000 ? 2 : 1
  }
}

/** End of a run of ASCII letters and digits that a blank or the like ends, nearly every token; `start` for anything else. */
function plainEnd(text: string, start: number): number {
  const end = Math.min(text.length, start + MAX_TOKEN)
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x80) return start
    const kind = wordClass(code)
    if (kind === OTHER) return at
    if (kind !== LETTER && kind !== NUMBER) return start
  }
  return start
}

function tokenEnd(text: string, at: number, end: number): number {
  const code = text.codePointAt(at)!
  const kind = wordClass(code)
  switch (kind) {
    case LETTER:
    case HEBREW:
    case NUMBER:
    case KATAKANA:
    case JOINER: {
      const word = wordEnd(text, at, end)
      return code < 0x80 ? word : Math.max(word, emojiEnd(text, at, end))
    }
    case IDEOGRAPH:
    case HIRAGANA:
      return Math.max(pastMarks(text, at, end), emojiEnd(text, at, end))
    case SOUTH_EAST_ASIAN:
    case SOUTH_EAST_ASIAN_MARK: {
      let next = at
      while (next < end && isComplex(wordClass(text.codePointAt(next)!))) next = pastMarks(text, next, end)
      return next
    }
    case OTHER:
    case EXTEND:
    case FLAG:
      return emojiEnd(text, at, end)
    default:
      return at
  }
}

/** End of the word that starts at `start` with a letter, digit, katakana or joiner; `start` if it is joiners only. */
function wordEnd(text: string, start: number, end: number): number {
  let at = start
  let last = 0 // class of the base before `at`
  let content = false // something other than joiners was seen
  let maySplit = true // `last` may be joined to the next by a mid character
  let mayQuote = true // `last`, if Hebrew, may be followed by a quote
  while (at < end) {
    const kind = wordClass(text.codePointAt(at)!)
    if (kind === JOINER || (isWordBase(kind) && joins(last, kind))) {
      at = pastMarks(text, at, end)
      last = kind
      content ||= kind !== JOINER
      maySplit = mayQuote = true
      continue
    }
    if (kind < MID_LETTER || kind > DOUBLE_QUOTE) break
    const next = pastMarks(text, at, end)
    const following = next < end ? wordClass(text.codePointAt(next)!) : 0
    if (maySplit && isLetter(last) && isLetter(following) && kind !== MID_NUMBER && kind !== DOUBLE_QUOTE) {
      mayQuote = last === HEBREW && kind === SINGLE_QUOTE && mayQuote
    } else if (maySplit && last === NUMBER && following === NUMBER && isNumberMiddle(kind)) {
      // 1,5 and 1.5
    } else if (mayQuote && last === HEBREW && following === HEBREW && kind === DOUBLE_QUOTE) {
      maySplit = mayQuote = false
    } else if (mayQuote && last === HEBREW && kind === SINGLE_QUOTE) {
      at = next
      last = LETTER
      maySplit = mayQuote = false
      continue
    } else break
    at = pastMarks(text, next, end)
    last = following
  }
  return content ? at : start
}

/** Where to look on after joiners without a word in the window: at the first that has one in its own, else past them all. */
function pastJoiners(text: string, at: number): number {
  let end = pastMarks(text, at, text.length)
  while (end < text.length && wordClass(text.codePointAt(end)!) === JOINER) end = pastMarks(text, end, text.length)
  const word = end < text.length && isWordBase(wordClass(text.codePointAt(end)!))
  return word ? Math.max(at + 1, end + 1 - MAX_TOKEN) : end
}

/** Past one code point and the marks after it. */
function pastMarks(text: string, at: number, end: number): number {
  let next = at + (text.codePointAt(at)! >= 0x10000 ? 2 : 1)
  while (next < end) {
    const code = text.codePointAt(next)!
    if (code < FIRST_MARK) break
    const kind = wordClass(code)
    if (kind !== EXTEND && kind !== SOUTH_EAST_ASIAN_MARK) break
    next += code >= 0x10000 ? 2 : 1
  }
  return Math.min(next, end)
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
const isLetter = (kind: number): boolean => kind === LETTER || kind === HEBREW
const isWordBase = (kind: number): boolean => kind >= LETTER && kind <= KATAKANA
const isComplex = (kind: number): boolean => kind === SOUTH_EAST_ASIAN || kind === SOUTH_EAST_ASIAN_MARK
const isNumberMiddle = (kind: number): boolean => kind === MID_NUMBER || kind === MID_BOTH || kind === SINGLE_QUOTE
/** Letters and digits join each other, katakana only itself; joiners join all; nothing precedes the first. */
const joins = (last: number, kind: number): boolean =>
  last === 0 || last === JOINER || (last === KATAKANA) === (kind === KATAKANA)
