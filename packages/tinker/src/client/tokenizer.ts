// The words of a remote model: from a folder the caller knows, or from what our own server hands out.
import { GigpoError, type Tokenizer } from '@gigpo/core'
import type { Connection } from './connection.ts'
import { expectOk } from './futures.ts'

/** A tokenizer, or how to make one of the files our server hands out. */
type TokenizerSource = Tokenizer | ((files: unknown) => Tokenizer)

export interface TokenizerOptions {
  readonly tokenizer: TokenizerSource
  /** Where the server hands out none. */
  readonly fallbackTokenizer?: () => Promise<Tokenizer>
}

/** @throws GigpoError `config` where the server has none to hand out. */
export async function tokenizerOf(
  connection: Connection,
  { tokenizer: source, fallbackTokenizer }: TokenizerOptions,
): Promise<Tokenizer> {
  if (typeof source !== 'function') return source
  const { transport, extension } = connection
  const reply = extension === undefined ? { status: 404, body: '' } : await transport.get('gigpo/tokenizer')
  if (reply.status === 404) {
    if (fallbackTokenizer !== undefined) return fallbackTokenizer()
    throw new GigpoError('config', 'this server hands out no tokenizer', {
      where: transport.url,
      remedy: 'name a folder with the tokenizer of its model: engine.options.tokenizer',
    })
  }
  return source(expectOk(reply, 'gigpo/tokenizer', transport.url))
}
