// Sampling speed: prefill and decode graphs on full batches, the cache rows written by TypeScript as the sampler does.
import type { ModelConfig } from '../../packages/engine/src/model/config.ts'
import { initialParameters } from '../../packages/engine/src/model/parameters.ts'
import { buildDecodeGraph, buildPrefillGraph } from '../../packages/engine/src/model/sampling-graphs.ts'
import { compile } from '../../packages/engine/src/session/session.ts'
import { BENCH_KEY, createTrainer, type TrainerOptions } from './trainer.ts'

async function medianMs(rounds: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.toSorted((a, b) => a - b)[rounds >> 1]!
}

export interface DecodeOptions {
  readonly batch: number
  readonly cacheLength: number
  readonly threads: number
  readonly rounds: number
}

/** One decode step over a nearly full cache, greedy choice and cache writes included. */
export async function decodeRate(
  config: ModelConfig,
  options: DecodeOptions,
): Promise<{ ms: number; tokensPerSecond: number }> {
  const { batch, cacheLength, threads, rounds } = options
  const session = await compile(buildDecodeGraph(config, { batch, cacheLength }), { threads })
  const { keyValueHeads, headDim, layers, vocabularySize } = config
  const feeds: Record<string, Float32Array | Int32Array> = {
    ...Object.fromEntries(initialParameters(config, BENCH_KEY)),
    tokens: Int32Array.from({ length: batch }, (_, i) => i % vocabularySize),
    positions: new Int32Array(batch).fill(cacheLength - 1),
  }
  const parts = Array.from({ length: layers }, (_, layer) => [`key.${layer}`, `value.${layer}`]).flat()
  // Written all over: pages of zeros that nobody has touched are one page, which stays in the processor's cache.
  for (const part of parts) {
    const entries = batch * keyValueHeads * cacheLength * headDim
    feeds[`cache.${part}`] = Float32Array.from({ length: entries }, (_, i) => ((i * 7919) % 1009) / 1009 - 0.5)
  }
  const ms = await medianMs(rounds, async () => {
    const outputs = await session.run(feeds)
    for (const part of parts) {
      for (let head = 0; head < batch * keyValueHeads; head++) {
        const entry = outputs[part]!.subarray(head * headDim, (head + 1) * headDim)
        feeds[`cache.${part}`]!.set(entry, ((head + 1) * cacheLength - 1) * headDim)
      }
    }
    for (let row = 0; row < batch; row++) {
      const logits = outputs.logits!.subarray(row * vocabularySize, (row + 1) * vocabularySize)
      let best = 0
      for (let token = 1; token < vocabularySize; token++) if (logits[token]! > logits[best]!) best = token
      ;(feeds.tokens as Int32Array)[row] = best
    }
  })
  await session.release()
  return { ms, tokensPerSecond: (1000 * batch) / ms }
}

/** Tokens a second of an update (prompt and completion tokens), a prefill and a decode step. */
export async function rowRates(
  config: ModelConfig,
  options: TrainerOptions & { readonly rounds: number },
): Promise<{ update: number; prefill: number; decode: number }> {
  const { batch, promptLength, completionLength, threads, rounds } = options
  const trainer = await createTrainer(config, options)
  const update = await medianMs(rounds, trainer.step)
  await trainer.release()
  const session = await compile(buildPrefillGraph(config, { batch, promptLength }), { threads })
  const feeds = {
    ...Object.fromEntries(initialParameters(config, BENCH_KEY)),
    tokens: new Int32Array(batch * promptLength),
    positions: Int32Array.from({ length: batch * promptLength }, (_, i) => i % promptLength),
    start: new Int32Array(batch),
  }
  const prefill = await medianMs(rounds, () => session.run(feeds))
  await session.release()
  const cacheLength = promptLength + completionLength
  const decode = await decodeRate(config, { batch, cacheLength, threads, rounds: 4 * rounds })
  return {
    update: (1000 * batch * (promptLength + completionLength)) / update,
    prefill: (1000 * batch * promptLength) / prefill,
    decode: decode.tokensPerSecond,
  }
}
