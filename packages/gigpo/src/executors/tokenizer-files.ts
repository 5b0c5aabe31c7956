// A worker makes the policy's tokenizer from its files.
import { GigpoError, type Tokenizer } from '@gigpo/core'
import type { StoredTokenizer, TokenizerFiles } from '@gigpo/engine'

/** @throws GigpoError `config` where the tokenizer has none. */
export function tokenizerFilesOf(tokenizer: Tokenizer): TokenizerFiles {
  const { files } = tokenizer as Partial<StoredTokenizer>
  if (files !== undefined) return files
  throw new GigpoError('config', 'the tokenizer of this engine has no files that workers could be given', {
    where: 'executor.name',
    remedy: 'play in this process: leave the executor section out',
  })
}
