// The forward pass that training graphs share: rows are left-padded prompts followed by right-padded completions, so the
// positions that count, those before each completion token, are one static slice; everything after the last layer's keys
// and values runs on that slice only.
import { input } from '../graph/operators/leaf.ts'
import type { Tensor } from '../graph/tensor.ts'
import { attendSequence, causalMask } from './attention.ts'
import type { ModelConfig } from './config.ts'
import { createDecoder, type Decoder, runDecoder } from './transformer.ts'
import type { Parameters } from './weights.ts'

export interface RowBucket {
  readonly batch: number
  /** Tokens before the first completion token, padding included; at least 1. */
  readonly promptLength: number
  readonly completionLength: number
}

export interface CompletionStates {
  /**
   * `tokens`, `positions` i32 [B, P+C-1] (the last completion token is a target only); `start` i32 [B], the index of the
   * first real token.
   */
  readonly inputs: Readonly<Record<'tokens' | 'positions' | 'start', Tensor>>
  /** Hidden states before each completion token, [B · C, hiddenSize]. */
  readonly hidden: Tensor
}

export function completionStates(config: ModelConfig, parameters: Parameters, bucket: RowBucket): CompletionStates {
  const { inputs, decoder } = completionDecoder(config, parameters, bucket)
  return { inputs, hidden: runDecoder(decoder, config.layers) }
}

/** The same, step by step. */
export function completionDecoder(
  config: ModelConfig,
  parameters: Parameters,
  bucket: RowBucket,
): Pick<CompletionStates, 'inputs'> & { readonly decoder: Decoder } {
  const { batch, promptLength, completionLength } = bucket
  const time = promptLength + completionLength - 1
  const tokens = input('tokens', [batch, time], 'i32')
  const positions = input('positions', [batch, time], 'i32')
  const start = input('start', [batch], 'i32')
  const attend = attendSequence(config, causalMask(start, time))
  const where = { tokens, positions, length: time, firstOutput: promptLength - 1 }
  return { inputs: { tokens, positions, start }, decoder: createDecoder(config, parameters, where, attend) }
}
