// An adapter as PEFT keeps it: adapter_config.json and adapter_model.safetensors, whose tensors are named after the layer with
// PEFT's prefix; and beside them the optimiser's state as in any checkpoint. The base is named, not held.
// Format: https://huggingface.co/docs/peft/developer_guides/checkpoint
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { GigpoError } from '@gigpo/core'
import type { ModelConfig } from '../model/config.ts'
import { type AdapterConfig, adapterSpecs, checkedAdapter } from '../model/lora.ts'
import type { CheckpointFormat } from './checkpoint-format.ts'
import { type FileBytes, jsonBytes, tensorsOf } from './folder-layout.ts'
import { missing, readJson, readText } from './model-folder.ts'
import { safetensorsPieces } from './safetensors.ts'
import { ENGINE_FILE, readTensors, readTrainingState, stateFiles } from './training-state.ts'
import { writeDirectory } from './write-directory.ts'

export const ADAPTER_CONFIG_FILE = 'adapter_config.json'
const ADAPTER_FILE = 'adapter_model.safetensors'
const PREFIX = 'base_model.model.'

/** What adapter_config.json says that matters here. */
export interface StoredAdapter {
  readonly adapter: AdapterConfig
  /** Folder or name of the base, as it was written; null where it was not. */
  readonly base: string | null
}

/** Values of other keys that would change the numbers. */
const ONLY: Readonly<Record<string, readonly unknown[]>> = {
  peft_type: ['LORA'],
  bias: ['none'],
  fan_in_fan_out: [false],
  use_dora: [false],
  use_rslora: [false],
  use_qalora: [false],
  use_bdlora: [null, false],
  lora_bias: [false],
  modules_to_save: [null],
  layers_to_transform: [null],
  layer_replication: [null],
  target_parameters: [null],
  trainable_token_indices: [null],
  alora_invocation_tokens: [null],
}

/** undefined where the folder holds no adapter. @throws GigpoError `checkpoint` or `config`. */
export async function readAdapterConfig(path: string): Promise<StoredAdapter | undefined> {
  if ((await readText(path, ADAPTER_CONFIG_FILE)) === undefined) return undefined
  const value = ((await readJson(path, ADAPTER_CONFIG_FILE)).value ?? {}) as Record<string, unknown>
  const refuse = (key: string, supported: string): GigpoError =>
    new GigpoError('config', `${key} is ${JSON.stringify(value[key]) ?? 'missing'}; supported: ${supported}`, {
      where: `${path}/${ADAPTER_CONFIG_FILE}`,
      remedy:
        'The embedded engine runs plain LoRA adapters of the linear layers; merge others with the tool that made them.',
    })
  for (const [key, allowed] of Object.entries(ONLY)) {
    if (value[key] !== undefined && !allowed.includes(value[key])) throw refuse(key, allowed.map(String).join(', '))
  }
  for (const key of ['rank_pattern', 'alpha_pattern']) {
    if (Object.keys((value[key] ?? {}) as object).length > 0) throw refuse(key, 'one rank and alpha for all layers')
  }
  const { r: rank, lora_alpha: alpha, target_modules: targetModules, base_model_name_or_path: base } = value
  if (typeof rank !== 'number') throw refuse('r', 'a number')
  if (typeof alpha !== 'number') throw refuse('lora_alpha', 'a number')
  if (!Array.isArray(targetModules)) throw refuse('target_modules', 'a list of names')
  const adapter = checkedAdapter({ rank, alpha, targetModules: targetModules.map(String) })
  return { adapter, base: typeof base === 'string' ? base : null }
}

/** The base the caller gives; or the one an adapter names, as it stands or beside the adapter's folder. @throws GigpoError `checkpoint`. */
export function baseFolder(adapter: string, named: string | null, given?: string): string {
  const candidates = named === null ? [] : [resolve(named), join(dirname(resolve(adapter)), named)]
  const found = given ?? candidates.find((path) => existsSync(join(path, 'config.json')))
  if (found !== undefined) return found
  throw new GigpoError('checkpoint', `the adapter's base ${JSON.stringify(named)} is no folder here`, {
    where: adapter,
    remedy: 'Give the folder of the base model.',
  })
}

/** In the shape PEFT reads. */
function peftConfig({ rank, alpha, targetModules }: AdapterConfig, base: string): Record<string, unknown> {
  return {
    base_model_name_or_path: base,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha: alpha,
    lora_dropout: 0,
    modules_to_save: null,
    peft_type: 'LORA',
    r: rank,
    target_modules: targetModules,
    task_type: 'CAUSAL_LM',
    use_dora: false,
    use_rslora: false,
  }
}

/** The matrices of an adapter folder by name, without PEFT's prefix. @throws GigpoError `checkpoint`. */
export function readAdapter(
  path: string,
  config: ModelConfig,
  adapter: AdapterConfig,
): Promise<Map<string, Float32Array>> {
  return readTensors(path, ADAPTER_FILE, adapterSpecs(config, adapter), PREFIX)
}

/** An adapter as a folder; `base` is what its configuration calls the base, `fingerprint` what its state was made on. */
export function adapterFormat(
  config: ModelConfig,
  adapter: AdapterConfig,
  { base, fingerprint }: { readonly base: string; readonly fingerprint: string },
): CheckpointFormat {
  const specs = adapterSpecs(config, adapter)
  const requireSame = async (path: string): Promise<void> => {
    const stored = await readAdapterConfig(path)
    if (stored === undefined) throw missing(path, ADAPTER_CONFIG_FILE)
    const { rank, alpha, targetModules } = stored.adapter
    if (rank === adapter.rank && alpha === adapter.alpha && targetModules.join() === adapter.targetModules.join())
      return
    throw new GigpoError('checkpoint', `the adapter has rank ${rank}, alpha ${alpha}, modules ${targetModules}`, {
      where: path,
      remedy: `Load one of rank ${adapter.rank}, alpha ${adapter.alpha}, modules ${adapter.targetModules}.`,
    })
  }
  return {
    specs,
    write: async (path, state) => {
      const matrices = tensorsOf(specs, state.weights, PREFIX)
      const files = new Map<string, FileBytes>([
        [ADAPTER_CONFIG_FILE, jsonBytes(peftConfig(adapter, base))],
        [ADAPTER_FILE, safetensorsPieces(matrices, { metadata: { format: 'pt' } })],
        ...stateFiles(specs, state, fingerprint),
      ])
      await writeDirectory(path, files, ENGINE_FILE)
    },
    readState: async (path) => {
      await requireSame(path)
      const read = () => readAdapter(path, config, adapter)
      return readTrainingState(path, specs, { read, base: fingerprint })
    },
    readWeights: async (path) => {
      await requireSame(path)
      return readAdapter(path, config, adapter)
    },
  }
}
