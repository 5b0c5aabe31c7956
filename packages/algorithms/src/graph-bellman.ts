// Graph Bellman (GRAFT): the merged rollout graph is taken as an empirical Markov chain and its Bellman equation solved,
// so that a state is worth what became of *all* visits to it. Steps get the temporal difference of those values. Unlike
// distances it averages over what an action led to, so luck is not taken for skill.
//
// V, TD and the constants are the published ones; how TD becomes an advantage is this project's definition (3, 4).
// Deviations: σ ≤ 1e-6 and single rows give 0; the invalid-action penalty is taken off at the end (`reward`: off TD,
// hence propagated back; `row`: off A before normalisation). The outcome is the episode's success, not its reward.
// Meant for a loss with one ratio an action (objective `gspo` with clip 0.2).
import {
  type Algorithm,
  type EpisodeParameters,
  episodeChecks,
  type PenaltyParameters,
  penaltyChecks,
} from './options.ts'
import { penalised } from './penalty.ts'
import { generalisedAdvantages, orderByTime } from './returns.ts'
import { ENDS, type RolloutGraph, rolloutGraph } from './rollout-graph.ts'
import { groupStatistics, type Norm, relative } from './statistics.ts'
import { stepAdvantages } from './step-advantages.ts'
import { type StateRules, stateChecks, stateDefaults } from './step-groups.ts'

export interface GraphBellmanParameters extends PenaltyParameters, StateRules, Pick<EpisodeParameters, 'stdGuard'> {
  readonly norm: Norm
  /** Discount γ of the Bellman equation, in [0, 1]. */
  readonly gamma: number
  /** λ: 0 is the one-step difference, 1 the discounted outcome less V. Published: 0.95 ALFWorld, 0.8 WebShop, 0.6 search. */
  readonly lambda: number
}

export const graphBellman: Algorithm<GraphBellmanParameters> = {
  defaults: { mode: 'fixed', penalty: 0.1, ...stateDefaults, norm: 'mean_std', gamma: 0.99, lambda: 0.95 },

  checks: {
    ...penaltyChecks,
    ...stateChecks,
    stdGuard: episodeChecks.stdGuard,
    norm: ['mean_std', 'mean'],
    gamma: { min: 0, max: 1 },
    lambda: { min: 0, max: 1 },
  },

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

/** V of each node. Gauss–Seidel, nodes near the end of trajectories first, each node's own loop solved exactly. */
export function bellmanValues(graph: RolloutGraph, gamma: number): Float64Array {
  const { nodeCount, edges } = graph
  const steps = new Float64Array(nodeCount)
  const outgoing = outgoingEdges(graph)
  for (let edge = 0; edge < edges.count; edge++) steps[edges.source[edge]!]! += edges.steps[edge]!
  const value = new Float64Array(nodeCount)
  for (const node of graph.successNode) if (node !== -1) value[node] = 1
  for (let sweep = 0, change = 1; change > TOLERANCE && sweep < MAX_SWEEPS; sweep++) {
    change = 0
    for (let node = nodeCount - 1; node >= 0; node--) {
      if (steps[node] === 0) continue
      let sum = 0
      let loop = 0
      for (let k = outgoing.offset[node]!; k < outgoing.offset[node + 1]!; k++) {
        const edge = outgoing.edge[k]!
        if (edges.end[edge] === ENDS.failure) continue
        if (edges.target[edge] === node) loop += edges.steps[edge]!
        else sum += edges.steps[edge]! * value[edges.target[edge]!]!
      }
      const solved = (gamma * sum) / (steps[node]! - gamma * loop)
      change = Math.max(change, Math.abs(solved - value[node]!))
      value[node] = solved
    }
  }
  return value
}

/** γ V(next) − V(here) of each row; a failed end is worth 0, even where others went on from that state. */
export function temporalDifferences(graph: RolloutGraph, value: Float64Array, gamma: number): Float64Array {
  return Float64Array.from(graph.source, (node, row) => {
    const next = graph.end[row] === ENDS.failure ? 0 : value[graph.target[row]!]!
    return gamma * next - value[node]!
  })
}

function outgoingEdges({ nodeCount, edges }: RolloutGraph): { readonly offset: Int32Array; readonly edge: Int32Array } {
  const offset = new Int32Array(nodeCount + 1)
  for (const node of edges.source) offset[node + 1]!++
  for (let node = 0; node < nodeCount; node++) offset[node + 1]! += offset[node]!
  const next = offset.slice()
  const edge = new Int32Array(edges.count)
  for (let e = 0; e < edges.count; e++) edge[next[edges.source[e]!]!++] = e
  return { offset, edge }
}
