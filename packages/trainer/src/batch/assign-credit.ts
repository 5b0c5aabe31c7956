// From groups to what each step was worth, with the metrics of both. KL in the reward and overlong shaping lower each step's
// reward before credit is assigned; the episodes themselves keep their raw rewards.
import {
  type Advantages,
  anchorStatistics,
  type Credit,
  klPenaltyInReward,
  overlongPenaltyInReward,
  type StepRows,
  toStepRows,
} from '@gigpo/algorithms'
import type { Group } from '@gigpo/core'
import type { LossConfig } from '../config/index.ts'
import { aliasingMetrics } from './aliasing.ts'
import { groupSizeShares } from './group-sizes.ts'
import { stepsOf } from './reference.ts'
import { deviation, type MetricValues, mean } from './summary.ts'

export interface Assigned {
  readonly advantages: Advantages
  readonly metrics: MetricValues
}

export interface AssignOptions {
  readonly credit: Credit
  readonly loss: Pick<LossConfig, 'kl' | 'overlong'>
  /** Longest completion. */
  readonly maxTokens: number
  /** Log-probabilities under the reference policy, one list a row; needed with `loss.kl`. */
  readonly reference?: readonly (readonly number[])[] | undefined
}

export function assignCredit(groups: readonly Group[], options: AssignOptions): Assigned {
  const raw = toStepRows(groups)
  const shaped = withOverlong(raw, options)
  const rows = withKl(shaped, groups, options)
  const advantages = options.credit(rows)
  const anchors = anchorStatistics(rows, advantages)
  return {
    advantages,
    metrics: {
      ...advantageMetrics(advantages),
      ...Object.fromEntries(Object.entries(advantages.chosen ?? {}).map(([name, value]) => [`adv/${name}`, value])),
      ...(shaped === raw ? {} : { 'reward/overlong': mean(shaped.reward.map((value, i) => value - raw.reward[i]!)) }),
      'anchor/groups': anchors.groups,
      'anchor/mean_size': anchors.meanSize,
      'anchor/frac_singleton': anchors.fracSingleton,
      'anchor/frac_zero_std': anchors.fracZeroStd,
      ...aliasingMetrics(raw, stepsOf(groups), advantages.stepGroup),
      ...groupSizeShares(anchors),
    },
  }
}

function withOverlong(rows: StepRows, { loss: { overlong }, maxTokens }: AssignOptions): StepRows {
  if (overlong === undefined) return rows
  const { coefficient, cacheTokens } = overlong
  // A fifth is the share of the paper: 4096 of 20480 tokens.
  return overlongPenaltyInReward(rows, { coefficient, maxTokens, cacheTokens: cacheTokens ?? Math.ceil(maxTokens / 5) })
}

function withKl(rows: StepRows, groups: readonly Group[], { loss: { kl }, reference }: AssignOptions): StepRows {
  if (kl?.placement !== 'reward' || reference === undefined) return rows
  const logprobs = stepsOf(groups).map((step) => step.logprobs)
  return klPenaltyInReward(rows, { logprobs, refLogprobs: reference }, kl)
}

function advantageMetrics(advantages: Advantages): MetricValues {
  const metrics: MetricValues = {}
  for (const part of ['episode', 'step', 'total'] as const) {
    const values = Array.from(advantages[part])
    if (values.length === 0) continue
    metrics[`adv/${part}_mean`] = mean(values)
    metrics[`adv/${part}_std`] = deviation(values)
  }
  const { total } = advantages
  if (total.length > 0)
    metrics['adv/frac_signal'] = Array.from(total).filter((value) => value !== 0).length / total.length
  return metrics
}
