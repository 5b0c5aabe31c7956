// The models that are measured and one whole training step of them.
import { type RandomKey, rootKey } from '@gigpo/core'
import type { ModelConfig } from '../../packages/engine/src/model/config.ts'
import { initialParameters, parameterSpecs } from '../../packages/engine/src/model/parameters.ts'
import { buildTrainingGraph } from '../../packages/engine/src/model/training-graph.ts'
import { adamwStep } from '../../packages/engine/src/optimizer/adamw.ts'
import { compile } from '../../packages/engine/src/session/session.ts'

/** 3,412,224 parameters. */
export const REFERENCE: ModelConfig = {
  modelType: 'qwen2',
  vocabularySize: 4096,
  hiddenSize: 256,
  layers: 4,
  heads: 4,
  keyValueHeads: 2,
  headDim: 64,
  intermediateSize: 512,
  normEpsilon: 1e-6,
  ropeTheta: 10000,
  contextLength: 1024,
  tiedEmbedding: true,
  attentionBias: true,
  queryKeyNorm: false,
}

/** The size recipes start from. */
export const SMALL: ModelConfig = {
  ...REFERENCE,
  modelType: 'llama',
  vocabularySize: 226,
  hiddenSize: 128,
  layers: 2,
  headDim: 32,
  intermediateSize: 256,
  attentionBias: false,
}

export const BENCH_KEY: RandomKey = rootKey(0)

export interface TrainerOptions {
  readonly batch: number
  readonly promptLength: number
  readonly completionLength: number
  readonly threads: number
}

/** Full rows of arbitrary tokens: no padding, so tokens are batch · (prompt + completion − 1). */
export async function createTrainer(config: ModelConfig, options: TrainerOptions) {
  const { batch, promptLength, completionLength, threads } = options
  const time = promptLength + completionLength - 1
  const loss = { kind: 'cross-entropy' } as const
  const bucket = { batch, promptLength, completionLength, loss, gradients: true }
  const session = await compile(buildTrainingGraph(config, bucket), { threads })
  const weights = initialParameters(config, BENCH_KEY)
  const slices = parameterSpecs(config).map(({ name, kind }) => {
    const parameter = weights.get(name)!
    const [firstMoment, secondMoment] = [new Float32Array(parameter.length), new Float32Array(parameter.length)]
    return { name, parameter, firstMoment, secondMoment, decay: kind === 'matrix' }
  })
  const ids = Int32Array.from({ length: batch * (time + 1) }, (_, i) => (i * 7919) % config.vocabularySize)
  const row = (from: number, count: number): Int32Array =>
    Int32Array.from({ length: batch * count }, (_, i) => ids[Math.floor(i / count) * (time + 1) + from + (i % count)]!)
  const feeds = {
    ...Object.fromEntries(weights),
    tokens: row(0, time),
    positions: Int32Array.from({ length: batch * time }, (_, i) => i % time),
    start: new Int32Array(batch),
    targets: row(promptLength, completionLength),
    weights: new Float32Array(batch * completionLength).fill(1 / (batch * completionLength)),
  }
  const step = { learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, gradientClip: 1 }
  let count = 0
  return {
    /** @returns the loss before the update. */
    async step(): Promise<number> {
      const outputs = await session.run(feeds)
      count++
      const updates = slices.map((slice) => ({ ...slice, gradient: outputs[`grad.${slice.name}`]! }))
      adamwStep(updates, step, count)
      return outputs.loss![0]!
    },
    release: () => session.release(),
  }
}
