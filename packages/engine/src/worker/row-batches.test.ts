// Micro-batches: every row once, neighbours in length together, and no more rows than a model of its size can take.
import { rootKey, stream } from '@gigpo/core'
import { expect, it } from 'vitest'
import { needsRecomputation, rowsTogether } from '../model/activation-size.ts'
import type { ModelConfig } from '../model/config.ts'
import { rowBatches } from './row-batches.ts'

const small: ModelConfig = {
  modelType: 'llama',
  vocabularySize: 226,
  hiddenSize: 128,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 32,
  intermediateSize: 256,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  contextLength: 4096,
  tiedEmbedding: true,
  attentionBias: false,
  queryKeyNorm: false,
}
/** Of Qwen2.5-0.5B's shape. */
const large: ModelConfig = {
  ...small,
  vocabularySize: 151_936,
  hiddenSize: 896,
  layers: 24,
  heads: 14,
  headDim: 64,
  intermediateSize: 4864,
}

const random = stream(rootKey(1), 'row-batches')
const row = (prompt: number, completion: number) => ({
  prompt: new Array<number>(prompt).fill(1),
  completion: new Array<number>(completion).fill(2),
})

it.each([
  ['small', small],
  ['large', large],
])('puts every row into one batch that holds it: %s model', (_, config) => {
  const data = Array.from({ length: 70 }, () => row(1 + random.integer(600), 1 + random.integer(60)))
  const batches = rowBatches(config, data)
  expect(batches.flatMap(({ places }) => places).sort((a, b) => a - b)).toEqual([...data.keys()])
  for (const { places, rows, bucket } of batches) {
    expect(rows).toEqual(places.map((i) => data[i]))
    expect(bucket.batch).toBeGreaterThanOrEqual(rows.length)
    expect(bucket.batch).toBeLessThanOrEqual(
      Math.max(1, rowsTogether(config, bucket.promptLength + bucket.completionLength)),
    )
    for (const { prompt, completion } of rows) {
      expect(bucket.promptLength).toBeGreaterThanOrEqual(prompt.length)
      expect(bucket.completionLength).toBeGreaterThanOrEqual(completion.length)
    }
  }
})

it('takes sixteen rows of a small model, one long row of a large one', () => {
  const sizes = (config: ModelConfig, rows: ReturnType<typeof row>[]) =>
    rowBatches(config, rows).map(({ rows: own, bucket }) => [own.length, bucket.batch])
  const rows = Array.from({ length: 33 }, () => row(80, 8))
  expect(sizes(small, rows)).toEqual([
    [16, 16],
    [16, 16],
    [1, 4],
  ])
  expect(
    sizes(
      large,
      Array.from({ length: 3 }, () => row(450, 62)),
    ),
  ).toEqual([
    [2, 2],
    [1, 2],
  ])
  expect(sizes(large, [row(2000, 62)])).toEqual([[1, 1]])
})

it('recomputes for large models alone', () => {
  expect(needsRecomputation(small, { batch: 16, completionLength: 8, time: 95 })).toBe(false)
  expect(needsRecomputation(large, { batch: 1, completionLength: 64, time: 511 })).toBe(true)
})
