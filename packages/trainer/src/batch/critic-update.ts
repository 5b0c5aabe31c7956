// The critic's part of one iteration: V of every state that was played, asked for once before anything is updated, and the
// optimiser steps that fit it to the returns. Rows are shuffled under a key and cut into parts, as for the policy; the loss
// of a part is the mean over the tokens that have a target.
import type { Advantages } from '@gigpo/algorithms'
import { type AdamStep, type Critic, type CriticDatum, fold, type Group, type RandomKey, stream } from '@gigpo/core'
import type { CriticConfig } from '../config/index.ts'
import { stepsOf } from './reference.ts'
import { type MetricValues, mean } from './summary.ts'

/** V of the state before each completion token, one list a row. */
export async function criticValues(
  groups: readonly Group[],
  critic: Pick<Critic, 'values'>,
): Promise<readonly Float64Array[]> {
  const rows = stepsOf(groups).map(({ prompt, completion }) => ({ prompt, completion }))
  return (await critic.values(rows)).map((own) => Float64Array.from(own))
}

/**
 * V of the state each episode was left in, one an episode: 0 where it ended by itself, or has no `finalPrompt`. V is asked for
 * before a token, and does not see that token: any will do.
 */
export async function finalValues(
  groups: readonly Group[],
  critic: Pick<Critic, 'values'>,
  token: number,
): Promise<readonly number[]> {
  const episodes = groups.flatMap((group) => group.episodes)
  const cut = episodes.flatMap(({ finalPrompt }) =>
    finalPrompt === undefined ? [] : [{ prompt: finalPrompt, completion: [token] }],
  )
  const asked = cut.length === 0 ? [] : await critic.values(cut)
  let next = 0
  return episodes.map(({ finalPrompt }) => (finalPrompt === undefined ? 0 : asked[next++]![0]!))
}

export interface CriticUpdateOptions {
  readonly critic: Pick<Critic, 'forwardBackward' | 'optimStep'>
  readonly config: CriticConfig
  /** The optimiser step of the schedule, 0 for the first one of this iteration. */
  readonly adamAt: (update: number) => AdamStep
  readonly key: RandomKey
  /** Optimiser steps done. */
  readonly onUpdate?: (done: number, total: number) => void
}

/** `values`: those of `criticValues`. @throws GigpoError `non-finite` from the critic. */
export async function updateCritic(
  groups: readonly Group[],
  advantages: Advantages,
  values: readonly Float64Array[],
  options: CriticUpdateOptions,
): Promise<MetricValues> {
  const { critic, config, adamAt } = options
  const data = toCriticData(groups, advantages, values)
  const total = config.epochs * config.updates
  const losses: number[] = []
  const norms: number[] = []
  const clipped: number[] = []
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    const shuffled = stream(fold(options.key, epoch), 'critic').shuffle(data.slice())
    for (let part = 0; part < config.updates; part++) {
      const from = Math.floor((part * shuffled.length) / config.updates)
      const rows = shuffled.slice(from, Math.floor(((part + 1) * shuffled.length) / config.updates))
      if (rows.length === 0) continue
      const update = epoch * config.updates + part
      const report = await critic.forwardBackward(normalised(rows), { clip: config.clip })
      const { gradientNorm } = await critic.optimStep(adamAt(update))
      losses.push(report.loss)
      norms.push(gradientNorm)
      clipped.push(clipFraction(rows, report.values, config.clip))
      options.onUpdate?.(update + 1, total)
    }
  }
  if (losses.length === 0) return { 'critic/updates': 0 }
  return {
    'critic/updates': losses.length,
    'critic/loss': mean(losses),
    'critic/grad_norm': mean(norms),
    'critic/clip_frac': mean(clipped),
    'critic/lr': adamAt(total - 1).learningRate,
    ...fit(data),
  }
}

/** Where only whole turns have a target, it is that of the state before the first token, and the rest is not computed. */
function toCriticData(
  groups: readonly Group[],
  advantages: Advantages,
  values: readonly Float64Array[],
): Required<CriticDatum>[] {
  return stepsOf(groups).map(({ prompt, completion }, row) => {
    const returns = advantages.tokens?.returns[row] ?? advantages.stepReturn.subarray(row, row + 1)
    return {
      prompt,
      completion: completion.slice(0, returns.length),
      weights: Array.from(returns, () => 1),
      returns: Array.from(returns),
      oldValues: Array.from(values[row]!.subarray(0, returns.length)),
    }
  })
}

function normalised(rows: readonly CriticDatum[]): CriticDatum[] {
  const tokens = rows.reduce((sum, { returns }) => sum + returns.length, 0)
  return rows.map((row) => ({ ...row, weights: row.weights.map((weight) => weight / tokens) }))
}

/** Share of tokens whose value has left the range that the clip allows. */
function clipFraction(
  rows: readonly Required<CriticDatum>[],
  values: readonly (readonly number[])[],
  clip: number | null,
): number {
  const moves = rows.flatMap(({ oldValues }, i) => oldValues.map((old, t) => Math.abs(values[i]![t]! - old)))
  return mean(moves.map((move) => Number(clip !== null && move > clip)))
}

/** Of the values the advantages were made with; no explained variance where all returns are equal. */
function fit(data: readonly Required<CriticDatum>[]): MetricValues {
  const values = data.flatMap(({ oldValues }) => oldValues)
  const returns = data.flatMap((row) => row.returns)
  const spread = variance(returns)
  const unexplained = variance(returns.map((target, i) => target - values[i]!))
  return {
    'critic/value_mean': mean(values),
    'critic/return_mean': mean(returns),
    ...(spread === 0 ? {} : { 'critic/explained_variance': 1 - unexplained / spread }),
  }
}

function variance(values: readonly number[]): number {
  const centre = mean(values)
  return mean(values.map((value) => (value - centre) ** 2))
}
