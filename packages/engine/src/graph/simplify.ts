// Clean-ups before a graph is compiled, in one pass from the leaves: equal nodes become one, a broadcast that its user
// would do anyway disappears, two transposes become one, and a sum is folded into a kernel that can add while it writes (a Gemm with an addend, a
// scatter onto a base). Dead nodes vanish because only what the outputs need is visited.
import { add } from './operators/elementwise.ts'
import { constantValues } from './operators/leaf.ts'
import { mergedTranspose } from './operators/movement.ts'
import { expandedFrom } from './operators/reduce.ts'
import { sameShape } from './shape.ts'
import type { Graph, Tensor } from './tensor.ts'
import { topological } from './tensor.ts'

const broadcasting = new Set(['add', 'sub', 'mul', 'div', 'max', 'min', 'less'])

export function simplify(graph: Graph): Graph {
  const order = topological(graph.outputs.values())
  const uses = new Map<Tensor, number>()
  for (const node of [...order.flatMap((user) => user.inputs), ...graph.outputs.values()]) {
    uses.set(node, (uses.get(node) ?? 0) + 1)
  }

  const replacement = new Map<Tensor, Tensor>()
  const unique = new Map<string, Tensor>()
  const numbers = new Map<Tensor, number>()
  const shared = (node: Tensor): Tensor => {
    const key = `${node.operator.key}(${node.inputs.map((source) => numbers.get(source)).join()})`
    const known = unique.get(key)
    if (known !== undefined) return known
    unique.set(key, node)
    numbers.set(node, numbers.size)
    return node
  }
  for (const node of order) {
    const inputs = node.inputs.map((source) => replacement.get(source)!)
    const rewritten = rewrite({ ...node, inputs }, (i) => uses.get(node.inputs[i]!) === 1)
    replacement.set(node, shared(rewritten))
  }
  return {
    inputs: graph.inputs,
    outputs: new Map([...graph.outputs].map(([name, node]) => [name, replacement.get(node)!])),
  }
}

function rewrite(node: Tensor, usedOnce: (input: number) => boolean): Tensor {
  if (!broadcasting.has(node.operator.key)) return mergedTranspose(node) ?? node
  const [a, b] = withoutExpand(node)
  if (node.operator.key === 'mul') {
    if (isScalar(a, 1) && sameShape(b.shape, node.shape)) return b
    if (isScalar(b, 1) && sameShape(a.shape, node.shape)) return a
  }
  if (node.operator.key === 'add') {
    const absorbed =
      (usedOnce(1) ? b.operator.absorb?.(a, b) : undefined) ?? (usedOnce(0) ? a.operator.absorb?.(b, a) : undefined)
    return absorbed ?? add(a, b)
  }
  return { ...node, inputs: [a, b] }
}

/** The operands, each without its broadcast where the other already has the full shape. */
function withoutExpand(node: Tensor): [Tensor, Tensor] {
  const [a, b] = node.inputs as [Tensor, Tensor]
  if (sameShape(b.shape, node.shape)) return [expandedFrom(a) ?? a, b]
  if (sameShape(a.shape, node.shape)) return [a, expandedFrom(b) ?? b]
  return [a, b]
}

function isScalar(node: Tensor, value: number): boolean {
  const values = constantValues(node)
  return values?.length === 1 && values[0] === value
}
