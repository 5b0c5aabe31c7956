// GraphGPO, "Beyond Trajectory-Level Attribution", arXiv 2605.26684: step credit from distances in the merged rollout graph.
// A step is good if it leads closer to success than the other steps taken from the same state, whatever became of its own
// episode. Needs no reward along the way.
//
// Deviations: the invalid-action penalty is taken off at the end and σ ≤ 1e-6 gives 0, as everywhere (`mode: 'verl-agent'`
// undoes both). Scope `reward` reaches A^E only: the step return comes from distances. States are the environment's keys;
// the published ALFWorld wrapper adds the location, the held object and its condition, which is a key of its own.
// Pitfall: d is the shortest way anyone was lucky enough to take, so it overrates risky steps of a stochastic environment.
import { episodeScore } from './episode-score.ts'
import { type Algorithm, type EpisodeParameters, episodeChecks, episodeDefaults } from './options.ts'
import { penalised } from './penalty.ts'
import { orderByTime } from './returns.ts'
import { buckets, type RolloutGraph, rolloutGraph } from './rollout-graph.ts'
import { groupStatistics, type Norm, relative } from './statistics.ts'
import { type StateRules, stateChecks, stateDefaults } from './step-groups.ts'

export interface GraphgpoParameters extends EpisodeParameters, StateRules {
  readonly norm: Norm
  /** The published code's step return, or the paper's. */
  readonly form: 'coded' | 'paper'
  /** Base γ of the step return (ω in the paper), in [0, 1]. */
  readonly gamma: number
  /** `coded` only: distances count from the state's own. */
  readonly normalizeDistance: boolean
  readonly episodeWeight: number
  readonly stepWeight: number
}

export const graphgpo: Algorithm<GraphgpoParameters> = {
  defaults: {
    ...episodeDefaults,
    ...stateDefaults,
    norm: 'mean_std',
    form: 'coded',
    gamma: 0.1,
    normalizeDistance: false,
    episodeWeight: 1,
    stepWeight: 1,
  },

  checks: {
    ...episodeChecks,
    ...stateChecks,
    norm: ['mean_std', 'mean'],
    form: ['coded', 'paper'],
    gamma: { min: 0, max: 1 },
    normalizeDistance: 'boolean',
    episodeWeight: { min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
    stepWeight: { min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
  },

  advantages(rows, parameters) {
    const { norm, form, gamma, normalizeDistance, episodeWeight, stepWeight, stdGuard, episodeSingleton } = parameters
    const order = orderByTime(rows)
    const reward = penalised(rows.reward, rows, parameters, 'reward')

    // (1)   A^E as in GRPO
    const { score, statistics } = episodeScore(rows, order, reward, parameters)
    const episode = relative(score, rows.group, statistics, { norm, stdGuard, singleton: episodeSingleton })

    // (2)   d(s): fewest steps from s to success in the merged graph
    const graph = rolloutGraph(rows, parameters, order)
    const distance = successDistances(graph)

    // (3)   coded: 10 γ^d(s′), or 10 γ^(d(s′) − d(s) + 1) with normalizeDistance;   paper: γ^(d(s′) + 1)
    const stepReturn = Float64Array.from(graph.target, (next, row) => {
      if (form === 'paper') return gamma ** (distance[next]! + 1)
      return 10 * gamma ** (distance[next]! - (normalizeDistance ? distance[graph.source[row]!]! - 1 : 0))
    })

    // (4)   A^S = (R^S − mean R^S) / F   over the steps that leave the same state
    const stepScore = penalised(stepReturn, rows, parameters, 'row')
    const stepStatistics = groupStatistics(stepScore, graph.source, graph.nodeCount)
    const step = relative(stepScore, graph.source, stepStatistics, { norm, stdGuard, singleton: 'zero' })

    // (5)   A = w_s A^S + w_e A^E
    const sum = step.map((advantage, i) => stepWeight * advantage + episodeWeight * episode[i]!)
    return { episode, step, total: penalised(sum, rows, parameters, 'advantage'), stepReturn, stepGroup: graph.source }
  },
}

/**
 * Fewest transitions from each node to its task's `success`. Nodes that cannot reach it have one more than the farthest
 * that can; without any success all other nodes have 1.
 */
export function successDistances(graph: RolloutGraph): Float64Array {
  const { nodeCount, nodeGroup, successNode, edges } = graph
  const incoming = buckets(edges.target, nodeCount)
  const distance = new Float64Array(nodeCount).fill(-1)
  const farthest = new Float64Array(successNode.length)
  const queue = Array.from(successNode).filter((node) => node !== -1)
  for (const node of queue) distance[node] = 0
  for (const node of queue) {
    farthest[nodeGroup[node]!] = distance[node]! // breadth first: of each task the last is the farthest
    for (let k = incoming.offset[node]!; k < incoming.offset[node + 1]!; k++) {
      const before = edges.source[incoming.member[k]!]!
      if (distance[before] !== -1) continue
      distance[before] = distance[node]! + 1
      queue.push(before)
    }
  }
  return distance.map((found, node) => (found === -1 ? farthest[nodeGroup[node]!]! + 1 : found))
}
