// The protocol's losses as the engine's. Its thresholds are bounds of the ratio, the engine's are distances from 1.
import type { LossSpec } from '@gigpo/core'
import type { Pass } from '../wire/requests.ts'
import { HttpError } from './http-error.ts'

/** `weighted`: −stopgrad(clip(r))·A·log π, for which the clipped ratio is scored first. */
export type ServedLoss =
  | { readonly kind: 'spec'; readonly spec: LossSpec }
  | { readonly kind: 'weighted'; readonly low: number; readonly high: number }

/** A bound that no ratio of float32 log-probabilities reaches before it overflows. */
const NO_BOUND = 1e30

/** @throws HttpError 400 for a loss that this engine does not have, 422 for unknown thresholds. */
export function toLoss({ loss_fn, loss_fn_config, gigpo_loss }: Pass): ServedLoss {
  if (gigpo_loss !== undefined) return { kind: 'spec', spec: gigpo_loss }
  const config = loss_fn_config ?? {}
  const known: readonly string[] = ['ppo', 'cispo'].includes(loss_fn)
    ? ['clip_low_threshold', 'clip_high_threshold']
    : []
  const unknown = Object.keys(config).find((key) => !known.includes(key))
  if (unknown !== undefined) throw new HttpError(422, `loss_fn_config of ${loss_fn} has no "${unknown}"`)
  const { clip_low_threshold: low = 0.8, clip_high_threshold: high = 1.2 } = config
  if (!(low >= 0 && low <= high))
    throw new HttpError(400, `thresholds must be 0 ≤ low ≤ high, received ${low}, ${high}`)
  switch (loss_fn) {
    case 'cross_entropy':
      return { kind: 'spec', spec: { kind: 'cross-entropy' } }
    case 'importance_sampling':
      return { kind: 'spec', spec: { kind: 'ppo', clipLow: 1, clipHigh: NO_BOUND } }
    case 'ppo':
      return { kind: 'spec', spec: { kind: 'ppo', clipLow: 1 - low, clipHigh: high - 1 } }
    case 'cispo':
      return { kind: 'weighted', low, high }
    default:
      throw new HttpError(400, `this engine has no loss "${loss_fn}"; it has ${LOSSES.join(', ')}`)
  }
}

const LOSSES = ['cross_entropy', 'importance_sampling', 'ppo', 'cispo'] as const
