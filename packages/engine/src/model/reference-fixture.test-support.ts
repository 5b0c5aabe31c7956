// The tiny reference models of the test suite: configuration, weights and the numbers PyTorch computed from them. Only
// tests import this file. Also how ragged rows become the padded arrays that the graphs read.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Feeds } from '../session/session.ts'
import { type ModelConfig, parseModelConfig } from './config.ts'
import type { ModelWeights } from './weights.ts'

export const REFERENCE_MODELS = ['qwen2-tiny', 'qwen3-tiny', 'llama-tiny', 'smollm2-tiny'] as const

export interface Summary {
  readonly shape: readonly number[]
  readonly norm: number
  readonly sum: number
  readonly values?: readonly number[]
  readonly first?: readonly number[]
  readonly at?: readonly number[]
  readonly at_values?: readonly number[]
}

export interface ReferenceNumbers {
  readonly forward: readonly {
    readonly name: string
    readonly input_ids: readonly number[] | readonly (readonly number[])[]
    readonly attention_mask?: readonly (readonly number[])[]
    readonly logits?: readonly (readonly number[])[]
    readonly logits_at?: readonly { readonly position: number; readonly logits: readonly number[] }[]
    readonly last_position_logits?: readonly (readonly number[])[]
    readonly logprobs: readonly number[] | readonly (readonly number[])[]
    readonly entropies: readonly number[] | readonly (readonly number[])[]
    readonly 'logprobs_temperature_0.7'?: readonly number[]
  }[]
  readonly greedy: {
    readonly cases: readonly {
      readonly name: string
      readonly prompts: readonly (readonly number[])[]
      readonly tokens: readonly (readonly number[])[]
      readonly logprob: readonly (readonly number[])[]
    }[]
    readonly stop: {
      readonly prompt: readonly number[]
      readonly eos_token_id: number
      readonly tokens: readonly number[]
    }
  }
  readonly cross_entropy: {
    readonly input_ids: readonly (readonly number[])[]
    readonly attention_mask: readonly (readonly number[])[]
    readonly loss_mask: readonly (readonly number[])[]
    readonly loss: number
    readonly grad_norm: number
    readonly grads: Readonly<Record<string, Summary>>
    readonly embed_row: { readonly token_id: number; readonly grad: readonly number[] }
  }
  readonly adamw: {
    readonly lr: number
    readonly betas: readonly [number, number]
    readonly eps: number
    readonly weight_decay: number
    readonly max_grad_norm: number
    readonly short_last_logits_after_step_3: readonly number[]
    readonly steps: readonly {
      readonly loss_before: number
      readonly grad_norm_before_clip: number
      readonly parameters_after?: Readonly<Record<string, Summary>>
    }[]
  }
  readonly ppo: {
    readonly input_ids: readonly (readonly number[])[]
    readonly attention_mask: readonly (readonly number[])[]
    readonly response_mask: readonly (readonly number[])[]
    readonly old_logprobs: readonly (readonly number[])[]
    readonly ref_logprobs: readonly (readonly number[])[]
    readonly advantages: readonly (readonly number[])[]
    readonly logprobs: readonly (readonly number[])[]
    readonly entropies: readonly (readonly number[])[]
    readonly metrics: Readonly<Record<string, number>>
    readonly grad_norm: number
    readonly grads: Readonly<Record<string, Summary>>
  }
  readonly lora: {
    readonly input_ids: readonly number[]
    readonly logits: readonly (readonly number[])[]
    readonly max_abs_diff_merged: number
    readonly loss: number
    readonly grad_norm: number
    readonly grads: Readonly<Record<string, Summary>>
  }
}

export interface ReferenceModel {
  readonly config: ModelConfig
  /** What the graphs compute with, where that is not all weights as inputs. */
  readonly graphWeights?: ModelWeights
  /** Inputs by name. */
  readonly weights: Readonly<Record<string, Float32Array>>
  readonly numbers: ReferenceNumbers
}

const folder = new URL('../../fixtures/', import.meta.url)

export function fixturePath(model: string): string {
  return fileURLToPath(new URL(model, folder))
}

export function readFixture(model: string, file: string): unknown {
  return JSON.parse(readFileSync(new URL(`${model}/${file}`, folder), 'utf8'))
}

export function loadReference(model: string): ReferenceModel {
  const bytes = readFileSync(new URL(`${model}/model.safetensors`, folder))
  const headerLength = Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<
    string,
    { data_offsets?: [number, number] }
  >
  const weights: Record<string, Float32Array> = {}
  for (const [name, { data_offsets }] of Object.entries(header)) {
    if (data_offsets === undefined) continue
    const [from, to] = data_offsets.map((offset) => 8 + headerLength + offset) as [number, number]
    weights[name] = new Float32Array(Uint8Array.from(bytes.subarray(from, to)).buffer)
  }
  return {
    config: parseModelConfig(readFixture(model, 'config.json')),
    weights,
    numbers: readFixture(model, 'reference.json') as ReferenceNumbers,
  }
}

/** One row of a training batch: a prompt and the completion that carries the loss. */
export interface Row {
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  readonly weights?: readonly number[]
  readonly advantages?: readonly number[]
  readonly oldLogprobs?: readonly number[]
  readonly refLogprobs?: readonly number[]
}

/** Feeds of a training graph but the parameters: prompts padded at the left, completions at the right. */
export function padRows(rows: readonly Row[], promptLength: number, completionLength: number, padding = 0): Feeds {
  const time = promptLength + completionLength - 1
  const tokens = new Int32Array(rows.length * time).fill(padding)
  const positions = new Int32Array(rows.length * time)
  const start = new Int32Array(rows.length)
  const targets = new Int32Array(rows.length * completionLength)
  const columns = (pick: (row: Row) => readonly number[] | undefined): Float32Array => {
    const out = new Float32Array(rows.length * completionLength)
    for (const [i, row] of rows.entries()) out.set(pick(row) ?? [], i * completionLength)
    return out
  }
  for (const [i, { prompt, completion }] of rows.entries()) {
    const first = promptLength - prompt.length
    start[i] = first
    tokens.set([...prompt, ...completion.slice(0, -1)], i * time + first)
    targets.set(completion, i * completionLength)
    for (let t = 0; t < time; t++) positions[i * time + t] = Math.max(t - first, 0)
  }
  return {
    tokens,
    positions,
    start,
    targets,
    weights: columns((row) => row.weights ?? row.completion.map(() => 1)),
    advantages: columns((row) => row.advantages),
    oldLogprobs: columns((row) => row.oldLogprobs),
    refLogprobs: columns((row) => row.refLogprobs),
  }
}
