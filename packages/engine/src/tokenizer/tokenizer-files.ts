// What a tokenizer is on disk: the texts of Hugging Face's `tokenizer.json` and `tokenizer_config.json`, and of the files
// beside them. A tokenizer keeps the texts it came from, so saving one again writes equal bytes. Parsing here is strict:
// everything the encoders rely on is checked once, and any damage is a GigpoError `data` that names the field.
import { GigpoError, messageOf, type Tokenizer } from '@gigpo/core'

/** Files that may lie beside the two, read where they matter (chat template, end tokens) and kept where not. */
export const COMPANION_FILES = [
  'chat_template.jinja',
  'generation_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
] as const

/** The texts, as stored in a checkpoint folder. */
export interface TokenizerFiles {
  /** Text of tokenizer.json. */
  readonly tokenizer: string
  /** Text of tokenizer_config.json; names the end token. */
  readonly config: string
  /** Texts of companion files by name. */
  readonly others?: Readonly<Partial<Record<(typeof COMPANION_FILES)[number], string>>>
}

/** A tokenizer that can be stored beside its weights. `decode` leaves special tokens (padding, end) out. */
export interface StoredTokenizer extends Tokenizer {
  readonly files: TokenizerFiles
}

export type JsonObject = { readonly [key: string]: unknown }

interface AddedToken {
  readonly id: number
  readonly content: string
  readonly special: boolean
}

export interface ParsedTokenizer {
  readonly json: JsonObject
  /** Of tokenizer_config.json. */
  readonly config: JsonObject
  readonly model: JsonObject
  readonly vocabulary: ReadonlyMap<string, number>
  readonly added: readonly AddedToken[]
  /** Largest id + 1. */
  readonly size: number
  /** Id of the end token that tokenizer_config.json names. */
  readonly end: number | undefined
}

/** Ids at or above this are taken as damage: no published vocabulary is near it. */
const MAX_TOKEN_ID = 2 ** 22

export function damaged(where: string, message: string, cause?: unknown): GigpoError {
  return new GigpoError('data', message, {
    where,
    remedy: 'The file is damaged or of an unsupported kind; restore it from the checkpoint it came from.',
    ...(cause === undefined ? {} : { cause }),
  })
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @throws GigpoError `data`. */
export function parseObject(text: string, where: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw damaged(where, `not JSON: ${messageOf(error)}`, error)
  }
  if (!isObject(value)) throw damaged(where, `expected a JSON object, received ${JSON.stringify(value)?.slice(0, 40)}`)
  return value
}

function tokenId(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < MAX_TOKEN_ID) return value
  throw damaged(where, `expected a token id below ${MAX_TOKEN_ID}, received ${JSON.stringify(value)?.slice(0, 40)}`)
}

function parseAdded(value: unknown): AddedToken[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw damaged('tokenizer.json: added_tokens', 'expected a list')
  return value.map((entry: unknown, i) => {
    const where = `tokenizer.json: added_tokens[${i}]`
    if (!isObject(entry)) throw damaged(where, 'expected an object')
    const { content, special = false } = entry
    if (typeof content !== 'string' || content === '') throw damaged(where, 'expected a text in "content"')
    if (typeof special !== 'boolean') throw damaged(where, 'expected true or false in "special"')
    return { id: tokenId(entry.id, where), content, special }
  })
}

/** The content of `eos_token`-like entries: a text or an object with "content". */
export function namedToken(config: JsonObject, name: string): string | undefined {
  const value = config[name]
  if (typeof value === 'string') return value
  return isObject(value) && typeof value.content === 'string' ? value.content : undefined
}

/** @throws GigpoError `data` when a field is missing, of the wrong type, or contradicts another. */
export function parseTokenizerFiles(files: TokenizerFiles): ParsedTokenizer {
  const json = parseObject(files.tokenizer, 'tokenizer.json')
  const config = parseObject(files.config, 'tokenizer_config.json')
  const model = json.model
  if (!isObject(model)) throw damaged('tokenizer.json: model', 'expected an object')
  if (!isObject(model.vocab)) throw damaged('tokenizer.json: model.vocab', 'expected an object of text to id')
  const vocabulary = new Map<string, number>()
  const tokenById = new Map<number, string>()
  for (const [token, value] of Object.entries(model.vocab)) {
    const id = tokenId(value, `tokenizer.json: model.vocab[${JSON.stringify(token)}]`)
    const other = tokenById.get(id)
    if (other !== undefined)
      throw damaged(
        'tokenizer.json: model.vocab',
        `${JSON.stringify(other)} and ${JSON.stringify(token)} share id ${id}`,
      )
    tokenById.set(id, token)
    vocabulary.set(token, id)
  }
  const added = parseAdded(json.added_tokens)
  for (const { id, content } of added) {
    const other = tokenById.get(id)
    const known = vocabulary.get(content)
    if ((other !== undefined && other !== content) || (known !== undefined && known !== id))
      throw damaged('tokenizer.json: added_tokens', `${JSON.stringify(content)} (id ${id}) contradicts the vocabulary`)
    tokenById.set(id, content)
  }
  let size = 0
  for (const id of tokenById.keys()) size = Math.max(size, id + 1)
  if (size > 4 * tokenById.size + 1024)
    throw damaged('tokenizer.json: model.vocab', `largest id ${size - 1} for only ${tokenById.size} tokens`)
  const endToken = namedToken(config, 'eos_token')
  const end =
    endToken === undefined
      ? undefined
      : (added.find((token) => token.content === endToken)?.id ?? vocabulary.get(endToken))
  if (endToken !== undefined && end === undefined)
    throw damaged('tokenizer_config.json: eos_token', `${JSON.stringify(endToken)} is not in the vocabulary`)
  return { json, config, model, vocabulary, added, size, end }
}

/** Entries of tokenizer.json that the special tokens of our own tokenizers have. */
export function addedTokenEntry(id: number, content: string): JsonObject {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }
}

/** By Unicode code point, as other languages sort (UTF-16 order differs above U+FFFF). */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let i = 0
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i === length) return a.length - b.length
  const lift = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)
  return lift(a.charCodeAt(i)) - lift(b.charCodeAt(i))
}
