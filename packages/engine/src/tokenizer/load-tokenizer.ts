// The one door for stored tokenizers: the files say which kind they are.
import { loadByteLevelBpe } from './byte-level-bpe.ts'
import { damaged, parseTokenizerFiles, type StoredTokenizer, type TokenizerFiles } from './tokenizer-files.ts'
import { loadWordLevel } from './word-level.ts'

/** A tokenizer from its stored texts. @throws GigpoError `data` when they are damaged or of another kind. */
export function loadTokenizer(files: TokenizerFiles): StoredTokenizer {
  const parsed = parseTokenizerFiles(files)
  // Early files of byte-level models leave the type out.
  const kind = parsed.model.type ?? (parsed.model.merges === undefined ? undefined : 'BPE')
  if (kind === 'WordLevel') return loadWordLevel(parsed, files)
  if (kind === 'BPE') return loadByteLevelBpe(parsed, files)
  throw damaged('tokenizer.json: model.type', `expected "WordLevel" or "BPE", received ${JSON.stringify(kind)}`)
}
