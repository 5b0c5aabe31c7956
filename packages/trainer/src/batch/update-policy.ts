// The optimiser steps of one iteration. Before the first one the policy is still the one that sampled, so the difference
// between the sampler's log-probabilities and the learner's there is the numerical mismatch of the two (`drift/…`).
import { type PolicyMetrics, policyMetrics } from '@gigpo/algorithms'
import type { AdamStep, Datum, Learner, LossSpec, TokenLogProbs } from '@gigpo/core'
import type { LossConfig } from '../config/index.ts'
import type { MiniBatch } from './mini-batches.ts'
import { type MetricValues, mean } from './summary.ts'

export interface UpdateOptions {
  readonly learner: Pick<Learner, 'forwardBackward' | 'optimStep'>
  readonly loss: LossConfig
  /** Of the rollout: logits are divided by it in the loss too. */
  readonly temperature: number
  /** The optimiser step of the schedule, 0 for the first mini-batch of this iteration. */
  readonly adamAt: (update: number) => AdamStep
  /** Optimiser steps done. */
  readonly onUpdate?: (done: number) => void
}

/** The loss an engine is asked for. KL in the reward is no part of it. */
export function lossSpec(loss: LossConfig, temperature: number): Extract<LossSpec, { kind: 'ppo' }> {
  const { clipLow, clipHigh, dualClip, kl, entropyCoefficient } = loss
  return {
    kind: 'ppo',
    clipLow,
    clipHigh,
    temperature,
    ...(dualClip === null ? {} : { dualClip }),
    ...(kl?.placement === 'loss' ? { kl: { kind: kl.kind, coefficient: kl.coefficient } } : {}),
    ...(entropyCoefficient === 0 ? {} : { entropyCoefficient }),
  }
}

/** One optimiser step a mini-batch. @throws GigpoError `non-finite` from the learner. */
export async function updatePolicy(batches: readonly MiniBatch[], options: UpdateOptions): Promise<MetricValues> {
  const spec = lossSpec(options.loss, options.temperature)
  const parts: (PolicyMetrics & { entropy: number; gradientNorm: number })[] = []
  let metrics: MetricValues = {}
  for (const [update, { data }] of batches.entries()) {
    const { tokens } = await options.learner.forwardBackward(data, spec)
    const adam = options.adamAt(update)
    const { gradientNorm } = await options.learner.optimStep(adam)
    const flat = flatten(data, tokens)
    parts.push({ ...policyMetrics(flat, spec), entropy: mean(flat.entropies), gradientNorm })
    if (update === 0) metrics = drift(flat)
    metrics['policy/lr'] = adam.learningRate
    options.onUpdate?.(update + 1)
  }
  const rows = batches.reduce((sum, { data }) => sum + data.length, 0)
  const skipped = batches.reduce((sum, batch) => sum + batch.skipped, 0)
  metrics['policy/updates'] = batches.length
  metrics['policy/rows_trained'] = rows
  metrics['policy/rows_skipped'] = skipped
  return parts.length === 0 ? metrics : { ...metrics, ...summarize(parts) }
}

function flatten(data: readonly Datum[], tokens: readonly TokenLogProbs[]) {
  return {
    logprobs: tokens.flatMap((row) => row.logprobs),
    entropies: tokens.flatMap((row) => row.entropies),
    oldLogprobs: data.flatMap((datum) => datum.oldLogprobs ?? []),
    advantages: data.flatMap((datum) => datum.advantages ?? []),
    weights: data.flatMap((datum) => datum.weights),
    ...(data[0]?.refLogprobs === undefined ? {} : { refLogprobs: data.flatMap((datum) => datum.refLogprobs ?? []) }),
  }
}

function drift({ logprobs, oldLogprobs }: ReturnType<typeof flatten>): MetricValues {
  const differences = logprobs.map((value, t) => Math.abs(value - oldLogprobs[t]!))
  return {
    'drift/logprob_abs_diff_mean': mean(differences),
    'drift/logprob_abs_diff_max': differences.reduce((most, value) => Math.max(most, value), 0),
  }
}

/** Means over optimiser steps; per-token values weighted by tokens. */
function summarize(parts: readonly (PolicyMetrics & { entropy: number; gradientNorm: number })[]): MetricValues {
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0)
  const byToken = (value: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((sum, part) => sum + value(part) * part.tokens, 0) / tokens
  const metrics: MetricValues = {
    'policy/loss': mean(parts.map((part) => part.loss)),
    'policy/kl': byToken((part) => part.kl),
    'policy/entropy': byToken((part) => part.entropy),
    'policy/ratio_mean': byToken((part) => part.ratioMean),
    'policy/ratio_max': parts.reduce((most, part) => Math.max(most, part.ratioMax), 0),
    'policy/clip_frac_low': byToken((part) => part.clipFracLow),
    'policy/clip_frac_high': byToken((part) => part.clipFracHigh),
    'policy/clip_frac_dual': byToken((part) => part.dualClipFrac),
    'policy/grad_norm': mean(parts.map((part) => part.gradientNorm)),
    'policy/grad_norm_max': parts.reduce((most, part) => Math.max(most, part.gradientNorm), 0),
  }
  if (parts[0]!.refKl !== undefined) metrics['policy/kl_reference'] = byToken((part) => part.refKl ?? 0)
  return metrics
}
