// Reverse-mode differentiation: walks the graph from a scalar back to its leaves and adds up what each user of a tensor
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
  const order = topological([loss])
  const depends = new Set<Tensor>(wanted)
  for (const node of order) if (node.inputs.some((source) => depends.has(source))) depends.add(node)

  const received = new Map<Tensor, Tensor>([[loss, scalar(1)]])
  for (const node of order.reverse()) {
    const upstream = received.get(node)
    if (upstream === undefined || !depends.has(node) || node.inputs.length === 0) continue
    if (node.operator.gradient === undefined) {
      throw new GigpoError('contract', `operator "${node.operator.key}" is not differentiable`)
    }
    const sent = node.operator.gradient(upstream, node)
    node.inputs.forEach((source, i) => {
      const gradient = sent[i]
      if (gradient === undefined || !depends.has(source)) return
      const sum = received.get(source)
      received.set(source, sum === undefined ? gradient : add(sum, gradient))
    })
  }
  return wanted.map((leaf) => received.get(leaf) ?? expand(scalar(0), leaf.shape))
}
