// Completions from a server. Our own draws a whole round in one request under keys of 64 bits, as the local engine does, so
// that both give the same bits; any other gets one request a completion and a seed made from its key.
import { type Completion, GigpoError, type RandomKey, type SampleRequest } from '@gigpo/core'
import { z } from 'zod'
import { decodeSampleResponse } from '../protobuf/sample-response.ts'
import type { Connection } from './connection.ts'
import { ask, parse } from './futures.ts'

/** What is sampled from: exactly one of the protocol's three ways to say it. */
export type SampleSource =
  | { readonly sampling_session_id: string }
  | { readonly base_model: string }
  | { readonly model_path: string }

const sequenceSchema = z.object({
  tokens: z.array(z.int()),
  logprobs: z.array(z.number()),
  stop_reason: z.enum(['stop', 'length']),
})
const sampleSchema = z.object({ sequences: z.array(sequenceSchema).length(1) })
const roundSchema = z.object({ gigpo_responses: z.array(sampleSchema) })

/** In the order of the requests. */
export async function draw(
  connection: Connection,
  source: SampleSource,
  requests: readonly SampleRequest[],
  policyVersion: number,
): Promise<Completion[]> {
  if (requests.length === 0) return []
  const { transport, extension } = connection
  const seq_id = connection.nextSample()
  if (extension !== undefined) {
    const round = requests.map((request) => ({ ...toWire(request), gigpo_key: request.key }))
    const answer = await ask(transport, 'asample', { ...source, seq_id, gigpo_round: round })
    const { gigpo_responses } = parse(roundSchema, answer, 'asample')
    if (gigpo_responses.length !== requests.length)
      throw new GigpoError('engine', `${gigpo_responses.length} completions of ${requests.length} requests`)
    return gigpo_responses.map(({ sequences }) => toCompletion(sequences[0]!, policyVersion))
  }
  return inParallel(requests, connection.concurrency, async (request) => {
    if (request.repetitionPenalty !== undefined)
      throw new GigpoError('usage', 'the protocol has no repetition penalty', { where: transport.url })
    const { prompt, sampling_params } = toWire(request)
    const params = { ...sampling_params, seed: toSeed(request.key) }
    const body = { ...source, seq_id: connection.nextSample(), prompt, sampling_params: params, num_samples: 1 }
    const answer = await ask(transport, 'asample', body)
    const { sequences } = parse(
      sampleSchema,
      answer instanceof Uint8Array ? decodeSampleResponse(answer) : answer,
      'asample',
    )
    return toCompletion(sequences[0]!, policyVersion)
  })
}

/** 31 bits of a key, below what servers add to it. */
function toSeed([high, low]: RandomKey): number {
  return ((high ^ low) >>> 0) % (2 ** 31 - 4096)
}

function toWire({ prompt, maxTokens, temperature, topP, topK, repetitionPenalty, stop }: SampleRequest) {
  return {
    prompt: { chunks: [{ type: 'encoded_text', tokens: prompt }] },
    sampling_params: {
      max_tokens: maxTokens,
      temperature,
      stop,
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(topK === undefined ? {} : { top_k: topK }),
      ...(repetitionPenalty === undefined ? {} : { gigpo_repetition_penalty: repetitionPenalty }),
    },
  }
}

function toCompletion(sequence: z.infer<typeof sequenceSchema>, policyVersion: number): Completion {
  const { tokens, logprobs, stop_reason } = sequence
  if (tokens.length === 0 || tokens.length !== logprobs.length)
    throw new GigpoError('engine', `a completion has ${tokens.length} tokens and ${logprobs.length} log-probabilities`)
  return { tokens, logprobs, stopReason: stop_reason, policyVersion }
}

/** Results in the order of the items, at most `width` in the making. */
async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const place = next++
      results[place] = await work(items[place]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
  return results
}
