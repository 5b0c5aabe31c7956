// From groups to what each step was worth, with the metrics of both. KL in the reward lowers each step's reward before
// credit is assigned; the episodes themselves keep their raw rewards.
import {
  type Advantages,
  anchorStatistics,
  type Credit,
  klPenaltyInReward,
  type StepRows,
  toStepRows,
} from '@gigpo/algorithms'
import type { Group } from '@gigpo/core'
import type { LossConfig } from '../config/index.ts'
import { stepsOf } from './reference.ts'
import { deviation, type MetricValues, mean } from './summary.ts'

export interface Assigned {
  readonly advantages: Advantages
  readonly metrics: MetricValues
}

/** `reference`: log-probabilities under the reference policy, one list a row; needed with `loss.kl`. */
export function assignCredit(
  groups: readonly Group[],
  credit: Credit,
  kl: LossConfig['kl'],
  reference: readonly (readonly number[])[] | undefined,
): Assigned {
  const raw = toStepRows(groups)
  const rows = kl?.placement === 'reward' && reference !== undefined ? penalise(raw, groups, kl, reference) : raw
  const advantages = credit(rows)
  const anchors = anchorStatistics(rows, advantages)
  return {
    advantages,
    metrics: {
      ...advantageMetrics(advantages),
      'anchor/groups': anchors.groups,
      'anchor/mean_size': anchors.meanSize,
      'anchor/frac_singleton': anchors.fracSingleton,
      'anchor/frac_zero_std': anchors.fracZeroStd,
    },
  }
}

function penalise(
  rows: StepRows,
  groups: readonly Group[],
  kl: NonNullable<LossConfig['kl']>,
  refLogprobs: readonly (readonly number[])[],
): StepRows {
  return klPenaltyInReward(rows, { logprobs: stepsOf(groups).map((step) => step.logprobs), refLogprobs }, kl)
}

function advantageMetrics(advantages: Advantages): MetricValues {
  const metrics: MetricValues = {}
  for (const part of ['episode', 'step', 'total'] as const) {
    const values = Array.from(advantages[part])
    if (values.length === 0) continue
    metrics[`adv/${part}_mean`] = mean(values)
    metrics[`adv/${part}_std`] = deviation(values)
  }
  return metrics
}
