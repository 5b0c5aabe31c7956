// The embedded engine keeps the contract of core's Sampler and Learner, with one worker and with two.
import { rootKey } from '@gigpo/core'
import { learnerChecks, samplerChecks } from '@gigpo/core/testing'
import { describe, it } from 'vitest'
import { createEmbeddedEngine, parseModelConfig, trainWordLevel } from './index.ts'

const tokenizer = trainWordLevel(['north south east west go stop left right up down wait'])

describe.each([1, 2])('embedded engine, %i worker(s)', (workers) => {
  const make = () =>
    createEmbeddedEngine({
      key: rootKey(3),
      workers,
      tokenizer,
      model: parseModelConfig({
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
      }),
    })
  // Batches of another shape sum in another order.
  const options = { atol: 2e-5 }
  for (const check of [...samplerChecks(make, options), ...learnerChecks(make, options)]) it(check.name, check.run)
})
