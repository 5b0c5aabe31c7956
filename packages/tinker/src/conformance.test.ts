// The client keeps core's contract of an engine over HTTP: the whole of it against our own server, and against a server that
// knows the protocol alone all that can be said in it, in JSON and in protobuf, where losses are sums and where they are means.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '@gigpo/core'
import { createToyEngine, createToyTokenizer, learnerChecks, replicaChecks, samplerChecks } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createTinkerEngine, createTinkerServer, type TinkerEngineOptions, type TinkerServer } from './index.ts'
import { createSeqMeanEngine } from './seq-mean-engine.test-support.ts'

const stays = {
  'equal state writes equal bytes': 'the directory names a checkpoint that stays at the server, each save its own',
}
const noTemperature = 'the protocol has no temperature for losses'
const noEntropy = 'the protocol has no entropy of the whole distribution'
const plain = {
  ...stays,
  'forward gives a log-probability and an entropy a token': 'entropies are estimated by −log π, which has no bound',
  'sampler and learner agree at any temperature': noTemperature,
}
const inexpressible = Object.fromEntries(
  ["the loss is the contract's", "the gradient is the loss's derivative"].flatMap((rule) => [
    [`cross-entropy at temperature .7: ${rule}`, noTemperature],
    [`ppo with k3 and entropy: ${rule}`, noEntropy],
    [`linear with entropy: ${rule}`, noEntropy],
  ]),
)

/** One request a completion makes 1,024 of them slow; one such server draws them all. */
const drawnElsewhere = { 'frequencies follow the reported probabilities': 'drawn as by the protocol in JSON' }

interface Case {
  readonly name: string
  readonly createEngine: () => Engine
  readonly extensions: boolean
  readonly client: Partial<TinkerEngineOptions>
  readonly skip: Readonly<Record<string, string>>
  readonly skipSampler?: Readonly<Record<string, string>>
  /** float32 on the wire. */
  readonly atol?: number
}

const cases: readonly Case[] = [
  {
    name: 'our own server',
    createEngine: () => createToyEngine({ seed: 2, seamless: true }),
    extensions: true,
    client: {},
    skip: stays,
  },
  {
    name: 'the protocol alone, in JSON',
    createEngine: () => createToyEngine({ seed: 2, seamless: true }),
    extensions: false,
    client: { reduction: 'sum' },
    skip: { ...plain, ...inexpressible },
  },
  {
    name: 'the protocol alone, in protobuf',
    createEngine: () => createToyEngine({ seed: 2, seamless: true }),
    extensions: false,
    client: { reduction: 'sum', wire: 'protobuf' },
    skip: { ...plain, ...inexpressible },
    skipSampler: drawnElsewhere,
    atol: 1e-5,
  },
  {
    name: 'a server of means',
    createEngine: () => createSeqMeanEngine(2),
    extensions: false,
    client: { reduction: 'seq-mean' },
    skip: { ...plain, ...inexpressible },
    skipSampler: drawnElsewhere,
  },
]

describe.each(cases)('$name', ({ createEngine, extensions, client, skip, skipSampler = {}, atol }) => {
  const checkpoints = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
  let server: TinkerServer
  beforeAll(async () => {
    server = await createTinkerServer({ createEngine, baseModel: 'toy', checkpoints, extensions })
  })
  afterAll(async () => {
    await server.close()
    rmSync(checkpoints, { recursive: true, force: true })
  })
  const make = (): Promise<Engine> =>
    createTinkerEngine({ url: server.url, tokenizer: createToyTokenizer(), replicas: true, ...client })
  const tolerance = atol === undefined ? {} : { atol }
  for (const check of samplerChecks(make, { ...tolerance, skip: skipSampler })) it(check.name, check.run)
  for (const check of learnerChecks(make, { ...tolerance, skip })) it(check.name, check.run)
  for (const check of replicaChecks(make)) it(check.name, check.run)
})
