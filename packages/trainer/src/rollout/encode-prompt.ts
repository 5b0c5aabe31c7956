// Prompts become token ids once, here; from then on only ids are kept.
import { GigpoError, type Prompt, type Tokenizer } from '@gigpo/core'

/** @throws GigpoError `config` for chat messages where the tokenizer has no chat template. */
export function encodePrompt(prompt: Prompt, tokenizer: Tokenizer): number[] {
  if (prompt.kind === 'text') return tokenizer.encode(prompt.text)
  if (tokenizer.encodeMessages !== undefined) return tokenizer.encodeMessages(prompt.messages)
  throw new GigpoError(
    'config',
    'the agent writes chat messages, but the tokenizer of this model has no chat template',
    {
      remedy: 'choose an agent that writes plain text, or a model with a chat template',
    },
  )
}

/** The text a completion says, without the stop token that ends it. */
export function decodeCompletion(tokens: readonly number[], tokenizer: Tokenizer): string {
  const last = tokens.at(-1)
  const body = last !== undefined && tokenizer.stop.includes(last) ? tokens.slice(0, -1) : tokens
  return tokenizer.decode(body)
}
