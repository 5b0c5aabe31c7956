// The sampling half alone draws what the trainer's engine draws, from its session, a checkpoint or the base model.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, fold, rootKey, type SampleRequest, type Tokenizer } from '@gigpo/core'
import { createToyEngine, createToyTokenizer } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTinkerServer, type TinkerServer } from '../server/create-tinker-server.ts'
import { createTinkerEngine, type TinkerEngine } from './create-tinker-engine.ts'
import { createTinkerSampler } from './create-tinker-sampler.ts'

const tokenizer = createToyTokenizer()
const STEP: AdamStep = { learningRate: 0.5, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 }
const rows = [{ prompt: [1, 2], completion: [3, 4], weights: [1, 1] }]
const requests: SampleRequest[] = Array.from({ length: 8 }, (_, i) => {
  return { prompt: [1 + i, 2], maxTokens: 5, temperature: 1, stop: tokenizer.stop, key: fold(rootKey(1), i) }
})

describe('createTinkerSampler', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
  let server: TinkerServer
  let engine: TinkerEngine
  beforeAll(async () => {
    server = await createTinkerServer({
      createEngine: () => createToyEngine({ seed: 2 }),
      baseModel: 'toy',
      checkpoints: join(scratch, 'checkpoints'),
      tokenizerFiles: { words: ['north', 'south'] },
    })
    engine = await createTinkerEngine({ url: server.url, tokenizer })
    await engine.forwardBackward(rows, { kind: 'cross-entropy' })
    await engine.optimStep(STEP)
  })
  afterAll(async () => {
    await engine.close()
    await server.close()
    rmSync(scratch, { recursive: true })
  })

  it('draws from a trainer’s session, under its version, until the trainer has gone on', async () => {
    const samplingSession = await engine.samplingSession()
    expect(await engine.samplingSession()).toBe(samplingSession)
    const sampler = await createTinkerSampler({ url: server.url, samplingSession, tokenizer })
    expect([sampler.policyVersion, sampler.contextLength]).toEqual([1, 64])
    expect(await sampler.sample(requests)).toEqual(await engine.sample(requests))
    await engine.optimStep(STEP)
    await expect(sampler.sample(requests)).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringContaining('version 1'),
    })
    expect(await engine.samplingSession()).not.toBe(samplingSession)
  })

  it('draws from a checkpoint and from the base model', async () => {
    const drawn = await engine.sample(requests)
    await engine.save(join(scratch, 'saved'))
    const { path } = JSON.parse(readFileSync(join(scratch, 'saved', 'tinker.json'), 'utf8')) as { path: string }
    const stored = await createTinkerSampler({ url: server.url, modelPath: path, tokenizer, policyVersion: 2 })
    expect(await stored.sample(requests)).toEqual(drawn)
    const base = await createTinkerSampler({ url: server.url, tokenizer })
    expect(await base.sample(requests)).toEqual(await createToyEngine({ seed: 2 }).sample(requests))
  })

  it('takes the words of the server’s model', async () => {
    const load = (files: unknown): Tokenizer => createToyTokenizer((files as { words: string[] }).words)
    const sampler = await createTinkerSampler({ url: server.url, tokenizer: load })
    expect(sampler.tokenizer.decode(sampler.tokenizer.encode('north goal'))).toBe('north goal')
    const plain = createTinkerSampler({ url: server.url, tokenizer: load, extensions: false })
    await expect(plain).rejects.toMatchObject({ code: 'config', remedy: expect.stringContaining('tokenizer') })
  })
})
