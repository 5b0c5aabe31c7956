// Graph Bellman, published as GRAFT: the merged rollout graph is taken as an empirical Markov chain and its Bellman equation solved,
// so that a state is worth what became of *all* visits to it. Steps get the temporal difference of those values. Unlike
// distances it averages over what an action led to, so luck is not taken for skill.
//
// V, TD and the constants are the published ones; how TD becomes an advantage is this project's definition (3, 4).
// Deviations: σ ≤ 1e-6 and single rows give 0; the invalid-action penalty is taken off at the end (`reward`: off TD,
// hence propagated back; `row`: off A before normalisation). The outcome is the episode's success, not its reward.
// Meant for a loss with one ratio an action (objective `gspo` with clip 0.2).
import { type LambdaParameters, lambdaChecks } from './lambda-options.ts'
import type { Algorithm } from './options.ts'
import { penalised } from './penalty.ts'
import { generalisedAdvantages, orderByTime } from './returns.ts'
import { buckets, ENDS, type RolloutGraph, rolloutGraph } from './rollout-graph.ts'
import { groupStatistics, relative } from './statistics.ts'
import { stepAdvantages } from './step-advantages.ts'
import { stateDefaults } from './step-groups.ts'

export const graphBellman: Algorithm<LambdaParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, ...stateDefaults, norm: 'mean_std', gamma: 0.99, lambda: 0.95 },

  checks: lambdaChecks,

  advantages(rows, parameters) {
    const { norm, gamma, lambda, stdGuard } = parameters
    const order = orderByTime(rows)
    const graph = rolloutGraph(rows, parameters, order)

    // (1)   V(u) = γ · mean over the steps observed from u of V(next);   an end is worth its outcome, 1 or 0
    const value = bellmanValues(graph, gamma)

    // (2)   TD_t = γ V(s_{t+1}) − V(s_t)
    const difference = temporalDifferences(graph, value, gamma)

    // (3)   A_t = Σ_l (γλ)^l TD_{t+l}   along the own trajectory
    const propagated = generalisedAdvantages(order, penalised(difference, rows, parameters, 'reward'), gamma * lambda)
    const raw = penalised(propagated, rows, parameters, 'row')

    // (4)   Â_t = (A_t − mean A) / F   over the steps that leave the same node
    const statistics = groupStatistics(raw, graph.source, graph.nodeCount)
    const step = relative(raw, graph.source, statistics, { norm, stdGuard, singleton: 'zero' })

    const stepReturn = raw.map((advantage, i) => advantage + value[graph.source[i]!]!)
    return stepAdvantages(rows, step, stepReturn, parameters, graph.source)
  },
}

/** Largest change of a value in the last sweep. */
const TOLERANCE = 1e-12
/** Sweeps after which values count as settled: reached only by loops that are almost never left, with γ ≈ 1. */
const MAX_SWEEPS = 20_000

/**
 * V of each node: each task by itself until no value changes by more than 1e-12. Gauss–Seidel from the node seen last to
 * the first, which is roughly against the flow of time, with each node's own loop solved exactly.
 */
export function bellmanValues(graph: RolloutGraph, gamma: number): Float64Array {
  const { nodeCount, nodeGroup, successNode } = graph
  const nodes = buckets(nodeGroup, successNode.length)
  const { offset, next, weight } = discountedTransitions(graph, gamma)
  const value = new Float64Array(nodeCount)
  for (let group = 0; group < successNode.length; group++) {
    if (successNode[group] === -1) continue // every end is worth 0
    value[successNode[group]!] = 1
    for (let sweep = 0, change = 1; change > TOLERANCE && sweep < MAX_SWEEPS; sweep++) {
      change = 0
      for (let n = nodes.offset[group + 1]! - 1; n >= nodes.offset[group]!; n--) {
        const node = nodes.member[n]!
        if (node === successNode[group]) continue
        let solved = 0
        for (let k = offset[node]!; k < offset[node + 1]!; k++) solved += weight[k]! * value[next[k]!]!
        change = Math.max(change, Math.abs(solved - value[node]!))
        value[node] = solved
      }
    }
  }
  return value
}

/** V(u) = Σ_k weight_k V(next_k): γ times the share of the steps from u, its own loop taken to the left-hand side. */
function discountedTransitions({ nodeCount, edges }: RolloutGraph, gamma: number) {
  const { offset, member } = buckets(edges.source, nodeCount)
  const next = Int32Array.from(member, (edge) => edges.target[edge]!)
  const weight = new Float64Array(edges.count)
  for (let node = 0; node < nodeCount; node++) {
    let rest = 0
    for (let k = offset[node]!; k < offset[node + 1]!; k++) {
      const edge = member[k]!
      const loop = next[k] === node && edges.end[edge] === ENDS.goesOn
      const lost = edges.end[edge] === ENDS.failure
      rest += loop ? (1 - gamma) * edges.steps[edge]! : edges.steps[edge]!
      weight[k] = loop || lost ? 0 : gamma * edges.steps[edge]!
    }
    for (let k = offset[node]!; k < offset[node + 1]!; k++) weight[k]! /= rest
  }
  return { offset, next, weight }
}

/** γ V(next) − V(here) of each row; a failed end is worth 0, even where others went on from that state. */
export function temporalDifferences(graph: RolloutGraph, value: Float64Array, gamma: number): Float64Array {
  return Float64Array.from(graph.source, (node, row) => {
    const next = graph.end[row] === ENDS.failure ? 0 : value[graph.target[row]!]!
    return gamma * next - value[node]!
  })
}
