// The tokens a completion ends with. A model may have several: the tokenizer names one, generation_config.json lists all
// (Llama 3: end of text, end of message, end of turn); where that file is absent config.json may list them.
import { damaged, type ParsedTokenizer, parseObject, type TokenizerFiles } from './tokenizer-files.ts'

/**
 * Token ids, the tokenizer's own first: demonstrations end with it. `declared` is `eos_token_id` of config.json.
 * @throws GigpoError `data` where there is none, or one is no token.
 */
export function endTokens({ end, size }: ParsedTokenizer, { others }: TokenizerFiles, declared?: unknown): number[] {
  const text = others?.['generation_config.json']
  const where = text === undefined ? 'config.json: eos_token_id' : 'generation_config.json: eos_token_id'
  const listed = text === undefined ? declared : parseObject(text, 'generation_config.json').eos_token_id
  const ids = listed === undefined || listed === null ? [] : Array.isArray(listed) ? listed : [listed]
  for (const id of ids)
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= size)
      throw damaged(where, `expected ids below the tokenizer's ${size}, received ${JSON.stringify(listed)}`)
  const all = [...new Set([...(end === undefined ? [] : [end]), ...(ids as number[])])]
  if (all.length > 0) return all
  throw damaged(
    'tokenizer_config.json: eos_token',
    'no end token is named, there or as eos_token_id in generation_config.json',
  )
}
