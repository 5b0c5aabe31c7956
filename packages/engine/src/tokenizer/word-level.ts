// Word-level tokenizer: text is split on white space and each word is one id; unknown words become `<unk>`. The vocabulary
// of a text game is a few hundred words, so a small policy spends its parameters on playing rather than on spelling.
// Stored as Hugging Face's WordLevel model with the WhitespaceSplit pre-tokenizer.
import { GigpoError } from '@gigpo/core'
import {
  addedTokenEntry,
  compareCodePoints,
  damaged,
  type ParsedTokenizer,
  type StoredTokenizer,
  type TokenizerFiles,
} from './tokenizer-files.ts'

const PAD = '<pad>'
const END = '<eos>'
const UNKNOWN = '<unk>'
const SPECIALS: readonly string[] = [PAD, END, UNKNOWN]

/** Words of a text, in order. */
function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '')
}

/**
 * Learns the vocabulary of a corpus: `<pad>`, `<eos>`, `<unk>`, then words by falling frequency, ties by code point.
 * `size` bounds the vocabulary, the three special tokens included. The order of the texts does not matter.
 * @throws GigpoError `usage` when `size` has no room for a word.
 */
export function trainWordLevel(corpus: Iterable<string>, options: { readonly size?: number } = {}): StoredTokenizer {
  const { size } = options
  if (size !== undefined && (!Number.isInteger(size) || size <= SPECIALS.length))
    throw new GigpoError('usage', `vocabulary size must be an integer above ${SPECIALS.length}, received ${size}`)
  const counts = new Map<string, number>()
  for (const text of corpus) for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  for (const special of SPECIALS) counts.delete(special)
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || compareCodePoints(a, b)).map(([word]) => word)
  const tokens = [...SPECIALS, ...ranked].slice(0, size)
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIALS.map((content, id) => addedTokenEntry(id, content)),
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), unk_token: UNKNOWN },
  }
  const config = { tokenizer_class: 'PreTrainedTokenizerFast', eos_token: END, pad_token: PAD, unk_token: UNKNOWN }
  const files = { tokenizer: `${JSON.stringify(json)}\n`, config: `${JSON.stringify(config, null, 2)}\n` }
  const tokenizer = createWordLevel(tokens, new Set([0, 1]), SPECIALS.indexOf(UNKNOWN), files)
  return { ...tokenizer, stop: [SPECIALS.indexOf(END)] }
}

/** A word-level tokenizer from its parsed files. @throws GigpoError `data`. */
export function loadWordLevel(parsed: ParsedTokenizer, files: TokenizerFiles): Omit<StoredTokenizer, 'stop'> {
  const { json, model, vocabulary, added, size } = parsed
  const split = json.pre_tokenizer as { type?: unknown } | null | undefined
  if (split?.type !== 'WhitespaceSplit')
    throw damaged('tokenizer.json: pre_tokenizer', 'a word-level model needs WhitespaceSplit')
  if (json.normalizer != null || json.decoder != null)
    throw damaged('tokenizer.json', 'a word-level model has neither normalizer nor decoder')
  const tokens: string[] = new Array<string>(size)
  for (const [token, id] of vocabulary) tokens[id] = token
  for (const token of added) tokens[token.id] = token.content
  for (let id = 0; id < size; id++)
    if (tokens[id] === undefined || !/^\S+$/u.test(tokens[id]!))
      throw damaged('tokenizer.json: model.vocab', `id ${id} has no word without white space`)
  const unknown = typeof model.unk_token === 'string' ? vocabulary.get(model.unk_token) : undefined
  if (unknown === undefined)
    throw damaged('tokenizer.json: model.unk_token', 'the unknown token is not in the vocabulary')
  const hidden = new Set(added.filter((token) => token.special && token.id !== unknown).map((token) => token.id))
  return createWordLevel(tokens, hidden, unknown, files)
}

function createWordLevel(
  tokens: readonly string[],
  hidden: ReadonlySet<number>,
  unknown: number,
  files: TokenizerFiles,
): Omit<StoredTokenizer, 'stop'> {
  const ids = new Map(tokens.map((token, id) => [token, id]))
  return {
    size: tokens.length,
    files,
    encode: (text) => words(text).map((word) => ids.get(word) ?? unknown),
    decode: (list) =>
      list
        .filter((id) => !hidden.has(id))
        .map((id) => tokens[id] ?? UNKNOWN)
        .join(' '),
  }
}
