// Word-break classes of code points, as Lucene's StandardTokenizer groups them (Unicode Annex 29, revision of Unicode 9).
// JavaScript knows no Word_Break property, so the classes are derived from the properties it does know by the definitions
// of the annex's table 3. Classes of the Basic Multilingual Plane are worked out on first use and kept.

/** Classes; those of a letter-like token come first. */
export const OTHER = 1
export const LETTER = 2
export const HEBREW = 3
export const NUMBER = 4
export const KATAKANA = 5
export const JOINER = 6 // `_` and the like (ExtendNumLet)
export const MID_LETTER = 7 // joins letters: `:`
export const MID_NUMBER = 8 // joins digits: `,`
export const MID_BOTH = 9 // joins both: `.`, `'`
export const SINGLE_QUOTE = 10 // as MID_BOTH, and may end a Hebrew word
export const DOUBLE_QUOTE = 11
export const EXTEND = 12 // marks, format characters, zero-width joiner: never break before
export const IDEOGRAPH = 13
export const HIRAGANA = 14
export const SOUTH_EAST_ASIAN = 15
export const SOUTH_EAST_ASIAN_MARK = 16 // both EXTEND and SOUTH_EAST_ASIAN
export const FLAG = 17 // regional indicator

const MID_LETTERS = [0x3a, 0xb7, 0x387, 0x5f4, 0x2027, 0xfe13, 0xfe55, 0xff1a]
const MID_NUMBERS = [
  0x2c, 0x3b, 0x37e, 0x589, 0x60c, 0x60d, 0x66c, 0x7f8, 0x2044, 0xfe10, 0xfe14, 0xfe50, 0xfe54, 0xff0c, 0xff1b,
]
const MIDS_BOTH = [0x2e, 0x2018, 0x2019, 0x2024, 0xfe52, 0xff07, 0xff0e]

const FORMAT = /\p{Cf}/u
const MARK = /[\p{Grapheme_Extend}\p{Mc}]/u
const COMPLEX =
  /(?=[\p{L}\p{M}])[\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Tai_Le}\p{Script=New_Tai_Lue}\p{Script=Tai_Tham}\p{Script=Tai_Viet}\p{Script=Ahom}]/u
const HEBREW_LETTER = /(?=\p{Lo})\p{Script=Hebrew}/u
const KATAKANA_LIKE = /[\p{Script=Katakana}\u3031-\u3035\u309b\u309c\u30a0\u30fc\uff70]/u
const NUMERIC = /[\p{Nd}\u066b]/u
const CONNECTOR = /[\p{Pc}\u202f]/u
const ALPHABETIC = /[\p{Alphabetic}\u02d7\u05f3]/u
/** Extended_Pictographic of emoji-data 11.0, hexadecimal: later Unicode versions, hence JavaScript engines, list fewer symbols. */
const PICTURES = (
  'a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 2388 23cf 23e9-23f3 23f8-23fa 24c2 25aa-25ab ' +
  '25b6 25c0 25fb-25fe 2600-2605 2607-2612 2614-2685 2690-2705 2708-2712 2714 2716 271d 2721 2728 2733-2734 ' +
  '2744 2747 274c 274e 2753-2755 2757 2763-2767 2795-2797 27a1 27b0 27bf 2934-2935 2b05-2b07 2b1b-2b1c 2b50 ' +
  '2b55 3030 303d 3297 3299 1f000-1f0ff 1f10d-1f10f 1f12f 1f16c-1f171 1f17e-1f17f 1f18e 1f191-1f19a 1f1ad-1f1e5 ' +
  '1f201-1f20f 1f21a 1f22f 1f232-1f23a 1f23c-1f23f 1f249-1f3fa 1f400-1f53d 1f546-1f64f 1f680-1f6ff 1f774-1f77f ' +
  '1f7d5-1f7ff 1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8ff 1f90c-1f93a 1f93c-1f945 1f947-1fffd'
)
  .split(' ')
  .map((range) => range.split('-').map((code) => Number.parseInt(code, 16)))

const cache = new Uint8Array(0x10000)

/** The class of a code point (a lone surrogate is OTHER). */
export function wordClass(code: number): number {
  if (code >= 0x10000) return derive(code)
  const known = cache[code]!
  if (known !== 0) return known
  const found = derive(code)
  cache[code] = found
  return found
}

function derive(code: number): number {
  if (code === 0x27) return SINGLE_QUOTE
  if (code === 0x22) return DOUBLE_QUOTE
  if (MID_LETTERS.includes(code)) return MID_LETTER
  if (MID_NUMBERS.includes(code)) return MID_NUMBER
  if (MIDS_BOTH.includes(code)) return MID_BOTH
  if (code >= 0xd800 && code <= 0xdfff) return OTHER
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return FLAG
  const text = String.fromCodePoint(code)
  if (MARK.test(text)) return COMPLEX.test(text) ? SOUTH_EAST_ASIAN_MARK : EXTEND
  if (FORMAT.test(text)) return code === 0x200b ? OTHER : EXTEND
  if (COMPLEX.test(text)) return SOUTH_EAST_ASIAN
  if (HEBREW_LETTER.test(text)) return HEBREW
  if (KATAKANA_LIKE.test(text)) return KATAKANA
  if (/\p{Script=Hiragana}/u.test(text)) return HIRAGANA
  if (/[\p{Script=Han}\p{Ideographic}]/u.test(text)) return IDEOGRAPH
  if (NUMERIC.test(text)) return NUMBER
  if (CONNECTOR.test(text)) return JOINER
  return ALPHABETIC.test(text) ? LETTER : OTHER
}

/** Whether the code point is a picture, an emoji on its own: digits, `#`, `*`, flags and skin tones are not. */
export function isPicture(code: number): boolean {
  if (code < 0x203c && code !== 0xa9 && code !== 0xae) return false
  return PICTURES.some(([first, last]) => code >= first! && code <= (last ?? first!))
}
