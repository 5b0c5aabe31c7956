// Configurations of the published layouts, both generations of transformers, and the refusals.
import { GigpoError } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { type ModelConfig, parseModelConfig, toHfConfig } from './config.ts'
import { REFERENCE_MODELS, readFixture } from './reference-fixture.test-support.ts'

describe.each(REFERENCE_MODELS)('%s', (name) => {
  const config = parseModelConfig(readFixture(name, 'config.json'))

  test('both spellings of the configuration are the same model', () => {
    expect(parseModelConfig(readFixture(name, 'config.transformers5.json'))).toEqual(config)
  })

  test('is written and read back', () => {
    expect(parseModelConfig(JSON.parse(JSON.stringify(toHfConfig(config))))).toEqual(config)
  })
})

test('a critic is a token classifier of one label', () => {
  const config = { ...parseModelConfig(readFixture('qwen2-tiny', 'config.json')), valueHead: true as const }
  const written = JSON.parse(JSON.stringify(toHfConfig(config)))
  expect(written).toMatchObject({ architectures: ['Qwen2ForTokenClassification'], id2label: { 0: 'value' } })
  expect(parseModelConfig(written)).toEqual(config)
  expect(() => parseModelConfig({ ...written, id2label: { 0: 'a', 1: 'b' } })).toThrow(/one label/)
})

test('what makes the families differ is read', () => {
  const [qwen2, qwen3, llama, smollm2] = REFERENCE_MODELS.map((name) =>
    parseModelConfig(readFixture(name, 'config.json')),
  )
  expect(qwen2).toMatchObject({ attentionBias: true, queryKeyNorm: false, tiedEmbedding: true, headDim: 16 })
  expect(qwen3).toMatchObject({ attentionBias: false, queryKeyNorm: true, tiedEmbedding: false, headDim: 32 })
  expect(llama).toMatchObject({ ropeScaling: { factor: 32, originalLength: 512 }, normEpsilon: 1e-5 })
  expect(smollm2).toMatchObject({ ropeTheta: 100000, headDim: 16 })
  expect(smollm2).not.toHaveProperty('ropeScaling')
})

const valid = readFixture('qwen2-tiny', 'config.json') as Record<string, unknown>

test.each([
  ['model_type', 'gemma'],
  ['hidden_act', 'gelu'],
  ['use_sliding_window', true],
  ['rope_scaling', { rope_type: 'yarn', factor: 4 }],
  ['rope_scaling', 3],
  ['num_key_value_heads', 3],
  ['hidden_size', 63],
  ['hidden_size', '64'],
  ['num_hidden_layers', 2.5],
  ['vocab_size', undefined],
  ['rms_norm_eps', -1],
  ['rope_theta', Number.NaN],
  ['head_dim', 7],
  ['mlp_bias', true],
  ['rope_interleaved', true],
  ['quantization_config', { bits: 4 }],
  ['partial_rotary_factor', 0.5],
  ['layer_types', ['sliding_attention']],
  ['tie_word_embeddings', 'yes'],
])('%s = %j is refused by name', (key, value) => {
  const failure = (() => {
    try {
      return parseModelConfig({ ...valid, [key]: value })
    } catch (error) {
      return error
    }
  })()
  expect(GigpoError.isInstance(failure) && failure.code).toBe('config')
  // An odd split of hidden_size shows up as the head_dim that follows from it.
  expect((failure as GigpoError).message).toMatch(new RegExp(`${key.slice(0, 4)}|head_dim`))
})

test('something that is no object is refused', () => {
  for (const value of [null, 3, 'x', []]) expect(() => parseModelConfig(value)).toThrow(GigpoError)
})

test('mistral is the same graph where its window has no effect', () => {
  const { use_sliding_window: _, ...rest } = valid
  const mistral = (more: Record<string, unknown>): unknown =>
    parseModelConfig({ ...rest, model_type: 'mistral', ...more })
  const config = mistral({ sliding_window: null })
  expect(config).toMatchObject({ modelType: 'mistral', attentionBias: false, queryKeyNorm: false })
  expect(mistral({ sliding_window: 1024 })).toEqual(config)
  expect(parseModelConfig(JSON.parse(JSON.stringify(toHfConfig(config as ModelConfig))))).toEqual(config)
  expect(() => mistral({ sliding_window: 512 })).toThrow(/sliding_window is 512.*max_position_embeddings, 1024/)
  // transformers' default is 4096.
  const long = { max_position_embeddings: 32768, sliding_window: undefined }
  expect(() => mistral(long)).toThrow(/sliding_window is 4096/)
})

test('the rotary base of early configurations is 10,000', () => {
  expect(parseModelConfig({ ...valid, rope_theta: undefined })).toMatchObject({ ropeTheta: 10_000 })
})
