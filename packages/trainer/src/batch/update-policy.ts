// The optimiser steps of one iteration. Before the first one the policy is still the one that sampled, so the difference
// between the sampler's log-probabilities and the learner's there is the numerical mismatch of the two (`drift/…`).
import type { PolicyMetrics } from '@gigpo/algorithms'
import type { AdamStep, Learner } from '@gigpo/core'
import type { LossConfig } from '../config/index.ts'
import { dataTokens, type MiniBatch } from './mini-batches.ts'
import { accumulateGradient, type BatchTokens } from './policy-gradient.ts'
import { type MetricValues, mean } from './summary.ts'

export interface UpdateOptions {
  readonly learner: Pick<Learner, 'forward' | 'forwardBackward' | 'optimStep'>
  readonly loss: LossConfig
  /** Of the rollout: logits are divided by it in the loss too. */
  readonly temperature: number
  /** The optimiser step of the schedule, 0 for the first mini-batch of this iteration. */
  readonly adamAt: (update: number) => AdamStep
  /** Optimiser steps done. */
  readonly onUpdate?: (done: number) => void
}

/** One optimiser step a mini-batch. @throws GigpoError `non-finite` from the learner. */
export async function updatePolicy(batches: readonly MiniBatch[], options: UpdateOptions): Promise<MetricValues> {
  const { learner } = options
  const started = performance.now()
  const parts: (PolicyMetrics & { entropy: number; gradientNorm: number })[] = []
  let metrics: MetricValues = {}
  for (const [update, { data }] of batches.entries()) {
    const { tokens, metrics: own } = await accumulateGradient(learner, data, options.loss, options.temperature)
    const adam = options.adamAt(update)
    const { gradientNorm } = await learner.optimStep(adam)
    parts.push({ ...own, entropy: mean(tokens.entropies), gradientNorm })
    if (update === 0) metrics = drift(tokens)
    metrics['policy/lr'] = adam.learningRate
    options.onUpdate?.(update + 1)
  }
  const rows = batches.reduce((sum, { data }) => sum + data.length, 0)
  const skipped = batches.reduce((sum, batch) => sum + batch.skipped, 0)
  metrics['policy/updates'] = batches.length
  metrics['policy/rows_trained'] = rows
  metrics['policy/rows_skipped'] = skipped
  if (parts.length === 0) return metrics
  return { ...metrics, ...summarize(parts), ...savings(batches, (performance.now() - started) / 1000) }
}

/** What leaving rows out saves, if an update takes time in proportion to its tokens. */
function savings(batches: readonly MiniBatch[], seconds: number): MetricValues {
  const computed = batches.reduce((sum, { data }) => sum + dataTokens(data), 0)
  const skipped = batches.reduce((sum, batch) => sum + batch.skippedTokens, 0)
  return {
    'policy/frac_tokens_skipped': skipped / (computed + skipped),
    'time/update': seconds,
    'time/skip_saved': (seconds * skipped) / computed,
  }
}

function drift({ logprobs, oldLogprobs }: BatchTokens): MetricValues {
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
