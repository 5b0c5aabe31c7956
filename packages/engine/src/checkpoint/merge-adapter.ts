// Merges an adapter into its base: a folder like the base's with W + (α/r)·B A in place of each adapted W, as PEFT's
// merge_and_unload. One weight is in memory at a time.
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import { mergeInto } from '../model/lora.ts'
import { ADAPTER_CONFIG_FILE, baseFolder, readAdapter, readAdapterConfig } from './adapter.ts'
import { asFloat32 } from './folder-layout.ts'
import { frozenValues, openFrozenBase } from './frozen-base.ts'
import { missing, readConfig, readJson, readWeights } from './model-folder.ts'
import { WEIGHTS_FILE } from './open-weights.ts'
import { storedTensors } from './stored-tensors.ts'

/** What is copied from the base: everything that does not speak of its weights. */
const COPIED =
  /^(generation_config|tokenizer|tokenizer_config|special_tokens_map|vocab|added_tokens)\.json$|^(merges|LICENSE.*|chat_template.*)$/

export interface MergeOptions {
  /** Folder in PEFT's layout. */
  readonly adapter: string
  /** Folder of the base; default the one the adapter names. */
  readonly base?: string
  /** New folder; its weights are float32. */
  readonly to: string
  /** Where a base of two-byte weights is widened. */
  readonly cacheDirectory: string
}

/**
 * The weights of a policy's folder for `config`: a whole model's, or an adapter's merged into the base it names.
 * @throws GigpoError `checkpoint` or `config`.
 */
export async function readPolicyWeights(folder: string, config: ModelConfig): Promise<Map<string, Float32Array>> {
  const stored = await readAdapterConfig(folder)
  if (stored === undefined) return readWeights(folder, config)
  const weights = await readWeights(baseFolder(folder, stored.base), config)
  const matrices = await readAdapter(folder, config, stored.adapter)
  for (const [name, weight] of weights) mergeInto(weight, name, stored.adapter, matrices)
  return weights
}

/** @throws GigpoError `checkpoint`, `config` or `storage`. */
export async function mergeAdapter({ adapter: from, base: given, to, cacheDirectory }: MergeOptions): Promise<void> {
  const stored = await readAdapterConfig(from)
  if (stored === undefined) throw missing(from, ADAPTER_CONFIG_FILE)
  const path = baseFolder(from, stored.base, given)
  const config = await readConfig(path)
  const matrices = await readAdapter(from, config, stored.adapter)
  const base = await openFrozenBase(path, config, cacheDirectory)
  await mkdir(to, { recursive: true })
  if ((await readdir(to)).length > 0)
    throw new GigpoError('storage', 'the folder is not empty', { where: to, remedy: 'Name a new one.' })
  for (const name of await readdir(path)) if (COPIED.test(name)) await copyFile(join(path, name), join(to, name))
  await writeFile(join(to, 'config.json'), asFloat32((await readJson(path, 'config.json')).text))
  const merged = base.tensors.map((tensor) => ({
    name: tensor.name,
    shape: tensor.shape,
    type: 'F32' as const,
    bytes: async () => {
      const values = await frozenValues(tensor)
      mergeInto(values, tensor.name, stored.adapter, matrices)
      return new Uint8Array(values.buffer)
    },
  }))
  // Last: without it the folder is no model.
  await storedTensors(join(to, WEIGHTS_FILE), merged)
}
