// What training needs of any Tinker server, in the words that all of them know. Always against our own engine served without
// its extensions; against a server elsewhere (SkyRL, the hosted service) where TINKER_BASE_URL names one. See docs/scale.md.
//
//   TINKER_BASE_URL=http://127.0.0.1:8000 TINKER_BASE_MODEL=Qwen/Qwen3-0.6B npx vitest run packages/tinker/src/real-server.test.ts
//
// Shapes are fixed, because servers compile each new one; token ids are small, because every vocabulary has those.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, type Datum, fold, rootKey, type SampleRequest, stream, type Tokenizer } from '@gigpo/core'
import { createToyEngine, ensureAllclose } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTinkerEngine, createTinkerServer, type TinkerEngine, type TinkerServer } from './index.ts'
import { adapterOf } from './wire/adapter.ts'

const { TINKER_BASE_URL, TINKER_BASE_MODEL, TINKER_REDUCTION, TINKER_LORA_RANK, TINKER_ATOL } = process.env
/** Sampling and training kernels of a server differ by this much in log-probabilities. */
const atol = Number(TINKER_ATOL ?? 0.05)
const STEP: AdamStep = { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0 }
const IDS = 25
const stopless: Tokenizer = { size: IDS, encode: () => [], decode: () => '', stop: [] }

const random = stream(rootKey(11), 'rows')
const tokens = (length: number): number[] => Array.from({ length }, () => 1 + random.integer(IDS - 1))
const rows: Datum[] = Array.from({ length: 4 }, (_, i) => {
  const completion = tokens(4)
  const each = (value: number) => completion.map(() => value)
  return { prompt: tokens(6), completion, weights: each(1 / 16), advantages: each(i % 2 === 0 ? 1 : -1) }
})
const requests: SampleRequest[] = rows.map(({ prompt }, i) => {
  return { prompt, maxTokens: 4, temperature: 1, stop: [], key: fold(rootKey(5), i) }
})

function suite(connect: () => Promise<TinkerEngine>): void {
  let engine: TinkerEngine
  beforeAll(async () => {
    engine = await connect()
  }, 1_200_000)
  afterAll(() => engine.close())

  it('greets, and says how it sums losses', () => {
    expect(['sum', 'seq-mean']).toContain(engine.describe().reduction)
  })

  it('samples what is asked for', async () => {
    for (const { tokens, logprobs, stopReason } of await engine.sample(requests)) {
      expect([tokens.length, logprobs.length, stopReason]).toEqual([4, 4, 'length'])
      for (const value of logprobs) expect(value).toBeLessThanOrEqual(1e-6)
    }
  })

  it('scores what it sampled as it said when sampling', async () => {
    const drawn = await engine.sample(requests)
    const scored = await engine.forward(drawn.map(({ tokens }, i) => ({ ...rows[i]!, completion: tokens })))
    for (const [i, { logprobs }] of drawn.entries()) {
      ensureAllclose(scored[i]!.logprobs, logprobs, `completion ${i}`, { atol })
    }
  })

  it('has one gradient for PPO by its own loss and by its derivative', async () => {
    // Beyond the reach of a ratio of 1 the dual clip changes nothing, but is said by the derivative.
    const scored = await engine.forward(rows)
    const data = rows.map((row, i) => ({ ...row, oldLogprobs: scored[i]!.logprobs.map((value) => value - 0.05) }))
    const norms: number[] = []
    for (const extra of [{}, { dualClip: 1000 }]) {
      await engine.forwardBackward(data, { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, ...extra })
      norms.push((await engine.optimStep({ ...STEP, learningRate: 0 })).gradientNorm)
    }
    if (norms.every(Number.isNaN)) return // The server does not say the norm.
    ensureAllclose(norms[1]!, norms[0]!, 'gradient norm by the derivative', { rtol: 0.02 })
    expect(norms[0]!).toBeGreaterThan(0)
  })

  it('learns a few rows, and samples by what it learned', async () => {
    const losses: number[] = []
    const before = engine.policyVersion
    for (let i = 0; i < 8; i++) {
      losses.push((await engine.forwardBackward(rows, { kind: 'cross-entropy' })).loss)
      await engine.optimStep({ ...STEP, learningRate: 1e-2 })
    }
    expect(losses.at(-1)!).toBeLessThan(losses[0]!)
    expect(engine.policyVersion).toBe(before + 8)
    const [completion] = await engine.sample(requests)
    expect(completion!.policyVersion).toBe(engine.policyVersion)
  })

  it('loads what it saved, and trains on', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
    try {
      await engine.save(join(directory, 'kept'))
      const kept = await engine.forward(rows)
      await engine.forwardBackward(rows, { kind: 'cross-entropy' })
      await engine.optimStep({ ...STEP, learningRate: 1e-2 })
      await engine.load(join(directory, 'kept'))
      const loaded = await engine.forward(rows)
      for (const [i, { logprobs }] of kept.entries()) ensureAllclose(loaded[i]!.logprobs, logprobs, 'row', { atol })
      await engine.forwardBackward(rows, { kind: 'cross-entropy' })
      await engine.optimStep(STEP)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
}

describe('our own server, by the protocol alone', () => {
  const checkpoints = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
  let server: TinkerServer
  beforeAll(async () => {
    const createEngine = () => createToyEngine({ seed: 4, seamless: true })
    server = await createTinkerServer({ createEngine, baseModel: 'toy', checkpoints, extensions: false })
  })
  afterAll(async () => {
    await server.close()
    rmSync(checkpoints, { recursive: true })
  })
  suite(() => createTinkerEngine({ url: server.url, tokenizer: stopless }))
})

// Nothing to skip where no server is named: it cannot be installed.
if (TINKER_BASE_URL !== undefined)
  describe(`the server ${TINKER_BASE_URL}`, { timeout: 1_200_000 }, () => {
    suite(() =>
      createTinkerEngine({
        url: TINKER_BASE_URL,
        tokenizer: stopless,
        contextLength: 64,
        ...(TINKER_BASE_MODEL === undefined ? {} : { baseModel: TINKER_BASE_MODEL }),
        ...(TINKER_REDUCTION === undefined ? {} : { reduction: TINKER_REDUCTION as 'sum' }),
        ...(TINKER_LORA_RANK === undefined ? {} : { adapter: adapterOf({ rank: Number(TINKER_LORA_RANK) }) ?? null }),
      }),
    )
  })
