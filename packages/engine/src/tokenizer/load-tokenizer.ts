// The one door for stored tokenizers: the files say which kind they are, what ends a completion, and how chats are written.
import { GigpoError } from '@gigpo/core'
import { loadByteLevelBpe } from './byte-level-bpe.ts'
import { chatTemplateOf } from './chat-template.ts'
import { endTokens } from './end-tokens.ts'
import { damaged, parseTokenizerFiles, type StoredTokenizer, type TokenizerFiles } from './tokenizer-files.ts'
import { loadWordLevel } from './word-level.ts'

export interface LoadOptions {
  /** Folder of the files, for errors. */
  readonly folder?: string
  /** `eos_token_id` of the model's config.json, for folders without generation_config.json. */
  readonly endTokens?: unknown
}

/** A tokenizer from its stored texts. @throws GigpoError `data` when they are damaged or of another kind. */
export function loadTokenizer(files: TokenizerFiles, options: LoadOptions = {}): StoredTokenizer {
  const { folder } = options
  try {
    const parsed = parseTokenizerFiles(files)
    const tokenizer = loadKind(parsed, files)
    const stop = endTokens(parsed, files, options.endTokens)
    const render = chatTemplateOf(files, parsed.config)
    if (render === undefined) return { ...tokenizer, stop }
    return { ...tokenizer, stop, encodeMessages: (messages) => tokenizer.encode(render(messages)) }
  } catch (error) {
    if (folder === undefined || !GigpoError.isInstance(error)) throw error
    throw GigpoError.fromJSON({ ...error.toJSON(), where: `${folder}: ${error.where ?? 'tokenizer.json'}` })
  }
}

function loadKind(
  parsed: ReturnType<typeof parseTokenizerFiles>,
  files: TokenizerFiles,
): Omit<StoredTokenizer, 'stop'> {
  // Early files of byte-level models leave the type out.
  const kind = parsed.model.type ?? (parsed.model.merges === undefined ? undefined : 'BPE')
  if (kind === 'WordLevel') return loadWordLevel(parsed, files)
  if (kind === 'BPE') return loadByteLevelBpe(parsed, files)
  throw damaged('tokenizer.json: model.type', `expected "WordLevel" or "BPE", received ${JSON.stringify(kind)}`)
}
