// The engine boundary, in the shape of the Tinker API so that local and remote engines are the same code: a Sampler draws
// completions, a Learner accumulates gradients until optimStep. An embedded engine implements both over one set of
// weights. The loss is always Σ_t weight_t · ℓ_t over completion tokens: every aggregation mode of the papers is a choice
// of weights (algorithms/aggregation), so engines only ever sum.
import type { Message } from './agent.ts'
import type { RandomKey } from './random.ts'

export interface SampleRequest {
  /** Prompt token ids, not empty. */
  readonly prompt: readonly number[]
  readonly maxTokens: number
  /** 0 is greedy. */
  readonly temperature: number
  /** Nucleus mass in (0, 1]; default 1. */
  readonly topP?: number
  /** Only the k most probable tokens, before the nucleus is cut; default all. An engine without it refuses it. */
  readonly topK?: number
  /**
   * Makes tokens of the prompt and of the completion so far less likely: their logits are divided by it where positive,
   * else multiplied, before the temperature (Keskar et al. 2019); default 1. An engine without it refuses it.
   */
  readonly repetitionPenalty?: number
  /** Token ids that end the completion; the stop token is part of it. */
  readonly stop: readonly number[]
  /** All randomness of this completion. Equal keys and equal prompts under equal weights give equal completions. */
  readonly key: RandomKey
}

export interface Completion {
  readonly tokens: readonly number[]
  /**
   * log π(token) in nats, one a token, of the whole softmax at the request's temperature (before any penalty or cut);
   * at temperature 0 of the softmax at temperature 1.
   */
  readonly logprobs: readonly number[]
  readonly stopReason: 'stop' | 'length'
  readonly policyVersion: number
}

export interface Sampler {
  /** Completions in the order of the requests. */
  sample(requests: readonly SampleRequest[]): Promise<Completion[]>
  /** Counts optimiser steps: completions drawn under equal versions come from equal weights. */
  readonly policyVersion: number
}

/** One training row: the prompt is context, the completion's tokens carry the loss. */
export interface Datum {
  readonly prompt: readonly number[]
  /** Not empty. */
  readonly completion: readonly number[]
  /** Weight of each completion token in the sum; 0 masks a token. */
  readonly weights: readonly number[]
  /** RL losses: advantage of each completion token. */
  readonly advantages?: readonly number[]
  /** RL losses: log-probabilities when sampled. */
  readonly oldLogprobs?: readonly number[]
  /** KL in the loss: log-probabilities under the reference policy. */
  readonly refLogprobs?: readonly number[]
}

export type KlKind = 'k1' | 'abs' | 'k2' | 'k3'

/**
 * Per-token losses ℓ. `temperature` divides the logits first and must be the one sampled with (default 1).
 * - cross-entropy: −log π
 * - ppo: dual-clip PPO (spec/algorithms §4) [+ klCoefficient·KL(kind) − entropyCoefficient·H]
 * - linear: −advantage · log π; with advantage = −∂C/∂log π any loss C of the log-probabilities can be expressed
 */
export type LossSpec =
  | { readonly kind: 'cross-entropy'; readonly temperature?: number }
  | {
      readonly kind: 'ppo'
      readonly clipLow: number
      readonly clipHigh: number
      /** Bound c > 1 of the dual clip; omitted: off. */
      readonly dualClip?: number
      readonly kl?: { readonly kind: KlKind; readonly coefficient: number }
      readonly entropyCoefficient?: number
      readonly temperature?: number
    }
  | { readonly kind: 'linear'; readonly entropyCoefficient?: number; readonly temperature?: number }

export interface TokenLogProbs {
  /** One a completion token, nats. */
  readonly logprobs: readonly number[]
  /** Entropy of the distribution each token was drawn from, nats. */
  readonly entropies: readonly number[]
}

export interface LossReport {
  /** Σ weight·ℓ over all data of this call. */
  readonly loss: number
  /** In the order of the data, computed by the same forward pass. */
  readonly tokens: readonly TokenLogProbs[]
}

export interface AdamStep {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** Decoupled (AdamW), on matrices only: norms and biases are not decayed unless the engine says otherwise. */
  readonly weightDecay: number
  /** Global L2 norm to clip to; omitted: off. */
  readonly gradientClip?: number
}

export interface OptimReport {
  /** Global L2 norm before clipping. */
  readonly gradientNorm: number
  readonly policyVersion: number
}

export interface Learner {
  /** Log-probabilities without gradients. */
  forward(data: readonly Datum[], options?: { readonly temperature?: number }): Promise<TokenLogProbs[]>
  /** Adds this call's gradients to the accumulated ones. @throws GigpoError `non-finite` if the loss is NaN or Inf. */
  forwardBackward(data: readonly Datum[], loss: LossSpec): Promise<LossReport>
  /** Applies and clears the accumulated gradients. @throws GigpoError `non-finite`; weights are then unchanged. */
  optimStep(step: AdamStep): Promise<OptimReport>
  /** Writes weights and optimiser state into a new directory. Equal state writes equal bytes. */
  save(path: string): Promise<void>
  /** Restores what `save` wrote, bit for bit; with `weightsOnly` the optimiser starts afresh. @throws GigpoError `checkpoint`. */
  load(path: string, options?: { readonly weightsOnly?: boolean }): Promise<void>
}

/** Text to ids and back. `stop` holds the end token(s) a completion is finished with. */
export interface Tokenizer {
  readonly size: number
  encode(text: string): number[]
  /** Chat messages through the model's template, ready for the assistant's turn; absent where the model has none. */
  encodeMessages?(messages: readonly Message[]): number[]
  decode(ids: readonly number[]): string
  readonly stop: readonly number[]
}

/** A sampler with weights of its own, so that batches can be drawn under one policy while the engine learns the next. */
export interface Replica extends Sampler {
  /** Takes the engine's weights and version, as they are after every call made to the engine before. */
  refresh(): Promise<void>
  /** Writes weights and version into a new directory. */
  save(path: string): Promise<void>
  /** Restores what `save` wrote, bit for bit. @throws GigpoError `checkpoint`. */
  load(path: string): Promise<void>
  close(): Promise<void>
}

/** A whole engine: sampler and learner over one policy. */
export interface Engine extends Sampler, Learner {
  readonly tokenizer: Tokenizer
  /** Longest prompt + completion in tokens. */
  readonly contextLength: number
  /** A replica with the present weights; absent where the engine cannot sample while it learns. */
  createReplica?(): Promise<Replica>
  /** Facts for the run's configuration file: parameter count, provider, threads, digests. */
  describe(): Readonly<Record<string, string | number>>
  close(): Promise<void>
}
