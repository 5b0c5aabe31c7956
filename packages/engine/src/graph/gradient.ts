// Reverse-mode differentiation: walks the graph from its outputs back to its leaves and adds up what each user of a tensor
// sends it. Operators only state their own vector-Jacobian product; this file is the chain rule.
import { GigpoError } from '@gigpo/core'
import { add } from './operators/elementwise.ts'
import { scalar } from './operators/leaf.ts'
import { expand } from './operators/reduce.ts'
import { requireShape } from './shape.ts'
import type { Tensor } from './tensor.ts'
import { topological } from './tensor.ts'

/** ∂loss/∂x for each tensor of `wanted`, zeros where the loss does not depend on it. `loss` is a scalar. */
export function gradients(loss: Tensor, wanted: readonly Tensor[]): Tensor[] {
  requireShape(loss.shape.length === 0, 'gradients', loss.shape)
  const received = pullBack(loss, scalar(1), wanted)
  return wanted.map((leaf) => received.get(leaf) ?? expand(scalar(0), leaf.shape))
}

/** Adds a gradient to what its tensor has received before. */
export function addTo(received: Map<Tensor, Tensor>, to: Tensor, gradient: Tensor): void {
  const sum = received.get(to)
  received.set(to, sum === undefined ? gradient : add(sum, gradient))
}

/**
 * The vector-Jacobian product: upstreamᵀ · ∂output/∂x for each tensor of `wanted` that the output depends on, taken as
 * independent of each other: the walk ends at them. A graph that is differentiated piece by piece passes on what one piece
 * gives as the `upstream` of the piece before.
 */
export function pullBack(output: Tensor, upstream: Tensor, wanted: readonly Tensor[]): Map<Tensor, Tensor> {
  const order = topological([output])
  const depends = new Set<Tensor>(wanted)
  for (const node of order) if (node.inputs.some((source) => depends.has(source))) depends.add(node)

  const received = new Map<Tensor, Tensor>([[output, upstream]])
  const given = new Map<Tensor, Tensor>()
  const ends = new Set(wanted)
  for (const node of order.reverse()) {
    const own = received.get(node)
    if (own === undefined || !depends.has(node)) continue
    if (ends.has(node)) {
      given.set(node, own)
      continue
    }
    if (node.operator.gradient === undefined) {
      throw new GigpoError('contract', `operator "${node.operator.key}" is not differentiable`)
    }
    const sent = node.operator.gradient(own, node)
    node.inputs.forEach((source, i) => {
      const gradient = sent[i]
      if (gradient === undefined || !depends.has(source)) return
      addTo(received, source, gradient)
    })
  }
  return given
}
