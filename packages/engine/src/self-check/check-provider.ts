// No provider is trusted: one has returned wrong gradients with a right loss and no error. Before an engine computes
// anything, a fixed tiny model runs through the real runtime, and its loss, log-probabilities and gradients are compared
// with the float64 interpreter of the same graph. A difference stops the engine and names the tensor.
import { GigpoError, type LossSpec, rootKey, stream } from '@gigpo/core'
import { interpret } from '../graph/interpret.ts'
import type { Graph } from '../graph/tensor.ts'
import type { RowBucket } from '../model/completion-states.ts'
import type { ModelConfig } from '../model/config.ts'
import { initialParameters } from '../model/parameters.ts'
import { buildTrainingGraph } from '../model/training-graph.ts'
import { buildValueGraph } from '../model/value-graph.ts'
import { type CompileOptions, compile, type Feeds } from '../session/session.ts'

/** Largest difference relative to the tensor's largest value. */
const TOLERANCE = 1e-4

const CONFIG: ModelConfig = {
  modelType: 'qwen2',
  vocabularySize: 11,
  hiddenSize: 8,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 4,
  intermediateSize: 12,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  contextLength: 16,
  tiedEmbedding: true,
  attentionBias: true,
  queryKeyNorm: false,
}

const LOSS: LossSpec = {
  kind: 'ppo',
  clipLow: 0.2,
  clipHigh: 0.2,
  kl: { kind: 'k3', coefficient: 0.1 },
  entropyCoefficient: 0.01,
  temperature: 0.8,
}

/** Compares a runtime with the reference. @throws GigpoError `engine` naming the tensor that differs most. */
export async function checkProvider(options: CompileOptions, kind: 'policy' | 'value' = 'policy'): Promise<void> {
  const bucket = { batch: 2, promptLength: 4, completionLength: 3 }
  const config = kind === 'policy' ? CONFIG : { ...CONFIG, valueHead: true as const }
  const graph =
    kind === 'policy'
      ? buildTrainingGraph(config, { ...bucket, loss: LOSS, gradients: true })
      : buildValueGraph(config, { ...bucket, loss: { clip: 0.5 } })
  const feeds = fixedFeeds(config, graph, bucket)
  const session = await compile(graph, options)
  try {
    compareOutputs(await session.run(feeds), interpret(graph, feeds), options.provider ?? 'cpu')
  } finally {
    await session.release()
  }
}

/** Large weights, so that every operator matters; one padded row; ratios and values on both sides of the clip range. */
function fixedFeeds(config: ModelConfig, graph: Graph, bucket: RowBucket): Feeds {
  const { batch, promptLength, completionLength } = bucket
  const random = stream(rootKey(0), 'self-check')
  const time = promptLength + completionLength - 1
  const start = Int32Array.from({ length: batch }, (_, b) => b)
  const positions = Int32Array.from({ length: batch * time }, (_, i) =>
    Math.max(0, (i % time) - start[Math.floor(i / time)]!),
  )
  const integers = (length: number): Int32Array =>
    Int32Array.from({ length }, () => random.integer(config.vocabularySize))
  const normals = (length: number, mean: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => mean + scale * random.normal())
  const outputs = batch * completionLength
  const parameters = [...initialParameters(config, rootKey(0))].map(([name, values]): [string, Float32Array] => [
    name,
    values.map((x) => x + 0.3 * random.normal()),
  ])
  const feeds = {
    ...Object.fromEntries(parameters),
    tokens: integers(batch * time),
    positions,
    start,
    targets: integers(outputs),
    weights: normals(outputs, 0.5, 0.1),
    advantages: normals(outputs, 0, 1),
    oldLogprobs: normals(outputs, -2.4, 0.3),
    refLogprobs: normals(outputs, -2.4, 0.3),
    returns: normals(outputs, 0, 1),
    oldValues: normals(outputs, 0, 1),
  }
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => graph.inputs.has(name)))
}

/** @throws GigpoError `engine` when an output differs from the reference by more than the tolerance. */
export function compareOutputs(
  received: Readonly<Record<string, Float32Array>>,
  expected: ReadonlyMap<string, Float64Array>,
  provider: string,
): void {
  let worst = { name: '', error: 0 }
  for (const [name, reference] of expected) {
    const values = received[name]
    const scale = reference.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1e-6)
    for (let i = 0; i < reference.length; i++) {
      const error = Math.abs((values?.[i] ?? Number.NaN) - reference[i]!) / scale
      // Written so that NaN counts as the worst.
      if (!(error <= worst.error)) worst = { name, error }
      if (Number.isNaN(error)) break
    }
    if (Number.isNaN(worst.error)) break
  }
  if (!(worst.error <= TOLERANCE))
    throw new GigpoError(
      'engine',
      `provider "${provider}" computes ${worst.name} wrongly: relative error ${worst.error}`,
      {
        remedy: 'Use the provider "cpu" and onnxruntime-node 1.30.0; please report the processor and this message.',
      },
    )
}
