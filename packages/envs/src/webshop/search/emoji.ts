// Where an emoji sequence ends: Lucene's EMOJI rule (Unicode Technical Standard 51, emoji_sequence) as a scanner.
import { EXTEND, FLAG, isPicture, SOUTH_EAST_ASIAN_MARK, wordClass } from './word-classes.ts'

const JOINER = 0x200d
const TEXT_STYLE = 0xfe0e
const EMOJI_STYLE = 0xfe0f
const KEY_CAP = '\u20e3'
const SKIN_TONE_BASE = /\p{Emoji_Modifier_Base}/u

/** End of the emoji sequence that starts at `start`, or `start` where there is none. Never reads at or beyond `end`. */
export function emojiEnd(text: string, start: number, end: number): number {
  const code = text.codePointAt(start)!
  if (code < 0xa9) return code === 0x23 || code === 0x2a ? keyCapEnd(text, start, end) : start
  const first = wordClass(code)
  if (first === FLAG) {
    const next = pastMarks(text, start + 2, end, true)
    return next < end && wordClass(text.codePointAt(next)!) === FLAG ? pastMarks(text, next + 2, end, true) : start
  }
  let at = start
  let accepted = start
  for (;;) {
    const element = elementEnd(text, at, end)
    if (element === at) return accepted
    accepted = element
    // A further element needs a zero-width joiner before it; the marks of the last element may have swallowed it.
    at = element
    if (text.charCodeAt(at) !== JOINER && text.charCodeAt(at - 1) !== JOINER) return accepted
    if (at >= end) return accepted
  }
}

/** One picture with its marks, skin tone or emoji style; `at` where there is none. */
function elementEnd(text: string, at: number, end: number): number {
  let start = at
  while (start < end && text.charCodeAt(start) === JOINER) start++
  if (start >= end) return at
  const code = text.codePointAt(start)!
  if (isSkinTone(code)) return pastMarks(text, start + 2, end, false)
  if (!isPicture(code)) return at
  const next = pastMarks(text, start + width(code), end, false)
  if (next >= end) return end
  const following = text.codePointAt(next)!
  if (following === EMOJI_STYLE) return next + 1
  if (isSkinTone(following) && SKIN_TONE_BASE.test(String.fromCodePoint(code))) {
    return pastMarks(text, next + 2, end, false)
  }
  return next
}

function keyCapEnd(text: string, start: number, end: number): number {
  const marks = pastMarks(text, start + 1, end, false)
  // The key cap is itself a mark, so it may have been passed already.
  if (text.slice(start, marks).includes(KEY_CAP)) return marks
  const at = marks < end && text.charCodeAt(marks) === EMOJI_STYLE ? marks + 1 : marks
  return at < end && text[at] === KEY_CAP ? pastMarks(text, at + 1, end, false) : start
}

function pastMarks(text: string, from: number, end: number, styles: boolean): number {
  let at = Math.min(from, end)
  while (at < end) {
    const code = text.codePointAt(at)!
    const kind = wordClass(code)
    if (kind !== EXTEND && kind !== SOUTH_EAST_ASIAN_MARK) break
    if (!styles && (code === TEXT_STYLE || code === EMOJI_STYLE)) break
    at += width(code)
  }
  return Math.min(at, end)
}

const isSkinTone = (code: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff
const width = (code: number): number => (code >= 0x10000 ? 2 : 1)
