// GPT-2's byte alphabet: each of the 256 bytes is written as one printable character, so that BPE can work on text. Bytes
// that are printable in Latin-1 stand for themselves, the others take the code points from U+0100 on.

function isPrintable(byte: number): boolean {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
}

/** Character of each byte, indexed by byte. */
export const byteCharacters: readonly string[] = (() => {
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++))
})()

// Unicode White_Space, which JavaScript's \s is not: it has U+FEFF and lacks U+0085.
const SPACE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** GPT-2's split of a text into pieces; a piece is encoded on its own. The pieces joined are the text. */
export const GPT2_SPLIT: string = `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^${SPACE}\\p{L}\\p{N}]+|[${SPACE}]+(?![^${SPACE}])|[${SPACE}]+`
