// The rollout graph of one task, ready to be drawn: states with how often they were visited and what came of it, transitions
// with what credit their steps got. It is the graph that GraphGPO, graph Bellman and GAGPO read (rollout-graph.ts), so
// what is seen is what they compute on. Layers are turns: a state stands where it was seen first.
import { ENDS, rolloutGraph, type StateRules } from '@gigpo/algorithms'
import type { Scored } from '../equations/scored.ts'

export interface GraphNode {
  readonly id: string
  /** `success`: where won episodes end; `lost`: an end whose state nobody knows. */
  readonly kind: 'state' | 'success' | 'lost'
  readonly anchor: string
  /** Rows of the batch that start in the state. */
  readonly rows: readonly number[]
  /** Earliest turn at which an episode was here; an end comes after the last turn of all. */
  readonly turn: number
  /** Mean return of the rows; null where no step was taken. */
  readonly meanReturn: number | null
  /** Lost episodes that ended here, and won ones at `success`. */
  readonly ends: number
}

export interface GraphEdge {
  readonly source: string
  readonly target: string
  readonly rows: readonly number[]
  readonly meanCredit: number
}

export interface AnchorGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** `group`: the task's id; `credit`: what the colour of an edge is the mean of. A task without steps gives an empty graph. */
export function anchorGraph(scored: Scored, group: string, credit: ArrayLike<number>): AnchorGraph {
  const { batch, advantages, parameters } = scored
  const { rows, episodes } = batch
  const graph = rolloutGraph(rows, stateRules(parameters))
  const ours = Array.from(rows.group.keys()).filter((row) => episodes[rows.trajectory[row]!]!.group === group)
  const leaving = collect(ours, (row) => graph.source[row]!)
  const nodes = new Map<number, GraphNode>()
  const turnOf = new Map<number, number>()
  const endsAt = new Map<number, number>()
  let last = 0
  for (const row of ours) {
    const t = batch.steps[row]!.t
    last = Math.max(last, t + 1)
    see(turnOf, graph.source[row]!, t)
    see(turnOf, graph.target[row]!, t + 1)
    if (graph.end[row] !== ENDS.goesOn) endsAt.set(graph.target[row]!, (endsAt.get(graph.target[row]!) ?? 0) + 1)
  }
  for (const [node, turn] of turnOf) {
    const own = leaving.get(node) ?? []
    const state = graph.nodeState[node]!
    const kind = state !== -1 ? 'state' : graph.successNode.includes(node) ? 'success' : 'lost'
    nodes.set(node, {
      ...{ id: `s${node}`, kind, anchor: state === -1 ? '' : rows.stateKeys[state]!, rows: own },
      turn: kind === 'success' ? last : turn,
      meanReturn: mean(own, advantages.stepReturn),
      ends: endsAt.get(node) ?? 0,
    })
  }
  const byEdge = collect(ours, (row) => graph.edges.ofRow[row]!)
  const edges = [...byEdge].map(([edge, own]) => ({
    source: `s${graph.edges.source[edge]!}`,
    target: `s${graph.edges.target[edge]!}`,
    rows: own,
    meanCredit: mean(own, credit)!,
  }))
  return { nodes: [...nodes.values()].sort((a, b) => a.turn - b.turn), edges: mergeEnds(edges, credit) }
}

/** A step that ended in a state and one that went on from it are one arrow. */
function mergeEnds(edges: readonly GraphEdge[], credit: ArrayLike<number>): GraphEdge[] {
  const merged = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const key = `${edge.source} ${edge.target}`
    const before = merged.get(key)
    const rows = [...(before?.rows ?? []), ...edge.rows]
    merged.set(key, before === undefined ? edge : { ...edge, rows, meanCredit: mean(rows, credit)! })
  }
  return [...merged.values()]
}

/** What is one state: as the algorithm says, where it says. */
function stateRules(parameters: Scored['parameters']): StateRules {
  const { grouping = 'exact', similarityThreshold = 0.95, history = 0 } = parameters as Partial<StateRules>
  return { grouping, similarityThreshold, history }
}

function see(turns: Map<number, number>, node: number, turn: number): void {
  turns.set(node, Math.min(turn, turns.get(node) ?? turn))
}

function mean(rows: readonly number[], values: ArrayLike<number>): number | null {
  return rows.length === 0 ? null : rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length
}

function collect(rows: readonly number[], label: (row: number) => number): Map<number, number[]> {
  const out = new Map<number, number[]>()
  for (const row of rows) {
    const own = out.get(label(row))
    if (own === undefined) out.set(label(row), [row])
    else own.push(row)
  }
  return out
}
