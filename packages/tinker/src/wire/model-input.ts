// Token sequences and the tensors beside them, as the protocol writes them.
import type { RandomKey } from '@gigpo/core'
import { z } from 'zod'

export interface Chunk {
  /** Absent: encoded_text. */
  readonly type?: string | undefined
  /** Of text; images and other chunks have none. */
  readonly tokens?: readonly number[] | undefined
}

export interface ModelInput {
  readonly chunks: readonly Chunk[]
}

export interface WireTensor {
  /** Flat, row-major. */
  readonly data: readonly number[]
  readonly dtype?: 'int64' | 'float32'
  readonly shape?: readonly number[]
}

export interface WireDatum {
  readonly model_input: ModelInput
  readonly loss_fn_inputs: Readonly<Record<string, WireTensor>>
  /** Leading tokens that are context only: the targets inside it carry no loss. */
  readonly gigpo_prompt_length?: number
}

export interface SamplingParams {
  readonly max_tokens?: number | null | undefined
  readonly seed?: number | null | undefined
  readonly stop?: string | readonly string[] | readonly number[] | null | undefined
  readonly temperature?: number | null | undefined
  readonly top_k?: number | null | undefined
  readonly top_p?: number | null | undefined
  readonly gigpo_repetition_penalty?: number
}

/** One of a round of requests that are drawn together. */
export interface RoundRequest {
  readonly prompt: ModelInput
  readonly sampling_params: SamplingParams
  readonly gigpo_key: RandomKey
}

export const modelInputSchema: z.ZodType<ModelInput> = z.object({
  chunks: z.array(z.object({ type: z.string().optional(), tokens: z.array(z.int()).optional() })),
})

export const datumSchema: z.ZodType<WireDatum> = z.object({
  model_input: modelInputSchema,
  loss_fn_inputs: z.record(z.string(), z.object({ data: z.array(z.number()) })),
  gigpo_prompt_length: z.int().min(1).exactOptional(),
})

export const samplingSchema: z.ZodType<SamplingParams> = z.object({
  max_tokens: z.int().min(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()), z.array(z.int())]).nullish(),
  temperature: z.number().min(0).nullish(),
  top_k: z.int().nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  gigpo_repetition_penalty: z.number().positive().exactOptional(),
})
