// A model of Qwen2.5-0.5B's shape with random weights, written to a folder of its own: speed and memory only, no accuracy claim.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stream } from '@gigpo/core'
import { storedTensors } from '../../packages/engine/src/checkpoint/stored-tensors.ts'
import { sizeOf } from '../../packages/engine/src/graph/shape.ts'
import type { ModelConfig } from '../../packages/engine/src/model/config.ts'
import { parameterSpecs } from '../../packages/engine/src/model/parameters.ts'
import { BENCH_KEY } from './trainer.ts'

/** 494,032,768 parameters. */
export const HALF_BILLION: ModelConfig = {
  modelType: 'qwen2',
  vocabularySize: 151_936,
  hiddenSize: 896,
  layers: 24,
  heads: 14,
  keyValueHeads: 2,
  headDim: 64,
  intermediateSize: 4864,
  normEpsilon: 1e-6,
  ropeTheta: 1_000_000,
  contextLength: 32_768,
  tiedEmbedding: true,
  attentionBias: true,
  queryKeyNorm: false,
}

/** Writes model.safetensors (float32) into a new folder and returns the folder. */
export async function writeRandomModel(config: ModelConfig): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gigpo-bench-'))
  const random = stream(BENCH_KEY, 'bench')
  const normals = Float32Array.from({ length: 2 ** 20 }, () => 0.02 * random.normal())
  const tensors = parameterSpecs(config).map(({ name, shape, kind }) => ({
    name,
    shape,
    type: 'F32' as const,
    bytes: async () => {
      const values = new Float32Array(sizeOf(shape)).fill(kind === 'norm' ? 1 : 0)
      // The same million draws over and over, begun elsewhere for each tensor.
      if (kind === 'matrix') {
        const shift = random.integer(normals.length)
        for (let i = 0; i < values.length; i++) values[i] = normals[(i + shift) % normals.length]!
      }
      return new Uint8Array(values.buffer)
    },
  }))
  await storedTensors(join(folder, 'model.safetensors'), tensors)
  return folder
}
