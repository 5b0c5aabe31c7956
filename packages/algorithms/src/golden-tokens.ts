// Golden kinds over tokens: the policy objectives, GAE and REINFORCE++'s token form. Rows of tokens are matrices.
import { type AggregationMode, aggregationWeights } from './aggregation.ts'
import { cispoWeights } from './cispo.ts'
import type { Fields } from './golden-file.ts'
import { type GoldenKind, type Outcome, Unsupported } from './golden-outcome.ts'
import { sequenceRatios } from './gspo.ts'
import { policyLoss, policyMetrics } from './policy-loss.ts'
import { policyObjective } from './policy-objective.ts'
import type { ObjectiveTokens } from './policy-tokens.ts'
import { tokenGae, tokenReturns } from './token-gae.ts'
import { whitened } from './whiten.ts'

export const tokenKinds: Readonly<Record<string, GoldenKind>> = {
  policyLoss({ inputs, params }) {
    const mask = inputs.matrix('mask')
    const tokens = lossTokens(inputs, mask, params.text('aggregation') as AggregationMode)
    const clip = { clipLow: params.number('clipLow'), clipHigh: params.number('clipHigh') }
    const kind = params.text('loss')
    if (kind === 'ppo') return ppo(tokens, mask, clip, params)
    if (kind !== 'gspo' && kind !== 'cispo') return new Unsupported(`loss ${kind}`)
    const { loss, perToken, gradient } = policyObjective(tokens, { kind, ...clip })
    const ratios = Float64Array.from(tokens.logprobs, (log, t) => Math.exp(log - tokens.oldLogprobs[t]!))
    return {
      loss,
      perToken: matrix(perToken, mask),
      gradLogProb: matrix(gradient, mask),
      ...(kind === 'gspo'
        ? { sequenceRatio: sequenceRatios(tokens) }
        : { weight: matrix(cispoWeights(ratios, clip), mask) }),
    }
  },

  gae({ inputs, params }) {
    const rewards = inputs.matrix('tokenRewards')
    const mask = inputs.matrix('mask', rewards)
    const values = inputs.matrix('values', rewards)
    const masked = params.boolean('stopAtMask') ? 'skipped' : 'counted'
    const options = { gamma: params.number('gamma'), lambda: params.number('lambda_'), masked } as const
    const rows = rewards.map((row, i) => tokenGae(row, values[i]!, mask[i]!, options))
    const flat = Float64Array.from(rows.flatMap((row) => [...row.advantages]))
    const white = whitened(flat, mask.flat())
    // Skipped tokens have no advantage that could be whitened.
    if (masked === 'skipped') for (const [t, kept] of mask.flat().entries()) if (kept === 0) white[t] = 0
    return {
      rawA: rows.map((row) => row.advantages),
      returns: rows.map((row) => row.returns),
      A: matrix(white, mask),
    }
  },

  reinforcePlusPlus({ inputs, params }) {
    const rewards = inputs.matrix('tokenRewards')
    const mask = inputs.matrix('mask', rewards)
    const returns = rewards.map((row, i) => tokenReturns(row, mask[i]!, params.number('gamma')))
    const white = whitened(Float64Array.from(returns.flatMap((row) => [...row])), mask.flat())
    const kept = mask.flat()
    return {
      returns,
      A: matrix(
        white.map((value, t) => value * kept[t]!),
        mask,
      ),
    }
  },
}

function lossTokens(inputs: Fields, mask: readonly number[][], aggregation: AggregationMode): ObjectiveTokens {
  const oldProb = inputs.matrix('oldProb', mask)
  const rows = { tokens: mask.map(sum), trajectory: mask.map((_, row) => row) }
  const weights = aggregationWeights(aggregation, rows, { normLength: mask[0]?.length ?? 0 })
  return {
    logprobs: inputs.matrix('newProb', mask).flat().map(Math.log),
    oldLogprobs: oldProb.flat().map(Math.log),
    advantages: inputs.matrix('advantages', mask).flat(),
    weights: mask.flatMap((row, i) => row.map((kept) => kept * weights[i]!)),
    row: mask.flatMap((row, i) => row.map(() => i)),
  }
}

function ppo(
  tokens: ObjectiveTokens,
  mask: readonly number[][],
  clip: { readonly clipLow: number; readonly clipHigh: number },
  params: Fields,
): Outcome {
  const options = { ...clip, ...(params.values.dualClip === null ? {} : { dualClip: params.number('dualClip') }) }
  const { loss, perToken } = policyLoss(tokens, options)
  const metrics = policyMetrics(tokens, options)
  return {
    loss,
    perToken: matrix(perToken, mask),
    clipFrac: metrics.clipFracLow + metrics.clipFracHigh,
    clipFracLower: metrics.dualClipFrac,
    ppoKl: metrics.kl,
  }
}

/** Numbers in order as rows of the shape of `like`. */
function matrix(flat: Float64Array, like: readonly number[][]): number[][] {
  let next = 0
  return like.map((row) => row.map(() => flat[next++]!))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
