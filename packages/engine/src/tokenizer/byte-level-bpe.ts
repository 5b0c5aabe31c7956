// Byte-level BPE tokenizers (GPT-2, Qwen, Llama 3, SmolLM2 and our own) through @huggingface/tokenizers, behind checks: only
// pre-tokenizers and normalizers that keep every byte are accepted, because an agent's action must come back as written.
// Post-processors are not applied: an agent's prompt is encoded as it is, and a begin token is the chat template's matter.
import { GigpoError, messageOf } from '@gigpo/core'
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { byteCharacters, GPT2_SPLIT } from './byte-characters.ts'
import {
  damaged,
  type JsonObject,
  type ParsedTokenizer,
  type StoredTokenizer,
  type TokenizerFiles,
} from './tokenizer-files.ts'

const PRE_TOKENIZERS: ReadonlySet<unknown> = new Set(['ByteLevel', 'Split', 'Digits', 'Sequence'])
const NORMALIZERS: ReadonlySet<unknown> = new Set(['NFC', 'Sequence'])

/** A BPE tokenizer from its parsed files. @throws GigpoError `data`. */
export function loadByteLevelBpe(parsed: ParsedTokenizer, files: TokenizerFiles): Omit<StoredTokenizer, 'stop'> {
  const { json, size } = parsed
  checkModel(parsed)
  checkKinds(json.pre_tokenizer, PRE_TOKENIZERS, 'pretokenizers', 'tokenizer.json: pre_tokenizer')
  if (json.normalizer != null) checkKinds(json.normalizer, NORMALIZERS, 'normalizers', 'tokenizer.json: normalizer')
  if ((json.decoder as JsonObject | null | undefined)?.type !== 'ByteLevel')
    throw damaged('tokenizer.json: decoder', 'a byte-level BPE needs the ByteLevel decoder')
  const added_tokens = (json.added_tokens as readonly unknown[] | null | undefined) ?? []
  const pre_tokenizer = withUnicodeClasses(json.pre_tokenizer as JsonObject)
  let inner: HuggingFaceTokenizer
  try {
    inner = new HuggingFaceTokenizer({ ...json, added_tokens, pre_tokenizer, post_processor: null }, {})
  } catch (error) {
    throw damaged('tokenizer.json', messageOf(error), error)
  }
  const isKnown = (id: number): boolean => inner.id_to_token(id) !== undefined
  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (GigpoError.isInstance(error)) throw error
      throw damaged('tokenizer.json', `tokenizer failed: ${messageOf(error)}`, error)
    }
  }
  return {
    size,
    files,
    encode: (text) =>
      guard(() => {
        if (text === '') return []
        const { ids } = inner.encode(text, { add_special_tokens: false })
        if (ids.some((id: number) => !Number.isInteger(id)))
          throw damaged('tokenizer.json', 'a piece of text has no id')
        return ids
      }),
    decode: (ids) =>
      guard(() => {
        // A model's vocabulary may be padded beyond the tokenizer's; such ids stand for nothing.
        const known = ids.filter(isKnown)
        if (known.length === 0) return ''
        return inner.decode(known, { skip_special_tokens: true, clean_up_tokenization_spaces: false })
      }),
  }
}

function checkModel({ model, vocabulary }: ParsedTokenizer): void {
  if (!Array.isArray(model.merges)) throw damaged('tokenizer.json: model.merges', 'expected a list')
  const merges: readonly unknown[] = model.merges
  const asPairs = Array.isArray(merges[0])
  for (const [i, entry] of merges.entries()) {
    const pair: unknown = asPairs ? entry : typeof entry === 'string' ? entry.split(' ') : undefined
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((part) => vocabulary.has(part as string)))
      throw damaged(`tokenizer.json: model.merges[${i}]`, 'expected two known tokens')
    if (!vocabulary.has(pair.join('')))
      throw damaged(`tokenizer.json: model.merges[${i}]`, `${JSON.stringify(pair.join(''))} is not in the vocabulary`)
  }
  for (const key of ['continuing_subword_prefix', 'continuing_subword_suffix', 'end_of_word_suffix'])
    if (model[key] != null && model[key] !== '')
      throw damaged(`tokenizer.json: model.${key}`, 'not used by byte-level BPE')
  const missing = byteCharacters.find((character) => !vocabulary.has(character))
  if (missing !== undefined) throw damaged('tokenizer.json: model.vocab', `byte ${JSON.stringify(missing)} is missing`)
}

function checkKinds(value: unknown, kinds: ReadonlySet<unknown>, listName: string, where: string): void {
  const entry = value as JsonObject | null | undefined
  if (typeof entry !== 'object' || entry === null || !kinds.has(entry.type))
    throw damaged(where, `expected one of ${[...kinds].join(', ')}, received ${JSON.stringify(entry?.type ?? entry)}`)
  if (entry.type !== 'Sequence') return
  const list = entry[listName]
  if (!Array.isArray(list)) throw damaged(`${where}.${listName}`, 'expected a list')
  for (const [i, part] of list.entries()) checkKinds(part, kinds, listName, `${where}.${listName}[${i}]`)
}

/**
 * The library's own GPT-2 split uses JavaScript's \s and its Digits only 0-9, where the reference means Unicode's
 * White_Space and numbers; this puts the exact expressions in their place.
 */
function withUnicodeClasses(entry: JsonObject): JsonObject {
  if (entry.type === 'Sequence') {
    const parts = entry.pretokenizers as readonly JsonObject[]
    return { ...entry, pretokenizers: parts.map(withUnicodeClasses) }
  }
  if (entry.type === 'Digits') return isolate(entry.individual_digits === true ? '\\p{N}' : '\\p{N}+')
  if (entry.type !== 'ByteLevel') return entry
  if (entry.add_prefix_space === true)
    throw damaged('tokenizer.json: pre_tokenizer.add_prefix_space', 'a text must come back as written; not supported')
  if (entry.use_regex === false) return entry
  return { type: 'Sequence', pretokenizers: [isolate(GPT2_SPLIT), { ...entry, use_regex: false }] }
}

function isolate(expression: string): JsonObject {
  return { type: 'Split', pattern: { Regex: expression }, behavior: 'Isolated', invert: false }
}
