// The per-token losses ℓ of core's LossSpec, as graph nodes: −log π, dual-clip PPO (Schulman et al., 2017; Ye et al.,
// 2020) with a KL term and an entropy bonus, and the linear loss −A·log π. Exponents are clamped to ±20 and KL k3 to ±10,
// as the reference numbers are.
import type { KlKind, LossSpec } from '@gigpo/core'
import { add, less, max, min, mul, sub } from '../graph/operators/elementwise.ts'
import { input, scalar } from '../graph/operators/leaf.ts'
import { abs, clip, exp, neg } from '../graph/operators/unary.ts'
import type { Shape, Tensor } from '../graph/tensor.ts'

/** Names of the f32 [batch, completion] inputs that a loss reads besides targets and weights. */
export function lossInputNames(loss: LossSpec): ('advantages' | 'oldLogprobs' | 'refLogprobs')[] {
  if (loss.kind === 'cross-entropy') return []
  if (loss.kind === 'linear') return ['advantages']
  return ['advantages', 'oldLogprobs', ...(loss.kl === undefined ? [] : ['refLogprobs' as const])]
}

export function lossInputs(loss: LossSpec, shape: Shape): Map<string, Tensor> {
  return new Map(lossInputNames(loss).map((name) => [name, input(name, shape)]))
}

/** ℓ of each token, in the shape of `logprobs`. */
export function tokenLoss(
  loss: LossSpec,
  logprobs: Tensor,
  entropies: Tensor,
  inputs: ReadonlyMap<string, Tensor>,
): Tensor {
  if (loss.kind === 'cross-entropy') return neg(logprobs)
  const advantages = inputs.get('advantages')!
  let total: Tensor
  if (loss.kind === 'linear') total = neg(mul(advantages, logprobs))
  else {
    total = clippedPolicyLoss(loss, logprobs, advantages, inputs.get('oldLogprobs')!)
    if (loss.kl !== undefined) {
      const divergence = klDivergence(loss.kl.kind, logprobs, inputs.get('refLogprobs')!)
      total = add(total, mul(scalar(loss.kl.coefficient), divergence))
    }
  }
  const { entropyCoefficient = 0 } = loss
  return entropyCoefficient === 0 ? total : sub(total, mul(scalar(entropyCoefficient), entropies))
}

type PpoLoss = Extract<LossSpec, { kind: 'ppo' }>

function clippedPolicyLoss(loss: PpoLoss, logprobs: Tensor, advantages: Tensor, oldLogprobs: Tensor): Tensor {
  const ratio = exp(clip(sub(logprobs, oldLogprobs), -20, 20))
  const negative = neg(advantages)
  const clipped = clip(ratio, 1 - loss.clipLow, 1 + loss.clipHigh)
  const surrogate = max(mul(negative, ratio), mul(negative, clipped))
  if (loss.dualClip === undefined) return surrogate
  // For A < 0 the loss is bounded by −A·c; elsewhere the bound is not looked at.
  const bounded = min(surrogate, mul(negative, scalar(loss.dualClip)))
  return add(surrogate, mul(less(advantages, scalar(0)), sub(bounded, surrogate)))
}

function klDivergence(kind: KlKind, logprobs: Tensor, reference: Tensor): Tensor {
  const difference = clip(sub(reference, logprobs), -20, 20)
  switch (kind) {
    case 'k1':
      return neg(difference)
    case 'abs':
      return abs(difference)
    case 'k2':
      return mul(scalar(0.5), mul(difference, difference))
    case 'k3':
      return clip(sub(sub(exp(difference), difference), scalar(1)), -10, 10)
  }
}
