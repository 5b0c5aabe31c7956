// A model as Hugging Face folders hold it: config.json, weights in safetensors, tokenizer files. Reading only; every damage
// is an error that names the file.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import { sizeOf } from '../graph/shape.ts'
import { type ModelConfig, parseModelConfig } from '../model/config.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { loadTokenizer } from '../tokenizer/load-tokenizer.ts'
import { COMPANION_FILES, type StoredTokenizer } from '../tokenizer/tokenizer-files.ts'
import type { FolderLayout } from './folder-layout.ts'
import { matchTensors } from './match-tensors.ts'
import { openWeights, type StoredTensor } from './open-weights.ts'

/** The text of a file, undefined where there is none. @throws GigpoError `checkpoint`. */
export async function readText(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return undefined
    throw new GigpoError('checkpoint', `cannot be read: ${messageOf(cause)}`, { where: join(folder, name), cause })
  }
}

export function missing(folder: string, name: string): GigpoError {
  return new GigpoError('checkpoint', `${name} is missing`, {
    where: folder,
    remedy: name.startsWith('adapter')
      ? 'Give the folder of an adapter, with adapter_config.json and adapter_model.safetensors.'
      : 'Give a folder with config.json, weights in safetensors, tokenizer.json and tokenizer_config.json.',
  })
}

/** @throws GigpoError `checkpoint`. */
export async function readJson(
  folder: string,
  name: string,
): Promise<{ readonly text: string; readonly value: unknown }> {
  const text = await readText(folder, name)
  if (text === undefined) throw missing(folder, name)
  try {
    return { text, value: JSON.parse(text) }
  } catch (cause) {
    throw new GigpoError('checkpoint', `not JSON: ${messageOf(cause)}`, {
      where: join(folder, name),
      remedy: 'The file is damaged: copy or download it again.',
      cause,
    })
  }
}

/** @throws GigpoError `checkpoint` or `config`. */
export async function readConfig(folder: string): Promise<ModelConfig> {
  return parseModelConfig((await readJson(folder, 'config.json')).value, join(folder, 'config.json'))
}

/** @throws GigpoError `checkpoint` or `data`. */
export async function readTokenizer(folder: string): Promise<StoredTokenizer> {
  const [tokenizer, config] = [
    await readText(folder, 'tokenizer.json'),
    await readText(folder, 'tokenizer_config.json'),
  ]
  if (tokenizer === undefined) throw missing(folder, 'tokenizer.json')
  if (config === undefined) throw missing(folder, 'tokenizer_config.json')
  const others: Record<string, string> = {}
  for (const name of COMPANION_FILES) {
    const text = await readText(folder, name)
    if (text !== undefined) others[name] = text
  }
  const files = { tokenizer, config, ...(Object.keys(others).length === 0 ? {} : { others }) }
  const model = (await readJson(folder, 'config.json')).value as { readonly eos_token_id?: unknown } | null
  return loadTokenizer(files, { folder, endTokens: model?.eos_token_id })
}

/** How the folder is written. @throws GigpoError `checkpoint`. */
export async function readLayout(folder: string): Promise<FolderLayout> {
  const { text: config } = await readJson(folder, 'config.json')
  const { tensors, index, close } = await openWeights(folder)
  await close()
  const places = new Map(tensors.map(({ name, type, file }) => [name, { type, file }]))
  return { config, tensors: places, ...(index === undefined ? {} : { index }) }
}

/**
 * The weights of a folder for `config`, in one file or in shards. A critic may also take a policy's: its body, and a value
 * head of zeros. `memory` says where the values of a parameter go; by default into new arrays.
 * @throws GigpoError `checkpoint`.
 */
export async function readWeights(
  folder: string,
  config: ModelConfig,
  memory: (name: string) => Float32Array | undefined = () => undefined,
): Promise<Map<string, Float32Array>> {
  const { tensors, close } = await openWeights(folder)
  try {
    const out = new Map<string, Float32Array>()
    for (const [name, tensor] of matchTensors(parameterSpecs(config), await wanted(config, tensors, folder), folder))
      out.set(name, await tensor.read(memory(name)))
    return out
  } finally {
    await close()
  }
}

type Readable = Pick<StoredTensor, 'name' | 'shape' | 'read'>

async function wanted(
  config: ModelConfig,
  tensors: readonly StoredTensor[],
  folder: string,
): Promise<readonly Readable[]> {
  const withoutHead = tensors.filter(({ name }) => name !== 'lm_head.weight')
  if (config.valueHead && !tensors.some(({ name }) => name.startsWith('score.'))) {
    const head = parameterSpecs(config).filter(({ name }) => name.startsWith('score.'))
    const zeros = head.map(
      ({ name, shape }): Readable => ({
        name,
        shape,
        read: async (into = new Float32Array(sizeOf(shape))) => into.fill(0),
      }),
    )
    return [...withoutHead, ...zeros]
  }
  if (!config.tiedEmbedding || withoutHead.length === tensors.length) return tensors
  // Some tools store the head beside the embedding that it is.
  const named = (name: string): StoredTensor | undefined => tensors.find((tensor) => tensor.name === name)
  const [embedding, head] = [await named('model.embed_tokens.weight')?.read(), await named('lm_head.weight')?.read()]
  if (head?.every((x, i) => x === embedding?.[i])) return withoutHead
  throw new GigpoError('checkpoint', 'lm_head.weight is not the embedding, but tie_word_embeddings is true', {
    where: folder,
    remedy: 'Set tie_word_embeddings to false in config.json if the model has a head of its own.',
  })
}
