import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, type Datum, fold, GigpoError, rootKey, type SampleRequest, stream } from '@gigpo/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmbeddedEngine, type EmbeddedEngine } from './embedded-engine.ts'
import type { ModelConfig } from './model/config.ts'
import { trainWordLevel } from './tokenizer/word-level.ts'

const tokenizer = trainWordLevel(['a b c d e f g h i j k l'])
const [end] = tokenizer.stop as [number]
const config: ModelConfig = {
  modelType: 'llama',
  vocabularySize: tokenizer.size,
  hiddenSize: 32,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 8,
  intermediateSize: 48,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  contextLength: 160,
  tiedEmbedding: true,
  attentionBias: false,
  queryKeyNorm: false,
}
const step: AdamStep = {
  learningRate: 5e-3,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  gradientClip: 1,
}
const create = (
  options: { workers?: number; maxBatch?: number; seed?: number; batchInvariant?: boolean } = {},
): Promise<EmbeddedEngine> => {
  const { seed = 1, ...rest } = options
  return createEmbeddedEngine({ model: config, tokenizer, key: rootKey(seed), ...rest })
}

const random = stream(rootKey(7), 'engine-test')
const tokens = (length: number): number[] => Array.from({ length }, () => random.integer(config.vocabularySize))
const rows = (lengths: readonly (readonly [number, number])[]): Datum[] =>
  lengths.map(([promptLength, completionLength]) => ({
    prompt: tokens(promptLength),
    completion: tokens(completionLength),
    weights: Array.from({ length: completionLength }, () => random.uniform()),
    advantages: Array.from({ length: completionLength }, () => random.normal()),
    oldLogprobs: Array.from({ length: completionLength }, () => -2.7 + 0.1 * random.normal()),
  }))
const requests = (count: number, maxTokens: number, extra: Partial<SampleRequest> = {}): SampleRequest[] =>
  Array.from({ length: count }, (_, i) => ({
    prompt: tokens([1, 5, 16, 17, 40, 70][i % 6]!),
    maxTokens,
    temperature: 1,
    stop: [end],
    key: fold(rootKey(9), i),
    ...extra,
  }))
const largest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(0, ...a.map((x, i) => Math.abs(x - b[i]!)))

const folder = mkdtempSync(join(tmpdir(), 'gigpo-engine-'))
let engine: EmbeddedEngine
let two: EmbeddedEngine
beforeAll(async () => {
  engine = await create()
  two = await create({ workers: 2, maxBatch: 8 })
  // Away from the initial near-uniform policy; both have the same bits.
  const data = rows([
    [8, 6],
    [20, 10],
    [3, 4],
    [40, 5],
    [17, 2],
  ])
  for (let i = 0; i < 20; i++) {
    await engine.forwardBackward(data, { kind: 'cross-entropy' })
    await engine.optimStep(step)
  }
  await engine.save(join(folder, 'start'))
  await two.load(join(folder, 'start'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await engine.close()
  await two.close()
})

describe('sampling', () => {
  it('gives the log-probabilities of the training graph', async () => {
    for (const temperature of [1, 0.7, 0]) {
      const list = requests(24, 50, { temperature, stop: [] })
      const completions = await engine.sample(list)
      const rescored = await engine.forward(
        list.map(({ prompt }, i) => ({
          prompt,
          completion: completions[i]!.tokens,
          weights: completions[i]!.tokens.map(() => 1),
        })),
        { temperature: temperature === 0 ? 1 : temperature },
      )
      completions.forEach((completion, i) => {
        expect(completion.tokens).toHaveLength(50)
        expect(completion.stopReason).toBe('length')
        expect(largest(completion.logprobs, rescored[i]!.logprobs)).toBeLessThan(1e-4)
      })
    }
  })

  it('repeats by key, bit for bit in any order of the requests', async () => {
    const list = [...requests(20, 12), ...requests(1, 12, { prompt: [3, 4, 5] })]
    list.push({ ...list.at(-1)!, key: rootKey(99) }, { ...list.at(-1)!, topP: 0.5, key: rootKey(98) })
    const first = await engine.sample(list)
    expect(await engine.sample(list)).toEqual(first)
    const order = random.shuffle([...list.keys()])
    const permuted = await engine.sample(order.map((i) => list[i]!))
    expect(permuted).toEqual(order.map((i) => first[i]!))
    const others = await engine.sample(list.map((request) => ({ ...request, key: fold(request.key, 'other') })))
    expect(others).not.toEqual(first)
  })

  it('draws the same tokens alone, in other batches and on other workers', async () => {
    const list = requests(30, 20, { topP: 0.9 })
    const together = await engine.sample(list)
    const [alone] = await engine.sample([list[4]!])
    expect(alone!.tokens).toEqual(together[4]!.tokens)
    const shared = await two.sample(list)
    shared.forEach((completion, i) => {
      expect(largest(completion.logprobs, together[i]!.logprobs)).toBeLessThan(1e-4)
      expect(completion.tokens).toEqual(together[i]!.tokens)
    })
  })

  it('draws the same bits alone, in other batches and on other workers where it is asked to', async () => {
    const list = requests(45, 20, { topP: 0.9 })
    let first: Awaited<ReturnType<EmbeddedEngine['sample']>> | undefined
    for (const workers of [1, 2]) {
      const invariant = await create({ workers, maxBatch: 24, batchInvariant: true })
      try {
        await invariant.load(join(folder, 'start'))
        const together = await invariant.sample(list)
        const split: typeof together = []
        for (const [from, to] of [
          [0, 1],
          [1, 3],
          [3, 10],
          [10, 11],
          [11, 45],
        ] as const)
          split.push(...(await invariant.sample(list.slice(from, to))))
        expect(split).toEqual(together)
        expect(first ?? together).toEqual(together)
        first ??= together
      } finally {
        await invariant.close()
      }
    }
  })

  it('stops at stop tokens, which are part of the completion, and at the context', async () => {
    const list = requests(40, 1000)
    for (const [i, { tokens: drawn, stopReason, logprobs }] of (await engine.sample(list)).entries()) {
      expect(logprobs).toHaveLength(drawn.length)
      expect(drawn.slice(0, -1)).not.toContain(end)
      if (stopReason === 'stop') expect(drawn.at(-1)).toBe(end)
      else expect(drawn.length + list[i]!.prompt.length).toBe(config.contextLength)
    }
  })
})

describe('learning', () => {
  it('gives the same loss and gradients on one and on two workers', async () => {
    const data = rows([
      [8, 6],
      [20, 10],
      [3, 4],
      [40, 5],
      [70, 30],
      [17, 2],
      [1, 1],
    ])
    const loss = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.28, dualClip: 3, entropyCoefficient: 0.01 } as const
    const [a, b] = [await engine.forwardBackward(data, loss), await two.forwardBackward(data, loss)]
    expect(a.loss).toBeCloseTo(b.loss, 4)
    a.tokens.forEach((row, i) => {
      expect(row.logprobs).toHaveLength(data[i]!.completion.length)
      expect(largest(row.logprobs, b.tokens[i]!.logprobs)).toBeLessThan(1e-4)
    })
    const [m, n] = [await engine.optimStep(step), await two.optimStep(step)]
    expect(m.gradientNorm / n.gradientNorm).toBeCloseTo(1, 3)
    expect(m.policyVersion).toBe(engine.policyVersion)
  })

  it('accumulates: two calls are one', async () => {
    const data = rows([
      [8, 6],
      [20, 10],
      [3, 4],
    ])
    const still = { ...step, learningRate: 0, weightDecay: 0 }
    await engine.forwardBackward(data, { kind: 'linear' })
    const whole = await engine.optimStep(still)
    await engine.forwardBackward(data.slice(0, 1), { kind: 'linear' })
    await engine.forwardBackward(data.slice(1), { kind: 'linear' })
    const parts = await engine.optimStep(still)
    expect(parts.gradientNorm).toBeCloseTo(whole.gradientNorm, 4)
  })

  it('learns to copy and recites it', async () => {
    const learner = await create({ seed: 3 })
    const tasks = Array.from({ length: 48 }, () => {
      const word = Array.from({ length: 2 }, () => 3 + random.integer(12))
      return { prompt: [...word, 2], completion: [...word, end], weights: [1 / 144, 1 / 144, 1 / 144] }
    })
    for (let i = 0; i < 150; i++) {
      await learner.forwardBackward(tasks, { kind: 'cross-entropy' })
      await learner.optimStep({ ...step, learningRate: i < 10 ? 1e-3 : 5e-3 })
    }
    const completions = await learner.sample(
      tasks.map(({ prompt }, i) => ({ prompt, maxTokens: 4, temperature: 0, stop: [end], key: fold(rootKey(2), i) })),
    )
    const right = completions.filter(({ tokens: drawn }, i) => drawn.join() === tasks[i]!.completion.join())
    expect(right.length).toBeGreaterThan(45)
    await learner.close()
  })
})

describe('checkpoints', () => {
  it('restores every bit: the next step gives equal weights', async () => {
    const data = rows([
      [8, 6],
      [20, 10],
      [33, 3],
    ])
    const go = async (each: EmbeddedEngine): Promise<unknown> => {
      await each.forwardBackward(data, { kind: 'cross-entropy' })
      const report = await each.optimStep(step)
      return { ...report, digest: each.describe().weights }
    }
    await engine.save(join(folder, 'a'))
    await engine.save(join(folder, 'b'))
    await engine.save(join(folder, 'b'))
    const bytes = (name: string): Buffer[] =>
      readdirSync(join(folder, name)).map((file) => readFileSync(join(folder, name, file)))
    expect(bytes('a')).toHaveLength(6)
    expect(bytes('a')).toEqual(bytes('b'))
    expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'start'])
    const version = engine.policyVersion
    const expected = await go(engine)

    const other = await create({ seed: 5 })
    await other.forwardBackward(data, { kind: 'cross-entropy' })
    await other.load(join(folder, 'a'))
    expect(other.policyVersion).toBe(version)
    expect(await go(other)).toEqual(expected)
    await other.load(join(folder, 'a'), { weightsOnly: true })
    expect(other.policyVersion).toBe(0)
    expect(await go(other)).not.toEqual(expected)
    await other.close()

    const fromPath = await createEmbeddedEngine({ model: { path: join(folder, 'a') }, key: rootKey(0) })
    await engine.load(join(folder, 'a'))
    expect(fromPath.describe().weights).toBe(engine.describe().weights)
    expect(fromPath.tokenizer.files).toEqual(tokenizer.files)
    await fromPath.close()
  })

  it('refuses the weights of another model and damaged files, and leaves the policy as it was', async () => {
    await engine.save(join(folder, 'c'))
    const small = await createEmbeddedEngine({
      model: { ...config, layers: 1, intermediateSize: 32 },
      tokenizer,
      key: rootKey(1),
    })
    const digest = small.describe().weights
    const error = await small.load(join(folder, 'c')).catch((caught: unknown) => caught)
    expect(GigpoError.isInstance(error) && error.code).toBe('checkpoint')
    expect((error as GigpoError).message).toMatch(/gate_proj\.weight is \[48,32\], the model needs \[32,32\].* more/)
    expect(small.describe().weights).toBe(digest)
    await small.close()
    await expect(engine.load(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'checkpoint' })
    await expect(engine.save(join(folder, 'a', 'config.json', 'x'))).rejects.toMatchObject({ code: 'storage' })
  })
})

it('runs calls in the order they were made', async () => {
  const data = rows([[8, 6]])
  const [request] = requests(1, 4) as [SampleRequest]
  const version = engine.policyVersion
  const [before, , , after] = await Promise.all([
    engine.sample([request]),
    engine.forwardBackward(data, { kind: 'cross-entropy' }),
    engine.optimStep(step),
    engine.sample([request]),
  ])
  expect([before[0]!.policyVersion, after[0]!.policyVersion]).toEqual([version, version + 1])
  expect(await engine.sample([request])).toEqual(after)
})

describe('faults', () => {
  it('leaves weights alone and clears gradients when a number is not finite', async () => {
    const digest = engine.describe().weights
    const data = rows([
      [8, 6],
      [20, 10],
    ])
    await engine.forwardBackward(data, { kind: 'linear' })
    const infinite = [{ ...data[0]!, advantages: data[0]!.completion.map(() => Number.POSITIVE_INFINITY) }]
    await expect(engine.forwardBackward(infinite, { kind: 'linear' })).rejects.toMatchObject({ code: 'non-finite' })
    expect((await engine.optimStep({ ...step, learningRate: 0, weightDecay: 0 })).gradientNorm).toBe(0)
    await engine.forwardBackward(data, { kind: 'linear' })
    await expect(engine.optimStep({ ...step, learningRate: 1e39 })).rejects.toMatchObject({ code: 'non-finite' })
    expect(engine.describe().weights).toBe(digest)
    expect((await engine.optimStep({ ...step, learningRate: 0, weightDecay: 0 })).gradientNorm).toBe(0)
  })

  it.each([
    ['a prompt without room', { prompt: new Array<number>(160).fill(3) }, /160 tokens/],
    ['an empty prompt', { prompt: [] }, /empty/],
    ['a token beyond the vocabulary', { prompt: [tokenizer.size] }, /token 15/],
    ['no tokens wanted', { maxTokens: 0 }, /maxTokens/],
    ['a negative temperature', { temperature: -1 }, /temperature/],
    ['a topP of zero', { topP: 0 }, /topP/],
    ['half a topK', { topK: 0.5 }, /topK/],
    ['a repetition penalty of zero', { repetitionPenalty: 0 }, /repetitionPenalty/],
  ])('refuses to sample: %s', async (_, change, message) => {
    await expect(engine.sample([{ ...requests(1, 4)[0]!, ...change }])).rejects.toThrow(message)
  })

  it.each([
    ['heads that do not divide', { model: { ...config, heads: 3 } }, 'config'],
    ['a vocabulary below the tokenizer’s', { model: { ...config, vocabularySize: 14 } }, 'usage'],
    ['a context beyond the model’s', { contextLength: 161 }, 'usage'],
    ['no workers', { workers: 0 }, 'usage'],
    ['a folder without a model', { model: { path: folder } }, 'checkpoint'],
  ])('refuses to start: %s', async (_, change, code) => {
    await expect(createEmbeddedEngine({ model: config, tokenizer, key: rootKey(1), ...change })).rejects.toMatchObject({
      code,
    })
  })

  it('refuses data that does not fit', async () => {
    const [datum] = rows([[150, 11]]) as [Datum]
    await expect(engine.forward([datum])).rejects.toThrow(/161 tokens, more than the context of 160/)
    const [short] = rows([[3, 2]]) as [Datum]
    await expect(engine.forward([{ ...short, weights: [1] }])).rejects.toThrow(/needs 2 weights, has 1/)
    const { oldLogprobs: _, ...rest } = short
    const loss = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 } as const
    await expect(engine.forwardBackward([rest], loss)).rejects.toThrow(/oldLogprobs, has none/)
  })
})

it('keeps its memory flat over steps', async () => {
  const worker = await create({ seed: 11 })
  const [datum] = rows([[30, 5]]) as [Datum]
  const rss: number[] = []
  for (let i = 0; i < 600; i++) {
    await worker.forwardBackward([datum, datum], { kind: 'cross-entropy' })
    await worker.optimStep({ ...step, learningRate: 1e-4 })
    await worker.sample(requests(2, 3))
    if (i % 200 === 199) rss.push(process.memoryUsage().rss / 2 ** 20)
  }
  await worker.close()
  // Holding on to the outputs of each step would be 100 MB.
  expect(rss.at(-1)! - rss[0]!).toBeLessThan(40)
})
