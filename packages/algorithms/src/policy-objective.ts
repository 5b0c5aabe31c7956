// Policy objectives other than clipped PPO, in float64, with their gradients: an engine needs no code for them. Run
// `forward`, call `policyObjective`, and send the engine's `linear` loss with weights 1 and advantages −gradient: its
// gradient is then that of the objective, exactly. KL(π ‖ π_ref) is added per token as in policy-loss.ts; an entropy bonus
// is the linear loss's own.
import { GigpoError, type KlKind } from '@gigpo/core'
import { cispo } from './cispo.ts'
import { gspo } from './gspo.ts'
import { klEstimator, klSlope } from './kl.ts'
import { unknownName } from './options.ts'
import { type PolicyMetrics, summarizeTokens } from './policy-metrics.ts'
import type { ClipOptions, ObjectiveTokens, Surrogates } from './policy-tokens.ts'

export type ObjectiveKind = 'gspo' | 'cispo' | 'policy-gradient'

export const objectiveKinds: readonly ObjectiveKind[] = ['gspo', 'cispo', 'policy-gradient']

export type ObjectiveOptions = (
  | ({ readonly kind: 'gspo' } & ClipOptions)
  | ({ readonly kind: 'cispo' } & ClipOptions)
  /** −A log π, without ratio or clip (GPG). */
  | { readonly kind: 'policy-gradient' }
) & { readonly kl?: { readonly kind: KlKind; readonly coefficient: number } }

export interface PolicyObjective {
  /** Σ weight · ℓ. */
  readonly loss: number
  /** ℓ, masked tokens included. */
  readonly perToken: Float64Array
  /** ∂loss / ∂log π of each token, its weight included; 0 where masked. */
  readonly gradient: Float64Array
  readonly metrics: PolicyMetrics
}

/** @throws GigpoError `config` for an unknown kind; `contract` if KL is asked for without `refLogprobs`. */
export function policyObjective(tokens: ObjectiveTokens, options: ObjectiveOptions): PolicyObjective {
  const surrogates = surrogatesOf(tokens, options)
  const { perToken, gradient, ratio, clipped } = withKl(surrogates, tokens, options.kl)
  let loss = 0
  for (let t = 0; t < perToken.length; t++) if (tokens.weights[t] !== 0) loss += tokens.weights[t]! * perToken[t]!
  const metrics = summarizeTokens(tokens, loss, options.kl?.kind, (t) => ({
    ratio: ratio[t]!,
    clipped: clipped[t] === 1,
  }))
  return { loss, perToken, gradient, metrics }
}

function surrogatesOf(tokens: ObjectiveTokens, options: ObjectiveOptions): Surrogates {
  switch (options.kind) {
    case 'gspo':
      return gspo(tokens, options)
    case 'cispo':
      return cispo(tokens, options)
    case 'policy-gradient': {
      const unclipped = cispo(tokens, { clipLow: 0, clipHigh: 0 })
      return { ...unclipped, clipped: new Uint8Array(unclipped.ratio.length) }
    }
    default:
      throw unknownName('policy objective', (options as ObjectiveOptions).kind, objectiveKinds)
  }
}

function withKl(surrogates: Surrogates, tokens: ObjectiveTokens, kl: ObjectiveOptions['kl']): Surrogates {
  if (kl === undefined) return surrogates
  const { refLogprobs, logprobs, weights } = tokens
  if (refLogprobs === undefined)
    throw new GigpoError('contract', 'the policy objective has kl but its tokens have no refLogprobs', {
      remedy: 'pass refLogprobs, or leave kl out',
    })
  return {
    ...surrogates,
    perToken: surrogates.perToken.map(
      (value, t) => value + kl.coefficient * klEstimator(kl.kind, logprobs[t]!, refLogprobs[t]!),
    ),
    gradient: surrogates.gradient.map((value, t) =>
      weights[t] === 0 ? 0 : value + weights[t]! * kl.coefficient * klSlope(kl.kind, logprobs[t]!, refLogprobs[t]!),
    ),
  }
}
