// From token ids back to text, for looking at what was sampled: the two kinds of tokenizer that checkpoints hold. In a
// word-level one a token is a word, and a blank stands between words; in a byte-level one it is a string of bytes, each
// written as one character of GPT-2's alphabet, and a character of the text may be spread over several tokens. Unlike
// decoding for an agent, special tokens are shown.
import { isRecord, text, whole } from '../files/json-values.ts'

export interface TokenDecoder {
  /** What each token adds to the text. */
  pieces(ids: readonly number[]): string[]
}

/** What stands for an id that the vocabulary does not have. */
const unknown = (id: number): string => `[${id}]`

/** @throws Error when the text is no tokenizer.json of a kind that is known. */
export function createTokenDecoder(tokenizerJson: string): TokenDecoder {
  const json: unknown = JSON.parse(tokenizerJson)
  if (!isRecord(json) || !isRecord(json.model) || !isRecord(json.model.vocab)) throw new Error('this is no tokenizer')
  const tokens = new Map<number, string>()
  for (const [token, id] of Object.entries(json.model.vocab)) {
    const known = whole(id)
    if (known !== undefined) tokens.set(known, token)
  }
  const added = new Map<number, string>()
  for (const entry of Array.isArray(json.added_tokens) ? json.added_tokens : []) {
    const [id, content] = isRecord(entry) ? [whole(entry.id), text(entry.content)] : []
    if (id !== undefined && content !== undefined) added.set(id, content)
  }
  const kind = json.model.type ?? (json.model.merges === undefined ? undefined : 'BPE')
  if (kind === 'WordLevel') return wordLevel(tokens, added)
  if (kind === 'BPE') return byteLevel(tokens, added)
  throw new Error(`a tokenizer of the kind ${JSON.stringify(kind)} is not known`)
}

type Tokens = ReadonlyMap<number, string>

function wordLevel(tokens: Tokens, added: Tokens): TokenDecoder {
  const word = (id: number): string => added.get(id) ?? tokens.get(id) ?? unknown(id)
  return { pieces: (ids) => ids.map((id, i) => (i === 0 ? word(id) : ` ${word(id)}`)) }
}

function byteLevel(tokens: Tokens, added: Tokens): TokenDecoder {
  return {
    pieces: (ids) => {
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
      const pieces = ids.map((id) => {
        const special = added.get(id)
        // A special token ends whatever character was begun.
        if (special !== undefined) return decoder.decode() + special
        const token = tokens.get(id)
        return token === undefined ? decoder.decode() + unknown(id) : decoder.decode(bytesOf(token), { stream: true })
      })
      const rest = decoder.decode()
      if (rest !== '') pieces[pieces.length - 1] += rest
      return pieces
    },
  }
}

/** GPT-2's alphabet: printable Latin-1 stands for itself, the other bytes take the code points from U+0100 on. */
const byteOf: ReadonlyMap<string, number> = (() => {
  const map = new Map<string, number>()
  let next = 256
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    map.set(String.fromCodePoint(printable ? byte : next++), byte)
  }
  return map
})()

function bytesOf(token: string): Uint8Array {
  const characters = [...token]
  const bytes = characters.map((character) => byteOf.get(character))
  // A token that is not in the alphabet stands for its own text.
  return bytes.includes(undefined) ? new TextEncoder().encode(token) : Uint8Array.from(bytes as number[])
}
