// Runs a graph in float64 in plain TypeScript: slow, exact enough to take finite differences of, and independent of any
// runtime. What a provider computes is judged against it.
import { inputName } from './operators/leaf.ts'
import type { Graph, Tensor } from './tensor.ts'
import { topological } from './tensor.ts'

/** The outputs by name. `feeds` holds every input, row-major. */
export function interpret(graph: Graph, feeds: Readonly<Record<string, ArrayLike<number>>>): Map<string, Float64Array> {
  const values = new Map<Tensor, Float64Array>()
  for (const node of topological(graph.outputs.values())) {
    const name = inputName(node)
    const fed = name === undefined ? undefined : feeds[name]
    const inputs = node.inputs.map((source) => values.get(source)!)
    values.set(node, fed === undefined ? node.operator.evaluate(inputs, node) : Float64Array.from(fed))
  }
  return new Map([...graph.outputs].map(([name, node]) => [name, values.get(node)!]))
}
