// The gradient of one mini-batch. Clipped PPO is the engine's own loss. The other objectives need no code in an engine: the
// log-probabilities are scored first, and the engine's linear loss is given the slope of the objective there. Both leave
// the same tokens and metrics behind.
import {
  type ObjectiveOptions,
  type ObjectiveTokens,
  type PolicyMetrics,
  policyMetrics,
  policyObjective,
} from '@gigpo/algorithms'
import type { Datum, Learner, LossSpec, TokenLogProbs } from '@gigpo/core'
import type { LossConfig } from '../config/index.ts'

/** Tokens of all rows one after another. */
export interface BatchTokens extends ObjectiveTokens {
  readonly logprobs: readonly number[]
  readonly entropies: readonly number[]
  readonly oldLogprobs: readonly number[]
}

export interface PolicyGradient {
  /** As the learner saw them before the optimiser step. */
  readonly tokens: BatchTokens
  readonly metrics: PolicyMetrics
}

/** Adds the gradient of the loss over these rows to what the learner has accumulated. @throws GigpoError `non-finite`. */
export async function accumulateGradient(
  learner: Pick<Learner, 'forward' | 'forwardBackward'>,
  data: readonly Datum[],
  loss: LossConfig,
  temperature: number,
): Promise<PolicyGradient> {
  const objective = objectiveOf(loss)
  if (objective === undefined) {
    const spec = lossSpec(loss, temperature)
    const report = await learner.forwardBackward(data, spec)
    const tokens = flatten(data, report.tokens)
    return { tokens, metrics: policyMetrics(tokens, spec) }
  }
  const tokens = flatten(data, await learner.forward(data, { temperature }))
  const { gradient, metrics } = policyObjective(tokens, objective)
  const { entropyCoefficient } = loss
  await learner.forwardBackward(withSlopes(data, gradient), {
    kind: 'linear',
    temperature,
    ...(entropyCoefficient === 0 ? {} : { entropyCoefficient }),
  })
  const bonus = tokens.entropies.reduce((sum, entropy, t) => sum + tokens.weights[t]! * entropy, 0)
  return { tokens, metrics: { ...metrics, loss: metrics.loss - entropyCoefficient * bonus } }
}

/** The loss an engine is asked for with `ppo`. KL in the reward is no part of it. */
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

/** undefined: the engine's own loss. */
function objectiveOf({ objective, clipLow, clipHigh, kl }: LossConfig): ObjectiveOptions | undefined {
  if (objective === undefined || objective === 'ppo') return undefined
  const withKl = kl?.placement === 'loss' ? { kl: { kind: kl.kind, coefficient: kl.coefficient } } : {}
  return objective === 'policy-gradient'
    ? { kind: objective, ...withKl }
    : { kind: objective, clipLow, clipHigh, ...withKl }
}

/** Rows whose linear loss, −weight · advantage · log π, has this slope at each token. */
function withSlopes(data: readonly Datum[], gradient: Float64Array): Datum[] {
  let t = 0
  return data.map((datum) => ({
    ...datum,
    advantages: datum.weights.map((weight) => {
      const slope = gradient[t++]!
      return weight === 0 ? 0 : -slope / weight
    }),
  }))
}

function flatten(data: readonly Datum[], tokens: readonly TokenLogProbs[]): BatchTokens {
  return {
    logprobs: tokens.flatMap((row) => row.logprobs),
    entropies: tokens.flatMap((row) => row.entropies),
    oldLogprobs: data.flatMap((datum) => datum.oldLogprobs ?? []),
    advantages: data.flatMap((datum) => datum.advantages ?? []),
    weights: data.flatMap((datum) => datum.weights),
    row: data.flatMap((datum, row) => datum.weights.map(() => row)),
    ...(data[0]?.refLogprobs === undefined ? {} : { refLogprobs: data.flatMap((datum) => datum.refLogprobs ?? []) }),
  }
}
