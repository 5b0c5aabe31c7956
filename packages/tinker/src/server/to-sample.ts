// Between the protocol's sampling requests and the engine's. Stop texts are looked for after the fact, as servers with
// token-level engines do; a stop id ends a completion and is part of it.
import { type Completion, fold, type RandomKey, rootKey, type SampleRequest, type Tokenizer } from '@gigpo/core'
import type { ModelInput, SamplingParams } from '../wire/model-input.ts'
import { HttpError } from './http-error.ts'

export interface SampleLimits {
  readonly tokenizer: Tokenizer
  readonly contextLength: number
}

/** Token ids of a prompt. @throws HttpError 400 for images and other chunks without tokens. */
export function tokensOf({ chunks }: ModelInput): number[] {
  return chunks.flatMap(({ tokens, type }) => {
    if (tokens !== undefined) return tokens.slice()
    throw new HttpError(400, `this engine reads text only, received a chunk of type "${type}"`)
  })
}

export function toRequest(
  prompt: readonly number[],
  params: SamplingParams,
  key: RandomKey,
  { tokenizer, contextLength }: SampleLimits,
): SampleRequest {
  const { max_tokens, stop, temperature, top_p, top_k, gigpo_repetition_penalty: penalty } = params
  const room = contextLength - prompt.length
  return {
    prompt,
    maxTokens: max_tokens ?? Math.max(1, room),
    temperature: temperature ?? 1,
    ...(top_p === undefined || top_p === null ? {} : { topP: top_p }),
    // −1 is all of them.
    ...(top_k === undefined || top_k === null || top_k < 1 ? {} : { topK: top_k }),
    ...(penalty === undefined ? {} : { repetitionPenalty: penalty }),
    stop: isIds(stop) ? stop : tokenizer.stop,
    key,
  }
}

/** Of sample `index`: seeds count up, and without a seed the server draws one. */
export function toKey(seed: number | null | undefined, index: number, chance: () => RandomKey): RandomKey {
  return seed === undefined || seed === null ? fold(chance(), index) : rootKey(seed + index)
}

export function stopTexts({ stop }: SamplingParams): string[] {
  if (typeof stop === 'string') return [stop]
  return Array.isArray(stop) ? stop.filter((item: unknown) => typeof item === 'string') : []
}

/** A completion in the protocol's words. */
export interface WireSequence {
  readonly tokens: readonly number[]
  readonly logprobs: readonly number[]
  readonly stop_reason: Completion['stopReason']
}

/** Cut after the token that completes the first stop text. */
export function toSequence(completion: Completion, texts: readonly string[], tokenizer: Tokenizer): WireSequence {
  const { tokens, logprobs, stopReason } = completion
  const end = texts.length === 0 ? -1 : tokens.findIndex((_, t) => hasText(tokens.slice(0, t + 1), texts, tokenizer))
  if (end === -1) return { tokens, logprobs, stop_reason: stopReason }
  return { tokens: tokens.slice(0, end + 1), logprobs: logprobs.slice(0, end + 1), stop_reason: 'stop' as const }
}

function hasText(tokens: readonly number[], texts: readonly string[], tokenizer: Tokenizer): boolean {
  const said = tokenizer.decode(tokens)
  return texts.some((text) => text !== '' && said.includes(text))
}

function isIds(stop: SamplingParams['stop']): stop is readonly number[] {
  return Array.isArray(stop) && stop.every((item) => typeof item === 'number')
}
