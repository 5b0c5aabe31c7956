import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { allocateState } from './shared-state.ts'
import { createWorkerPool } from './worker-pool.ts'

const setup = {
  config: {
    modelType: 'llama',
    vocabularySize: 8,
    hiddenSize: 8,
    layers: 1,
    heads: 2,
    keyValueHeads: 1,
    headDim: 4,
    intermediateSize: 8,
    normEpsilon: 1e-6,
    ropeTheta: 10_000,
    contextLength: 16,
    tiedEmbedding: true,
    attentionBias: false,
    queryKeyNorm: false,
  },
  state: allocateState(8 * 8 + 8 + 64 + 32 + 32 + 64 + 8 + 3 * 64 + 8, 2),
  workers: 2,
  threads: 1,
  maxRows: 4,
  batchInvariant: false,
} as const

const thread = (code: string) => (): Worker =>
  new Worker(`const { parentPort } = require('node:worker_threads'); ${code}`, { eval: true })

describe('worker pool', () => {
  it('starts, answers in worker order, and refuses calls once closed', async () => {
    const { pool, runtimeVersion } = await createWorkerPool(setup)
    expect(runtimeVersion).toMatch(/^1\.\d+\.\d+$/)
    expect(await pool.all('reduce', () => undefined)).toEqual([0, 0])
    const failing = pool.all('sample', () => [{ prompt: [1], maxTokens: 1, temperature: 0, stop: [], key: [0, 0] }])
    await expect(failing).resolves.toHaveLength(2)
    await pool.close()
    await expect(pool.all('reduce', () => undefined)).rejects.toMatchObject({ code: 'engine' })
    await pool.close()
  })

  it.each([
    ['exits', 'process.exit(3)', /died: exit code 3/],
    ['throws', 'throw new Error("out of luck")', /died: out of luck/],
    ['throws in a call', 'parentPort.on("message", () => { throw new Error("in a call") })', /died: in a call/],
  ])('rejects what is pending when a thread %s', async (_, code, message) => {
    await expect(createWorkerPool(setup, thread(code))).rejects.toThrow(message)
  })

  it('lifts errors of the other side', async () => {
    const error = { code: 'non-finite', message: 'the loss is NaN', remedy: 'Look.' }
    const code = `parentPort.on('message', ({ id }) => parentPort.postMessage({ id, error: ${JSON.stringify(error)} }))`
    await expect(createWorkerPool(setup, thread(code))).rejects.toMatchObject(error)
  })
})
