// The training graph with layers computed again against the plain one: the same loss, log-probabilities, entropies and
// gradients, for all weights and for an adapter, with several blocks of rows; and against finite differences. What it saves
// is measured by bench engine large.
import { rootKey, stream } from '@gigpo/core'
import { describe, expect, test } from 'vitest'
import { interpret } from '../graph/interpret.ts'
import { input } from '../graph/operators/leaf.ts'
import { sizeOf } from '../graph/shape.ts'
import type { DType, Graph, Shape } from '../graph/tensor.ts'
import { compile, type Feeds } from '../session/session.ts'
import type { ModelConfig } from './config.ts'
import { checkedAdapter } from './lora.ts'
import { parameterSpecs } from './parameters.ts'
import { rowsInBlock } from './token-distribution.ts'
import { buildTrainingGraph } from './training-graph.ts'
import { adaptedWeights, learnedWeights, type ModelWeights } from './weights.ts'

const config: ModelConfig = {
  modelType: 'qwen2',
  vocabularySize: 40_000,
  hiddenSize: 8,
  layers: 3,
  heads: 4,
  keyValueHeads: 2,
  headDim: 4,
  intermediateSize: 12,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  contextLength: 64,
  tiedEmbedding: true,
  attentionBias: true,
  queryKeyNorm: true,
}
const bucket = { batch: 5, promptLength: 4, completionLength: 14, gradients: true } as const
const losses = {
  'cross-entropy': { kind: 'cross-entropy', temperature: 0.8 },
  ppo: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, kl: { kind: 'k3', coefficient: 0.1 }, entropyCoefficient: 0.01 },
} as const

const adapter = checkedAdapter({ rank: 2, alpha: 6, targetModules: ['q_proj', 'v_proj', 'o_proj', 'up_proj'] })
/** The base as inputs: what is frozen is fed here, too. */
function adapted(of: ModelConfig): ModelWeights {
  return adaptedWeights(of, adapter, new Map(parameterSpecs(of).map(({ name, shape }) => [name, input(name, shape)])))
}

function feedsOf(
  of: ModelConfig,
  graph: Graph,
  { batch, promptLength }: { batch: number; promptLength: number },
): Feeds {
  const random = stream(rootKey(4), 'training')
  const wanted = new Map<string, { readonly shape: Shape; readonly dtype: DType }>(graph.inputs)
  for (const { name, shape } of parameterSpecs(of)) wanted.set(name, { shape, dtype: 'f32' })
  const feeds = [...wanted].map(([name, { shape, dtype }]) => {
    const size = sizeOf(shape)
    if (name === 'positions') return [name, Int32Array.from({ length: size }, (_, i) => i % (size / batch))] as const
    if (name === 'start') return [name, Int32Array.from({ length: size }, (_, i) => i % promptLength)] as const
    if (dtype === 'i32')
      return [name, Int32Array.from({ length: size }, () => random.integer(of.vocabularySize))] as const
    return [
      name,
      Float32Array.from({ length: size }, () => (name === 'weights' ? 0.02 : 0.3 * random.normal())),
    ] as const
  })
  return Object.fromEntries(feeds)
}

/** Largest difference over the largest magnitude. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, size] = [0, 1e-6]
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!))
    size = Math.max(size, Math.abs(expected[i]!))
  }
  return difference / size
}

/** Inputs of the base are no inputs of the graph proper. */
function withBase(graph: Graph, weights: ModelWeights): Graph {
  const base = [...weights.parameters].filter(([name]) => !name.includes('lora_'))
  return { ...graph, inputs: new Map([...base, ...graph.inputs]) }
}

describe.each(Object.entries(losses))('%s', (_, loss) => {
  test.each([
    ['all weights', learnedWeights],
    ['an adapter', adapted],
  ] as const)('is the plain graph: %s', async (_, weightsOf) => {
    expect(rowsInBlock(config)).toBeLessThan(bucket.batch * bucket.completionLength)
    const weights = weightsOf(config)
    const plain = withBase(buildTrainingGraph(config, { ...bucket, loss }, weights), weights)
    const recomputed = withBase(buildTrainingGraph(config, { ...bucket, loss, recompute: true }, weights), weights)
    const feeds = feedsOf(config, plain, bucket)
    const [a, b] = [await compile(plain), await compile(recomputed)]
    const [expected, actual] = [await a.run(feeds), await b.run(feeds)]
    await a.release()
    await b.release()
    expect(Object.keys(actual)).toEqual(Object.keys(expected))
    for (const [name, values] of Object.entries(expected))
      expect(relativeError(actual[name]!, values), name).toBeLessThan(2e-5)
  })

  test.each([false, true])('its gradients are central differences of its loss, recomputed: %s', (recompute) => {
    const small = { ...config, vocabularySize: 11, layers: 2 }
    const tiny = { batch: 2, promptLength: 3, completionLength: 3, gradients: true, loss }
    const weights = adapted(small)
    const graph = buildTrainingGraph(small, { ...tiny, recompute }, weights)
    const feeds = feedsOf(small, graph, tiny)
    const values = interpret(graph, feeds)
    const lossOnly = { inputs: graph.inputs, outputs: new Map([['loss', graph.outputs.get('loss')!]]) }
    const step = 1e-4
    for (const name of weights.learned.keys()) {
      const base = Float64Array.from(feeds[name]!)
      for (const j of [0, base.length >> 1, base.length - 1]) {
        const at = (offset: number): number =>
          interpret(lossOnly, { ...feeds, [name]: base.with(j, base[j]! + offset) }).get('loss')![0]!
        const difference = (at(step) - at(-step)) / (2 * step)
        const size = Math.max(...values.get(`grad.${name}`)!.map(Math.abs), 1e-6)
        expect(Math.abs(values.get(`grad.${name}`)![j]! - difference) / size, `${name} ${j}`).toBeLessThan(1e-5)
      }
    }
  })
})

test('without gradients it is the forward pass', async () => {
  const loss = losses['cross-entropy']
  const graph = buildTrainingGraph(config, { ...bucket, loss, gradients: false, recompute: true })
  expect([...graph.outputs.keys()]).toEqual(['loss', 'logprobs', 'entropies'])
})
