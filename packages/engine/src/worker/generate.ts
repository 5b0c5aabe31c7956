// Sampling inside one worker: continuous batching. Requests are put into a canonical order (prompt length, prompt, key), so
// the result does not depend on the order they came in. Prompts are prefilled in chunks of neighbouring lengths, equal
// prompts once; then all active rows decode together, a finished row leaves at once and a waiting one takes its place.
// A token's random number depends on its request's key and its index alone. The logits of a row may differ in the last
// float bits with the batch it shares, so a draw can change with other requests only where it lies within about 1e-5 of
// the border between two tokens. `batchInvariant` takes that away: onnxruntime multiplies a single row by another kernel
// than several, and sums attention in another order for another cache length, so no batch is smaller than two rows, the
// cache is as long as the context, and sessions leave out what is faster for few rows; what is left does not look at the
// other rows.
import { type Completion, RandomStream, type SampleRequest } from '@gigpo/core'
import { rowsTogether } from '../model/activation-size.ts'
import type { ModelConfig } from '../model/config.ts'
import { buildDecodeGraph, buildPrefillGraph } from '../model/sampling-graphs.ts'
import type { ModelWeights } from '../model/weights.ts'
import { sampleToken } from '../sampling/sample-token.ts'
import type { SessionCache } from '../session/session-cache.ts'
import { batchBucket, chunks, coarseBatchBucket, coarseLengthBucket, lengthBucket } from './buckets.ts'
import { createKeyValueCache } from './key-value-cache.ts'
import { compareRequests, groupByPrompt } from './request-order.ts'

/** A completion without the policy version, which only the engine knows. */
export type DrawnCompletion = Omit<Completion, 'policyVersion'>

export interface GeneratorOptions {
  readonly config: ModelConfig
  readonly weights: ModelWeights
  readonly sessions: SessionCache
  /** Tokens are decoded with these quantised weights, where there are any; prompts are always read with `weights`. */
  readonly quantized?: { readonly weights: ModelWeights; readonly sessions: SessionCache }
  /** What learns by name, read in place. */
  readonly parameters: Readonly<Record<string, Float32Array>>
  /** Rows decoded together. */
  readonly maxRows: number
  /** Compute every row to the same bits, whatever shares its batch; decoding then pays for the whole context. */
  readonly batchInvariant: boolean
}

interface Row {
  /** Place in the list of requests. */
  readonly index: number
  readonly request: SampleRequest
  /** One uniform number a token, so token t of a key is always decided by the same one. */
  readonly random: RandomStream
  readonly tokens: number[]
  readonly logprobs: number[]
  /** Tokens in the cache: prompt and all drawn tokens but the newest. */
  cached: number
}

/** Prompts prefilled together: few enough that neighbouring lengths pad little, many enough to fill a GEMM. */
const PREFILL_ROWS = 16

/** Rows by prompt, in batches that the model's size allows; rows come in the order of their lengths. */
function prefillBatches(config: ModelConfig, rows: Row[]): Row[][][] {
  const longest = lengthBucket(Math.max(...rows.map(({ request }) => request.prompt.length)))
  return chunks(groupByPrompt(rows), Math.min(PREFILL_ROWS, rowsTogether(config, longest)))
}

/** Draws completions, in the order of the requests. The caller has validated them. */
export function createGenerator(
  options: GeneratorOptions,
): (requests: readonly SampleRequest[]) => Promise<DrawnCompletion[]> {
  const { config, weights, sessions, parameters, maxRows, batchInvariant } = options
  const decoding = options.quantized ?? { weights, sessions }
  // A session of quantised weights holds a copy of them: few buckets.
  const coarse = options.quantized !== undefined
  const cache = createKeyValueCache(config)
  const batchOf = (rows: number): number => batchBucket(batchInvariant ? Math.max(2, rows) : rows)
  /** Entries of the cache for rows of up to `length` tokens. */
  const cacheFor = (length: number): number => {
    const needed = batchInvariant ? config.contextLength : length
    return coarse ? coarseLengthBucket(needed) : lengthBucket(needed)
  }
  const capacity = batchOf(maxRows)

  /** Appends a token drawn from logits row `place`; undefined while the row goes on. */
  const drawInto = (row: Row, logits: Float32Array, place: number): DrawnCompletion | undefined => {
    const { request, random, tokens, logprobs } = row
    const vocabulary = config.vocabularySize
    const own = logits.subarray(place * vocabulary, (place + 1) * vocabulary)
    const seen = request.repetitionPenalty === undefined ? [] : [...request.prompt, ...tokens]
    const choice = sampleToken(own, random.uniform(), { ...request, seen })
    tokens.push(choice.token)
    logprobs.push(choice.logprob)
    if (request.stop.includes(choice.token)) return { tokens, logprobs, stopReason: 'stop' }
    if (tokens.length >= request.maxTokens) return { tokens, logprobs, stopReason: 'length' }
    return undefined
  }

  return async (requests) => {
    const done: DrawnCompletion[] = new Array<DrawnCompletion>(requests.length)
    const waiting: Row[] = requests
      .map((request, index) => ({
        index,
        request,
        random: new RandomStream(request.key),
        tokens: [],
        logprobs: [],
        cached: request.prompt.length,
      }))
      .sort((a, b) => compareRequests(a.request, b.request))
    const active: Row[] = []

    const prefill = async (prompts: Row[][]): Promise<void> => {
      const longest = prompts.at(-1)![0]!.request.prompt.length
      const promptLength = lengthBucket(longest)
      const batch = batchOf(prompts.length)
      const tokens = new Int32Array(batch * promptLength)
      const positions = new Int32Array(batch * promptLength)
      const start = new Int32Array(batch).fill(promptLength - 1)
      prompts.forEach(([row], b) => {
        const { prompt } = row!.request
        start[b] = promptLength - prompt.length
        prompt.forEach((token, t) => {
          tokens[b * promptLength + start[b]! + t] = token
          positions[b * promptLength + start[b]! + t] = t
        })
      })
      const session = await sessions.get(`prefill ${batch} ${promptLength}`, () =>
        buildPrefillGraph(config, { batch, promptLength }, weights),
      )
      const outputs = await session.run({ ...parameters, tokens, positions, start })
      if (longest >= cache.length || active.length === 0)
        cache.reserve(capacity, Math.max(cacheFor(longest + 1), active.length === 0 ? 0 : cache.length), active.length)
      prompts.forEach((rows, b) => {
        for (const row of rows) {
          const result = drawInto(row, outputs.logits!, b)
          if (result !== undefined) done[row.index] = result
          else {
            cache.fill(active.length, outputs, { row: b, start: start[b]!, promptLength })
            active.push(row)
          }
        }
      })
    }

    const decode = async (): Promise<void> => {
      const positions = active.map((row) => row.cached)
      const needed = Math.max(...positions) + 1
      if (needed > cache.length) cache.reserve(capacity, cacheFor(needed), active.length)
      const batch = coarse ? Math.min(capacity, coarseBatchBucket(batchOf(active.length))) : batchOf(active.length)
      const cacheLength = cache.length
      const session = await decoding.sessions.get(`decode ${batch} ${cacheLength}`, () =>
        buildDecodeGraph(config, { batch, cacheLength }, decoding.weights),
      )
      const tokens = new Int32Array(batch)
      active.forEach((row, b) => {
        tokens[b] = row.tokens.at(-1)!
      })
      const outputs = await session.run({
        ...parameters,
        ...cache.feeds(batch),
        tokens,
        positions: Int32Array.from({ length: batch }, (_, b) => positions[b] ?? 0),
      })
      cache.append(outputs, positions)
      const results = active.map((row, b) => {
        row.cached++
        return drawInto(row, outputs.logits!, b)
      })
      // From the last row down, so that a row moved into a hole has been looked at.
      for (let b = active.length - 1; b >= 0; b--) {
        const result = results[b]
        if (result === undefined) continue
        done[active[b]!.index] = result
        const last = active.pop()!
        if (b === active.length) continue
        active[b] = last
        cache.move(active.length, b)
      }
    }

    while (waiting.length > 0 || active.length > 0) {
      const free = maxRows - active.length
      if (waiting.length > 0 && (active.length === 0 || free >= maxRows / 4))
        for (const prompts of prefillBatches(config, waiting.splice(0, free))) await prefill(prompts)
      if (active.length > 0) await decode()
    }
    return done
  }
}
