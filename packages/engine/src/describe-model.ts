// What a model folder holds, from its headers and texts alone: for people who choose a model, and for checks before a run.
import { matchTensors } from './checkpoint/match-tensors.ts'
import { readConfig, readTokenizer } from './checkpoint/model-folder.ts'
import { openWeights } from './checkpoint/open-weights.ts'
import type { ModelType } from './model/architectures.ts'
import { parameterCount, parameterSpecs } from './model/parameters.ts'

export interface ModelDescription {
  readonly architecture: ModelType
  readonly parameters: number
  readonly layers: number
  readonly hiddenSize: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly tiedEmbedding: boolean
  /** Longest prompt and completion together, tokens. */
  readonly contextLength: number
  /** Rows of the embedding; the tokenizer may have fewer tokens. */
  readonly vocabularySize: number
  readonly tokens: number
  /** Token ids a completion ends with. */
  readonly stop: readonly number[]
  readonly chatTemplate: boolean
  /** How the weights are stored: F32, BF16, F16. */
  readonly types: readonly string[]
  /** Weight files, and their bytes of tensors. */
  readonly files: number
  readonly bytes: number
}

/** @throws GigpoError `checkpoint`, `config` or `data` for a folder the engine would not open. */
export async function describeModel(folder: string): Promise<ModelDescription> {
  const config = await readConfig(folder)
  const tokenizer = await readTokenizer(folder)
  const { tensors, close } = await openWeights(folder)
  await close()
  const isHead = (name: string): boolean => config.tiedEmbedding && name === 'lm_head.weight'
  matchTensors(
    parameterSpecs(config),
    tensors.filter(({ name }) => !isHead(name)),
    folder,
  )
  return {
    architecture: config.modelType,
    parameters: parameterCount(config),
    layers: config.layers,
    hiddenSize: config.hiddenSize,
    heads: config.heads,
    keyValueHeads: config.keyValueHeads,
    tiedEmbedding: config.tiedEmbedding,
    contextLength: config.contextLength,
    vocabularySize: config.vocabularySize,
    tokens: tokenizer.size,
    stop: tokenizer.stop,
    chatTemplate: tokenizer.encodeMessages !== undefined,
    types: [...new Set(tensors.map(({ type }) => type))].sort(),
    files: new Set(tensors.map(({ file }) => file)).size,
    bytes: tensors.reduce((sum, tensor) => sum + tensor.bytes, 0),
  }
}
