// An engine that trains an adapter: PEFT's folder is read and written, checkpoints come back bit for bit without the base, the
// base is mapped whole, in shards and in two-byte weights, and a merged folder is the same policy.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, type Datum, rootKey, type SampleRequest } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { mergeAdapter } from './checkpoint/merge-adapter.ts'
import { readSafetensors, writeSafetensors } from './checkpoint/safetensors.ts'
import { createEmbeddedCritic } from './embedded-critic.ts'
import { createEmbeddedEngine, type EmbeddedEngine } from './embedded-engine.ts'
import type { EmbeddedEngineOptions } from './engine-options.ts'
import { fixturePath, loadReference } from './model/reference-fixture.test-support.ts'
import { trainWordLevel } from './tokenizer/word-level.ts'

const base = fixturePath('qwen2-tiny')
const { numbers } = loadReference('qwen2-tiny')
const tokenizer = trainWordLevel(['a b c d e f g h i j k l'])
const folder = mkdtempSync(join(tmpdir(), 'gigpo-adapter-'))
const cacheDirectory = join(folder, 'cache')
const lora = { rank: 4, alpha: 8, targetModules: ['q_proj', 'v_proj', 'down_proj'] }
const step: AdamStep = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, gradientClip: 1 }
const data: Datum[] = numbers.cross_entropy.input_ids.map((ids) => ({
  prompt: ids.slice(0, 4),
  completion: ids.slice(4, 12),
  weights: ids.slice(4, 12).map(() => 0.1),
}))
const engines: EmbeddedEngine[] = []
async function create(options: Partial<EmbeddedEngineOptions> = {}): Promise<EmbeddedEngine> {
  const engine = await createEmbeddedEngine({
    model: { path: base },
    tokenizer,
    key: rootKey(1),
    cacheDirectory,
    contextLength: 64,
    ...options,
  })
  engines.push(engine)
  return engine
}
afterAll(async () => {
  for (const engine of engines) await engine.close()
  rmSync(folder, { recursive: true })
})

async function learn(engine: EmbeddedEngine, steps: number): Promise<number> {
  let last = 0
  for (let i = 0; i < steps; i++) {
    last = (await engine.forwardBackward(data, { kind: 'cross-entropy' })).loss
    await engine.optimStep(step)
  }
  return last
}

const logprobs = async (engine: EmbeddedEngine): Promise<number[]> =>
  (await engine.forward(data)).flatMap((row) => row.logprobs)
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i]!)))

it('learns without touching the base, and comes back bit for bit from a folder without it', async () => {
  const engine = await create({ lora, workers: 2 })
  const before = statSync(join(base, 'model.safetensors')).mtimeMs
  const plain = await create()
  expect(distance(await logprobs(engine), await logprobs(plain))).toBeLessThan(1e-5)
  const first = await learn(engine, 1)
  await learn(engine, 10)
  await engine.save(join(folder, 'a'))
  expect(readdirSync(join(folder, 'a')).sort()).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
    'engine.json',
    'optimizer.safetensors',
  ])
  expect(await learn(engine, 2)).toBeLessThan(first - 1)
  const other = await create({ model: { path: join(folder, 'a') }, workers: 2 })
  expect(other.describe()).toMatchObject({ trainable: 3 * 4 * (64 + 64 + 64 + 32 + 128 + 64) })
  await other.load(join(folder, 'a'))
  await learn(other, 2)
  expect(other.describe().weights).toBe(engine.describe().weights)
  expect(other.policyVersion).toBe(engine.policyVersion)
  expect(statSync(join(base, 'model.safetensors')).mtimeMs).toBe(before)
})

it('says what it sampled with', async () => {
  const engine = await create({ lora })
  await learn(engine, 5)
  const requests: SampleRequest[] = data.map(({ prompt }, i) => ({
    prompt,
    maxTokens: 8,
    temperature: 1,
    stop: [],
    key: rootKey(i),
  }))
  const completions = await engine.sample(requests)
  const scored = await engine.forward(
    completions.map(({ tokens }, i) => ({ prompt: data[i]!.prompt, completion: tokens, weights: tokens.map(() => 1) })),
  )
  completions.forEach((completion, i) => {
    expect(distance(completion.logprobs, scored[i]!.logprobs)).toBeLessThan(1e-4)
  })
})

describe('decoding with a quantised base', () => {
  const requests = Array.from({ length: 24 }, (_, i): SampleRequest => {
    const { prompt } = data[i % data.length]!
    return { prompt, maxTokens: 10, temperature: 1, stop: [], key: rootKey(i) }
  })
  /** Mean difference of the log-probabilities that sampling gives and those of the training graph. */
  async function gap(engine: EmbeddedEngine): Promise<number> {
    const completions = await engine.sample(requests)
    const scored = await engine.forward(
      completions.map(({ tokens }, i) => ({
        prompt: requests[i]!.prompt,
        completion: tokens,
        weights: tokens.map(() => 1),
      })),
    )
    const differences = completions.flatMap(({ logprobs: own }, i) =>
      own.map((x, t) => Math.abs(x - scored[i]!.logprobs[t]!)),
    )
    return differences.reduce((sum, x) => sum + x, 0) / differences.length
  }

  it('says by how much the sampled log-probabilities are off: nothing, little, more', async () => {
    const gaps: number[] = []
    for (const samplingPrecision of ['float32', 'int8', 'int4'] as const) {
      const engine = await create({ lora, samplingPrecision })
      await learn(engine, 3)
      expect(engine.describe()).toMatchObject({ samplingPrecision })
      gaps.push(await gap(engine))
    }
    expect(gaps[0]).toBeLessThan(1e-5)
    expect(gaps[1]).toBeGreaterThan(1e-4)
    expect(gaps[1]).toBeLessThan(0.06)
    expect(gaps[2]).toBeGreaterThan(3 * gaps[1]!)
    expect(gaps[2]).toBeLessThan(1.2)
  })

  it('is refused where the base learns', async () => {
    await expect(create({ samplingPrecision: 'int8' })).rejects.toThrow(/needs an adapter/)
  })
})

it('gives a critic its body', async () => {
  const engine = await create({ lora })
  await learn(engine, 3)
  await engine.save(join(folder, 'policy'))
  const rows = data.map(({ prompt, completion }) => ({ prompt, completion }))
  await mergeAdapter({ adapter: join(folder, 'policy'), base, to: join(folder, 'whole'), cacheDirectory })
  const values: number[][][] = []
  for (const path of ['policy', 'whole']) {
    const critic = await createEmbeddedCritic({ model: { path: base }, key: rootKey(1), fresh: true })
    await critic.load(join(folder, path), { weightsOnly: true })
    const targets = rows.map((row) => ({
      ...row,
      weights: row.completion.map(() => 1),
      returns: row.completion.map(() => 1),
    }))
    await critic.forwardBackward(targets, { clip: null })
    await critic.optimStep(step)
    values.push(await critic.values(rows))
    await critic.close()
  }
  expect(values[0]![0]![0]).not.toBe(0)
  expect(distance(values[0]!.flat(), values[1]!.flat())).toBeLessThan(1e-4)
})

it('maps a base in shards, and one of two-byte weights after widening it once', async () => {
  const open = (name: string) => create({ model: { path: fixturePath(name) }, lora })
  const [whole, shards] = [await open('qwen2-tiny'), await open('qwen2-tiny-sharded')]
  expect(await logprobs(shards)).toEqual(await logprobs(whole))
  const half = await open('qwen2-tiny-bf16')
  const plain = await create({ model: { path: fixturePath('qwen2-tiny-bf16') } })
  expect(distance(await logprobs(half), await logprobs(plain))).toBeLessThan(1e-5)
  const [file] = readdirSync(cacheDirectory).filter((name) => name.endsWith('-float32.safetensors'))
  const written = statSync(join(cacheDirectory, file!)).mtimeMs
  await open('qwen2-tiny-bf16')
  expect(statSync(join(cacheDirectory, file!)).mtimeMs).toBe(written)
  const other = await open('qwen2-tiny')
  await half.save(join(folder, 'half'))
  await expect(other.load(join(folder, 'half'))).rejects.toThrow(/another base/)
  // What is merged into it is float32, and its configuration says so.
  await mergeAdapter({ adapter: join(folder, 'half'), to: join(folder, 'half-merged'), cacheDirectory })
  const config = JSON.parse(readFileSync(join(folder, 'half-merged', 'config.json'), 'utf8')) as object
  expect(config).toMatchObject({ torch_dtype: 'float32' })
})

describe('folders of PEFT', () => {
  it('reads one, writes it back tensor for tensor, and merges it into the same policy', async () => {
    const from = join(base, 'adapter')
    const engine = await create({ model: { path: from, base } })
    await engine.save(join(folder, 'copy'))
    const tensors = (path: string) => readSafetensors(readFileSync(join(path, 'adapter_model.safetensors'))).tensors
    expect(tensors(join(folder, 'copy'))).toEqual(tensors(from))
    const written = JSON.parse(readFileSync(join(folder, 'copy', 'adapter_config.json'), 'utf8')) as object
    const original = JSON.parse(readFileSync(join(from, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
    for (const [key, value] of Object.entries(written)) {
      if (key === 'base_model_name_or_path') expect(value).toBe(base)
      else if (key === 'target_modules') expect(new Set(value)).toEqual(new Set(original[key] as string[]))
      else expect([key, value]).toEqual([key, original[key]])
    }
    await mergeAdapter({ adapter: from, base, to: join(folder, 'merged'), cacheDirectory })
    const merged = await create({ model: { path: join(folder, 'merged') } })
    const difference = distance(await logprobs(merged), await logprobs(engine))
    expect(difference).toBeLessThan(1e-4)
    expect(difference).toBeGreaterThan(0)
  })

  it.each([
    ['use_dora', true],
    ['rank_pattern', { q_proj: 8 }],
    ['modules_to_save', ['lm_head']],
    ['target_modules', 'all-linear'],
    ['target_modules', ['lm_head']],
    ['bias', 'all'],
  ])('refuses %s = %j by name', async (key, value) => {
    const path = mkdtempSync(join(folder, 'odd-'))
    const config = JSON.parse(readFileSync(join(base, 'adapter', 'adapter_config.json'), 'utf8')) as object
    writeFileSync(join(path, 'adapter_config.json'), JSON.stringify({ ...config, [key]: value }))
    await expect(create({ model: { path, base } })).rejects.toMatchObject({ code: 'config' })
  })

  it('refuses another shape of adapter, another base, and a base that is nowhere', async () => {
    const engine = await create({ lora })
    await expect(engine.load(join(base, 'adapter'), { weightsOnly: true })).rejects.toThrow(
      /rank 4, alpha 8, modules q_proj,k/,
    )
    await engine.save(join(folder, 'own'))
    const changed = join(folder, 'changed')
    cpSync(base, changed, { recursive: true })
    const { tensors } = readSafetensors(readFileSync(join(base, 'model.safetensors')))
    const weights = tensors.map((tensor) => ({ ...tensor, data: tensor.data.map((x) => x + 0.01) }))
    writeFileSync(join(changed, 'model.safetensors'), writeSafetensors(weights))
    const moved = await create({ model: { path: changed }, lora })
    await expect(moved.load(join(folder, 'own'))).rejects.toThrow(/another base/)
    await moved.load(join(folder, 'own'), { weightsOnly: true })
    await expect(create({ model: { path: join(base, 'adapter') } })).rejects.toThrow(/base "qwen2-tiny" is no folder/)
    await expect(create({ model: loadReference('qwen2-tiny').config, lora })).rejects.toMatchObject({ code: 'usage' })
  })
})
