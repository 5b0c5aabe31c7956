// The client keeps core's whole contract of an engine, over HTTP, against our own server.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '@gigpo/core'
import { createToyEngine, createToyTokenizer, learnerChecks, samplerChecks } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createTinkerEngine, createTinkerServer, type TinkerServer } from './index.ts'

const checkpoints = mkdtempSync(join(tmpdir(), 'gigpo-tinker-'))
let server: TinkerServer

beforeAll(async () => {
  server = await createTinkerServer({ createEngine: () => createToyEngine({ seed: 2 }), baseModel: 'toy', checkpoints })
})
afterAll(async () => {
  await server.close()
  rmSync(checkpoints, { recursive: true, force: true })
})

const make = (): Promise<Engine> => createTinkerEngine({ url: server.url, tokenizer: createToyTokenizer() })

describe('client of our own server', () => {
  const skip = {
    'equal state writes equal bytes': 'the directory names a checkpoint that stays at the server, each save its own',
  }
  for (const check of [...samplerChecks(make), ...learnerChecks(make, { skip })]) it(check.name, check.run)
})
