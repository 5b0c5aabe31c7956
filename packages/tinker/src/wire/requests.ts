// The bodies a server accepts. Unknown fields are let through and forgotten, because newer clients send more than is written
// here; a field that is missing or of a wrong type answers 422.
import type { LossSpec } from '@gigpo/core'
import { z } from 'zod'
import { type AdapterSpec, adapterSchema, type LoraConfig, loraConfigSchema } from './adapter.ts'
import { keySchema, lossSchema } from './extensions.ts'
import {
  datumSchema,
  type ModelInput,
  modelInputSchema,
  type RoundRequest,
  type SamplingParams,
  samplingSchema,
  type WireDatum,
} from './model-input.ts'

type Maybe<T> = T | null | undefined

/** One of a model's requests, in the order of the numbers. */
interface Numbered {
  readonly model_id: string
  readonly seq_id?: Maybe<number>
}

const id = z.string().min(1).max(512)
const count = z.int().min(0)
const numbered = { model_id: id, seq_id: count.nullish() }

export const nothingSchema: z.ZodType<Record<string, unknown>> = z.looseObject({})
export const sessionSchema: z.ZodType<{ readonly session_id: string }> = z.object({ session_id: id })
export const modelSchema: z.ZodType<{ readonly model_id: string }> = z.object({ model_id: id })
export const retrieveSchema: z.ZodType<{ readonly request_id: string }> = z.object({ request_id: id })
export const weightsInfoSchema: z.ZodType<{ readonly tinker_path: string }> = z.object({ tinker_path: id })

export interface CreateModel {
  readonly session_id: string
  readonly base_model: string
  readonly lora_config: LoraConfig
  readonly model_seq_id?: Maybe<number>
  /** In place of `lora_config`. */
  readonly gigpo_lora?: AdapterSpec
}

export const createModelSchema: z.ZodType<CreateModel> = z.object({
  session_id: id,
  base_model: id,
  lora_config: loraConfigSchema,
  model_seq_id: count.nullish(),
  gigpo_lora: adapterSchema.exactOptional(),
})

/** What is sampled from, where it is no sampling session: exactly one. */
export interface ModelSource {
  readonly base_model?: Maybe<string>
  readonly model_path?: Maybe<string>
}

const source = { base_model: id.nullish(), model_path: id.nullish() }

export interface Asample extends ModelSource {
  readonly sampling_session_id?: Maybe<string>
  readonly seq_id?: Maybe<number>
  readonly num_samples: number
  readonly prompt?: Maybe<ModelInput>
  readonly sampling_params: SamplingParams
  readonly prompt_logprobs?: Maybe<boolean>
  readonly topk_prompt_logprobs?: Maybe<number>
  /** In place of `prompt`: a whole round, answered as `gigpo_responses` in the same order. */
  readonly gigpo_round?: readonly RoundRequest[]
}

export const asampleSchema: z.ZodType<Asample> = z.object({
  ...source,
  sampling_session_id: id.nullish(),
  seq_id: count.nullish(),
  num_samples: z.int().min(1).max(4096).default(1),
  prompt: modelInputSchema.nullish(),
  sampling_params: samplingSchema.default({}),
  prompt_logprobs: z.boolean().nullish(),
  topk_prompt_logprobs: count.nullish(),
  gigpo_round: z
    .array(z.object({ prompt: modelInputSchema, sampling_params: samplingSchema, gigpo_key: keySchema }))
    .min(1)
    .exactOptional(),
})

export interface CreateSamplingSession extends ModelSource {
  readonly session_id: string
}

export const createSamplingSessionSchema: z.ZodType<CreateSamplingSession> = z.object({ ...source, session_id: id })

/** A pass over data, with or without gradients. */
export interface Pass {
  readonly data: readonly WireDatum[]
  readonly loss_fn: string
  readonly loss_fn_config?: Maybe<Readonly<Record<string, number>>>
  /** In place of `loss_fn`. */
  readonly gigpo_loss?: LossSpec
}

const pass = z.object({
  data: z.array(datumSchema).min(1),
  loss_fn: z.string(),
  loss_fn_config: z.record(z.string(), z.number()).nullish(),
  gigpo_loss: lossSchema.exactOptional(),
})

export const forwardSchema: z.ZodType<Numbered & { readonly forward_input: Pass }> = z.object({
  ...numbered,
  forward_input: pass,
})
export const forwardBackwardSchema: z.ZodType<
  Numbered & {
    readonly forward_backward_input: Pass
    /** From the protobuf form alone, where it turns the pass into `forward`. */
    readonly forward_only?: boolean
  }
> = z.object({ ...numbered, forward_backward_input: pass, forward_only: z.boolean().exactOptional() })

export interface AdamParams {
  readonly learning_rate: number
  readonly beta1: number
  readonly beta2: number
  readonly eps: number
  readonly weight_decay: number
  /** 0: off. */
  readonly grad_clip_norm?: Maybe<number>
}

export const optimStepSchema: z.ZodType<Numbered & { readonly adam_params: AdamParams }> = z.object({
  ...numbered,
  adam_params: z.object({
    learning_rate: z.number().min(0),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.95),
    eps: z.number().positive().default(1e-12),
    weight_decay: z.number().min(0).default(0),
    grad_clip_norm: z.number().min(0).nullish(),
  }),
})

export const saveWeightsSchema: z.ZodType<Numbered & { readonly path: string; readonly overwrite?: Maybe<boolean> }> =
  z.object({ ...numbered, path: id, overwrite: z.boolean().nullish() })
export const loadWeightsSchema: z.ZodType<Numbered & { readonly path: string; readonly optimizer: boolean }> = z.object(
  {
    ...numbered,
    path: id,
    optimizer: z.boolean(),
  },
)
export const saveForSamplerSchema: z.ZodType<Numbered & { readonly path?: Maybe<string> }> = z.object({
  ...numbered,
  path: id.nullish(),
})
