// Only the sampling half of a server, for whoever plays and does not learn: an environment worker that is given the sampling
// session of a trainer, or a player of a stored checkpoint or of the base model.
import { type Completion, GigpoError, type SampleRequest, type Sampler, type Tokenizer } from '@gigpo/core'
import { z } from 'zod'
import { type ConnectionOptions, connect } from './connection.ts'
import { contextLengthOf } from './context-length.ts'
import { draw, type SampleSource } from './draw.ts'
import { expectOk, parse } from './futures.ts'
import { type TokenizerOptions, tokenizerOf } from './tokenizer.ts'

export interface TinkerSamplerOptions extends ConnectionOptions, TokenizerOptions {
  /** What to sample from: a sampling session of a trainer, a checkpoint, or the server's base model (the default). */
  readonly samplingSession?: string
  readonly modelPath?: string
  readonly baseModel?: string
  /** Default: what the server says. */
  readonly contextLength?: number
  /** Of what is sampled, reported with each completion. Default: what our server says, else 0. */
  readonly policyVersion?: number
}

export interface TinkerSampler extends Sampler {
  sample(requests: readonly SampleRequest[]): Promise<Completion[]>
  readonly policyVersion: number
  readonly tokenizer: Tokenizer
  readonly contextLength: number
  close(): Promise<void>
}

const samplerSchema = z.object({ gigpo_policy_version: z.int().optional() })

/** @throws GigpoError `engine`, `usage` or `config`. */
export async function createTinkerSampler(options: TinkerSamplerOptions): Promise<TinkerSampler> {
  const { samplingSession, modelPath } = options
  const connection = await connect(options)
  const { transport, models } = connection
  const baseModel = options.baseModel ?? models[0]?.name
  let source: SampleSource
  let policyVersion = options.policyVersion ?? 0
  if (samplingSession !== undefined) {
    source = { sampling_session_id: samplingSession }
    if (options.policyVersion === undefined && connection.extension !== undefined) {
      const asked = `samplers/${encodeURIComponent(samplingSession)}`
      const facts = parse(samplerSchema, expectOk(await transport.get(asked), asked, transport.url), asked)
      policyVersion = facts.gigpo_policy_version ?? 0
    }
  } else if (modelPath !== undefined) source = { model_path: modelPath }
  else if (baseModel !== undefined) source = { base_model: baseModel }
  else throw new GigpoError('engine', 'the server names no model', { where: transport.url })
  return {
    tokenizer: await tokenizerOf(connection, options),
    contextLength: contextLengthOf(options.contextLength, connection, baseModel),
    policyVersion,
    sample: (requests) => draw(connection, source, requests, policyVersion),
    close: async () => {},
  }
}
