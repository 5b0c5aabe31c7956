// What lies between client and server breaks: connections, answers lost, doubled or late, refusals that pass, a server that is
// started again, a session that is given up. Nothing is applied twice, and what cannot go on says so.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdamStep, type Datum, type Engine, fold, rootKey, type SampleRequest, stream } from '@gigpo/core'
import { createToyEngine, createToyTokenizer } from '@gigpo/core/testing'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Clock } from './clock.ts'
import {
  createTinkerEngine,
  createTinkerServer,
  systemClock,
  type TinkerServer,
  type TinkerServerOptions,
} from './index.ts'
import {
  createFastClock,
  createFaultyProxy,
  createManualClock,
  type Fault,
  type FaultyProxy,
} from './testing.test-support.ts'

const tokenizer = createToyTokenizer()
const scratch = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
const STEP: AdamStep = { learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, gradientClip: 1 }
// 45 s of a poll are 450 ms, the first retries come after 2 to 5 ms.
const fast = createFastClock(100)
/** Patience that a busy machine does not wear out. */
const fastly = { clock: fast, patienceMs: 100_000_000 }

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close()
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function serve(options: Partial<TinkerServerOptions> = {}): Promise<TinkerServer> {
  const server = await createTinkerServer({
    createEngine: () => createToyEngine({ seed: 2, seamless: true }),
    baseModel: 'toy',
    checkpoints: join(scratch, 'checkpoints'),
    ...options,
  })
  open.push(server)
  return server
}

async function between(server: TinkerServer, faultOf: (path: string, n: number) => Fault): Promise<FaultyProxy> {
  const proxy = await createFaultyProxy(server.url, faultOf)
  open.push(proxy)
  return proxy
}

function data(round: number): Datum[] {
  const random = stream(rootKey(round), 'data')
  return Array.from({ length: 6 }, () => {
    const tokens = (n: number) => Array.from({ length: n }, () => random.integer(tokenizer.size))
    const completion = tokens(3)
    const each = (value: number) => completion.map(() => value)
    return {
      prompt: tokens(4),
      completion,
      weights: each(0.25),
      advantages: each(random.normal()),
      oldLogprobs: each(-3),
    }
  })
}

/** Three rounds of sampling, two passes and a step, and a save in the middle: everything that came back. */
async function work(engine: Engine, name: string): Promise<unknown[]> {
  const seen: unknown[] = []
  for (let round = 0; round < 3; round++) {
    const requests: SampleRequest[] = Array.from({ length: 5 }, (_, i) => ({
      prompt: [1 + i, 2],
      maxTokens: 6,
      temperature: 1,
      stop: tokenizer.stop,
      key: fold(rootKey(round), i),
    }))
    seen.push(await engine.sample(requests))
    for (const half of [data(round).slice(0, 3), data(round).slice(3)]) {
      seen.push(await engine.forwardBackward(half, { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 }))
    }
    seen.push(await engine.optimStep(STEP))
    if (round === 1) await engine.save(join(scratch, name))
  }
  seen.push(await engine.forward(data(9)))
  return seen
}

const expected = work(createToyEngine({ seed: 2, seamless: true }), 'local')

/** All faults from a seeded stream; each request fares ill with the given chance. */
function chanceFaults(seed: number, chance: number): (path: string) => Fault {
  const random = stream(rootKey(seed), 'faults')
  const faults: readonly Fault[] = [
    'drop-request',
    'drop-answer',
    'duplicate',
    'late',
    { status: 408 },
    { status: 429, headers: { 'retry-after': '1' } },
    { status: 500, body: 'Internal Server Error' },
    { status: 503 },
  ]
  return () => (random.uniform() < chance ? random.pick(faults) : 'pass')
}

describe('between client and server', () => {
  it.each([1, 2, 3, 4])('faults of every kind at every third request change nothing (%i)', async (seed) => {
    const proxy = await between(await serve(), chanceFaults(seed, 0.35))
    const engine = await createTinkerEngine({ url: proxy.url, tokenizer, ...fastly })
    open.push(engine)
    expect(await work(engine, `faults-${seed}`)).toEqual(await expected)
    expect(proxy.seen.length).toBeGreaterThan(40)
  })

  it('the same without the extensions of our server', async () => {
    const server = await serve({ extensions: false })
    const options = { tokenizer, ...fastly, reduction: 'sum', contextLength: 64 } as const
    const engine = await createTinkerEngine({ ...options, url: server.url })
    const proxy = await between(server, chanceFaults(7, 0.3))
    const troubled = await createTinkerEngine({ ...options, url: proxy.url })
    open.push(engine, troubled)
    expect(await work(troubled, 'plain-troubled')).toEqual(await work(engine, 'plain'))
  })

  it('a pass whose answer is lost each time is applied once', async () => {
    let lost = 0
    const proxy = await between(await serve(), (path) =>
      (path === 'forward_backward' || path === 'optim_step') && lost++ % 3 !== 2 ? 'drop-answer' : 'pass',
    )
    const engine = await createTinkerEngine({ url: proxy.url, tokenizer, ...fastly })
    open.push(engine)
    expect(await work(engine, 'once')).toEqual(await expected)
    expect(proxy.seen.filter((path) => path === 'optim_step')).toHaveLength(9)
  })

  it('waits as long as a busy server asks', async () => {
    const slept: number[] = []
    const clock: Clock = {
      ...systemClock,
      sleep: (ms, signal) => {
        if (ms < 200_000) slept.push(ms)
        return signal === undefined ? Promise.resolve() : systemClock.sleep(ms, signal)
      },
    }
    let refusals = 0
    const proxy = await between(await serve(), (path) =>
      path === 'create_model' && refusals++ < 2 ? { status: 429, headers: { 'retry-after': '7' } } : 'pass',
    )
    open.push(await createTinkerEngine({ url: proxy.url, tokenizer, clock, uniform: () => 0 }))
    expect(slept.filter((ms) => ms === 7000)).toHaveLength(2)
  })

  it('a poll that is held too long is broken off and repeated', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = createToyEngine({ seed: 2 })
    const { sample } = slow
    slow.sample = async (requests) => {
      await held
      return sample.call(slow, requests)
    }
    const proxy = await between(await serve({ createEngine: () => slow, holdMs: 60_000 }), () => 'pass')
    const engine = await createTinkerEngine({ url: proxy.url, tokenizer, ...fastly, clock: createFastClock(500) })
    open.push(engine)
    const request = { prompt: [1], maxTokens: 2, temperature: 0, stop: [], key: rootKey(1) }
    const drawing = engine.sample([request])
    const polls = () => proxy.seen.filter((path) => path === 'retrieve_future').length
    const before = polls()
    // 45 s of the client's clock are 90 ms.
    while (polls() < before + 4) await systemClock.sleep(10)
    release()
    expect((await drawing)[0]!.tokens).toHaveLength(2)
  })
})

describe('what cannot go on', () => {
  it('a server that stays away: the client gives up after its patience', async () => {
    const server = await serve()
    const proxy = await between(server, () => 'pass')
    const engine = await createTinkerEngine({ url: proxy.url, tokenizer, clock: fast, patienceMs: 20_000 })
    proxy.target = 'http://127.0.0.1:9'
    await expect(engine.optimStep(STEP)).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringContaining('20 s'),
      remedy: expect.stringContaining('--resume'),
    })
  })

  it('a server that was started again in the middle of a step: the model is gone, its checkpoint is not', async () => {
    const first = await serve()
    const proxy = await between(first, () => 'pass')
    const engine = await createTinkerEngine({ url: proxy.url, tokenizer, ...fastly })
    await engine.forwardBackward(data(0), { kind: 'cross-entropy' })
    await engine.optimStep(STEP)
    await engine.save(join(scratch, 'kept'))
    const kept = await engine.forward(data(1))
    await engine.forwardBackward(data(1), { kind: 'cross-entropy' })
    await first.close()
    const stepping = engine.optimStep(STEP)
    proxy.target = (await serve()).url
    await expect(stepping).rejects.toMatchObject({ code: 'engine', remedy: expect.stringContaining('--resume') })
    const again = await createTinkerEngine({ url: proxy.url, tokenizer, ...fastly })
    open.push(again)
    await again.load(join(scratch, 'kept'))
    expect(again.policyVersion).toBe(1)
    expect(await again.forward(data(1))).toEqual(kept)
  })

  /** An engine whose heartbeats a test sends, and its server whose time a test lets pass. */
  async function timed(options: Partial<TinkerServerOptions>) {
    const [serverClock, clientClock] = [createManualClock(), createManualClock()]
    const proxy = await between(await serve({ clock: serverClock, ...options }), () => 'pass')
    const connect = () => createTinkerEngine({ url: proxy.url, tokenizer, clock: clientClock })
    const heartbeats = () => proxy.seen.filter((path) => path === 'session_heartbeat').length
    /** Ten seconds, with a heartbeat of each client or without. */
    const pass = async (beating: boolean): Promise<void> => {
      const before = heartbeats()
      if (beating) clientClock.advance(10_000)
      while (beating && heartbeats() === before) await systemClock.sleep(5)
      // The last one may still be on its way from the proxy to the server.
      if (beating) await systemClock.sleep(100)
      serverClock.advance(10_000)
    }
    return { connect, pass }
  }

  it('a session with heartbeats is kept, one without is given up', async () => {
    const { connect, pass } = await timed({ sessionTimeoutMs: 60_000 })
    const engine = await connect()
    for (let i = 0; i < 10; i++) await pass(true)
    expect((await engine.optimStep(STEP)).policyVersion).toBe(1)
    for (let i = 0; i < 7; i++) await pass(false)
    await expect(engine.optimStep(STEP)).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringContaining('unknown model_id'),
      remedy: expect.stringContaining('--resume'),
    })
  })

  it('a full server: the models of silent sessions make room, those of others do not', async () => {
    const { connect, pass } = await timed({ sessionTimeoutMs: 600_000, maxModels: 1 })
    await connect()
    for (let i = 0; i < 7; i++) await pass(true)
    await expect(connect()).rejects.toMatchObject({
      code: 'engine',
      message: 'the server holds 1 of 1 models',
      remedy: expect.stringContaining('--max-models'),
    })
    for (let i = 0; i < 7; i++) await pass(false)
    open.push(await connect())
  })

  it('a checkpoint that the server does not have, a wrong key, no server at all', async () => {
    const server = await serve({ apiKey: 'right' })
    await expect(createTinkerEngine({ url: server.url, tokenizer })).rejects.toMatchObject({
      code: 'usage',
      remedy: expect.stringContaining('TINKER_API_KEY'),
    })
    const nobody = { url: 'http://127.0.0.1:9', tokenizer, clock: fast, patienceMs: 1000 }
    await expect(createTinkerEngine(nobody)).rejects.toMatchObject({ code: 'engine' })
    for (const url of ['localhost:8000', 'ftp://host', 'http://user:key@host']) {
      await expect(createTinkerEngine({ ...nobody, url }), url).rejects.toMatchObject({ code: 'usage' })
    }
    const other = await serve()
    const engine = await createTinkerEngine({ url: other.url, tokenizer })
    open.push(engine)
    await engine.save(join(scratch, 'moved'))
    rmSync(join(scratch, 'checkpoints'), { recursive: true })
    await expect(engine.load(join(scratch, 'moved'))).rejects.toMatchObject({
      code: 'checkpoint',
      remedy: expect.stringContaining('--checkpoints'),
    })
    // The model is as it was.
    expect((await engine.optimStep(STEP)).policyVersion).toBe(1)
  })
})
