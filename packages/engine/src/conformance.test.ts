// The embedded engine keeps the contract of core's Sampler and Learner, and the embedded critic that of Critic, with one
// worker and with two; so does an engine that trains an adapter.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootKey } from '@gigpo/core'
import { criticChecks, learnerChecks, replicaChecks, samplerChecks } from '@gigpo/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createEmbeddedCritic, createEmbeddedEngine, parseModelConfig, trainWordLevel } from './index.ts'

const tokenizer = trainWordLevel(['north south east west go stop left right up down wait'])
const model = parseModelConfig({
  model_type: 'llama',
  vocab_size: tokenizer.size,
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 64,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  max_position_embeddings: 64,
  tie_word_embeddings: true,
  hidden_act: 'silu',
})

describe.each([1, 2])('%i worker(s)', (workers) => {
  const key = rootKey(3)
  const engine = () => createEmbeddedEngine({ key, workers, tokenizer, model })
  const critic = () => createEmbeddedCritic({ key, workers, model })
  // Batches of another shape sum in another order.
  const options = { atol: 2e-5 }
  const checks = [
    ...samplerChecks(engine, options),
    ...learnerChecks(engine, options),
    ...replicaChecks(engine),
    ...criticChecks(critic, { ...options, vocabulary: tokenizer.size }),
  ]
  for (const check of checks) it(check.name, check.run)
})

describe('an adapter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gigpo-conformance-'))
  const path = join(folder, 'base')
  const key = rootKey(3)
  beforeAll(async () => {
    const base = await createEmbeddedEngine({ key, tokenizer, model })
    await base.save(path)
    await base.close()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const lora = { rank: 4, alpha: 32, targetModules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'up_proj', 'down_proj'] }
  const engine = () => createEmbeddedEngine({ key, model: { path }, lora })
  const options = { atol: 2e-5 }
  for (const check of learnerChecks(engine, options)) it(check.name, check.run)
})
