// Python's ways with text where they differ from JavaScript's and the shop's pages, goals or rewards show it.

const SPACES =
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'

/** `str.strip(characters)`. Without characters: Python's white space, which has U+001C–001F and U+0085 but no byte order mark. */
export function pythonStrip(text: string, characters: string = SPACES): string {
  let start = 0
  let end = text.length
  while (start < end && characters.includes(text[start]!)) start++
  while (end > start && characters.includes(text[end - 1]!)) end--
  return text.slice(start, end)
}

/** `repr(float)`: `64.0`, `17.4`, `1e+16`, `1e-05`, `inf`, `nan`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [digits, power] = value.toExponential().split('e') as [string, string]
  if (Number(power) >= 16 || Number(power) < -4) return `${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`
  const text = String(value)
  return text.includes('.') ? text : `${text}.0`
}

/** The inside of `repr(str)`: backslashes and characters Python does not print as escapes, quotes left alone. */
export function pythonRepr(text: string): string {
  return text.replace(/[\\\p{C}\p{Z}]/gu, (character) => {
    if (character === ' ') return character
    const short = SHORT_ESCAPES.get(character)
    if (short !== undefined) return short
    const code = character.codePointAt(0)!
    const hex = (digits: number): string => code.toString(16).padStart(digits, '0')
    return code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
  })
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])
