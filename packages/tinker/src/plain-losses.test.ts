// Every loss that can be said in the protocol trains the weights that the local engine trains, wherever the rows are cut,
// at servers that sum and at servers that take means; what cannot be said is refused with the reason.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, type Datum, type Engine, type LossSpec, rootKey, stream } from '@gigpo/core'
import { createToyEngine, createToyTokenizer, ensureAllclose } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTinkerEngine, createTinkerServer, type TinkerServer } from './index.ts'
import { createSeqMeanEngine } from './seq-mean-engine.test-support.ts'

const tokenizer = createToyTokenizer()
const STEP: AdamStep = {
  learningRate: 0.05,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  gradientClip: 0.5,
}

function rows(count: number): Datum[] {
  const random = stream(rootKey(3), 'rows')
  const uniform = -Math.log(tokenizer.size)
  return Array.from({ length: count }, () => {
    const tokens = (length: number) => Array.from({ length }, () => random.integer(tokenizer.size))
    const completion = tokens(1 + random.integer(4))
    const each = (draw: () => number) => completion.map(draw)
    return {
      prompt: tokens(1 + random.integer(5)),
      completion,
      weights: each(() => (random.integer(4) === 0 ? 0 : random.uniform())),
      advantages: each(() => random.normal()),
      oldLogprobs: each(() => uniform + 0.5 * random.normal()),
      refLogprobs: each(() => uniform + 0.5 * random.normal()),
    }
  })
}

const ppo = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.28 } as const
const losses: Readonly<Record<string, LossSpec>> = {
  'cross-entropy': { kind: 'cross-entropy' },
  linear: { kind: 'linear' },
  ppo,
  'ppo with dual clip': { ...ppo, dualClip: 1.5 },
  'ppo with k1': { ...ppo, kl: { kind: 'k1', coefficient: 0.3 } },
  'ppo with abs': { ...ppo, kl: { kind: 'abs', coefficient: 0.3 } },
  'ppo with k2': { ...ppo, kl: { kind: 'k2', coefficient: 0.3 } },
  'ppo with k3 and dual clip': { ...ppo, dualClip: 1.5, kl: { kind: 'k3', coefficient: 0.3 } },
}

/** Two steps of two passes each: the reports, and the log-probabilities afterwards. */
async function train(engine: Engine, loss: LossSpec) {
  const data = rows(14)
  const reports: number[] = []
  for (const half of [data.slice(0, 7), data.slice(7)]) {
    reports.push((await engine.forwardBackward(half.slice(0, 2), loss)).loss)
    reports.push((await engine.forwardBackward(half.slice(2), loss)).loss)
    reports.push((await engine.optimStep(STEP)).gradientNorm)
  }
  return { reports, logprobs: (await engine.forward(data)).map((row) => row.logprobs) }
}

describe.each([
  ['sum', () => createToyEngine({ seed: 2, seamless: true })],
  ['seq-mean', () => createSeqMeanEngine(2)],
] as const)('a server with %s', (reduction, createEngine) => {
  const checkpoints = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
  let server: TinkerServer
  beforeAll(async () => {
    server = await createTinkerServer({ createEngine, baseModel: 'toy', checkpoints, extensions: false })
  })
  afterAll(async () => {
    await server.close()
    rmSync(checkpoints, { recursive: true, force: true })
  })
  const connect = () => createTinkerEngine({ url: server.url, tokenizer })

  it.each(Object.entries(losses))('%s', async (_, loss) => {
    const remote = await connect()
    const local = createToyEngine({ seed: 2, seamless: true })
    const [received, expected] = [await train(remote, loss), await train(local, loss)]
    ensureAllclose(received.reports, expected.reports, 'losses and gradient norms', { rtol: 1e-9 })
    ensureAllclose(received.logprobs, expected.logprobs, 'log-probabilities afterwards', { atol: 1e-9 })
    await remote.close()
  })

  it('is found out by asking', async () => {
    const engine = await connect()
    expect(engine.describe().reduction).toBe(reduction)
    await engine.close()
  })

  it('refuses what cannot be said, with the reason', async () => {
    const engine = await connect()
    const data = rows(2)
    const entropy = { ...ppo, entropyCoefficient: 0.01 }
    await expect(engine.forwardBackward(data, entropy)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('entropy'),
    })
    await expect(engine.forwardBackward(data, { ...ppo, temperature: 0.7 })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('temperature 1'),
    })
    await expect(engine.forward(data, { temperature: 0.7 })).rejects.toMatchObject({ code: 'config' })
    await engine.close()
  })
})
