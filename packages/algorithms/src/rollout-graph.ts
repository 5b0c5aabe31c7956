// The merged rollout graph: all episodes of a task laid over each other. Nodes are states, an edge is a transition some
// step made, and a trajectory ends in an outcome. GraphGPO, graph Bellman and GAGPO read the same graph, and so can
// anything that shows it. Tasks never share a node. Built in time linear in rows (likeness of texts aside).
//
// An end of a trajectory is a node too: `success` of its task if it was won, otherwise the state it was left in, which
// other trajectories may have gone on from; where that state is unknown, a node of its own.
import { orderByTime, type TimeOrder } from './returns.ts'
import { previousRows, type StateRules, stateDefaults, stepGroups } from './step-groups.ts'
import type { StepRows } from './step-rows.ts'

/** What a step led to: on to the next row of its trajectory, or the end. */
export const ENDS = { goesOn: 0, failure: 1, success: 2 } as const

export interface RolloutGraph {
  readonly nodeCount: number
  /** Task of each node. */
  readonly nodeGroup: Int32Array
  /** Interned state of each node (of its first visit, where several keys are one state); −1 for ends without a state. */
  readonly nodeState: Int32Array
  /** Node `success` of each group; −1 where no trajectory was won. */
  readonly successNode: Int32Array
  /** Node each row acts in: the label its step group has, so rows alone number 0 … without gaps. */
  readonly source: Int32Array
  /** Node each row leads to. */
  readonly target: Int32Array
  /** One of `ENDS`, one a row. */
  readonly end: Uint8Array
  /** Distinct transitions (source, target, end). */
  readonly edges: RolloutEdges
}

export interface RolloutEdges {
  readonly count: number
  readonly source: Int32Array
  readonly target: Int32Array
  readonly end: Uint8Array
  /** Steps that made the transition. */
  readonly steps: Int32Array
  /** Edge of each row. */
  readonly ofRow: Int32Array
}

/** The graph of each task of the rows; by default equal keys are one state. `order`: the rows' own, if it is known. */
export function rolloutGraph(
  rows: StepRows,
  rules: StateRules = stateDefaults,
  order: TimeOrder = orderByTime(rows),
): RolloutGraph {
  const { visits, previous, endVisit } = visitsOf(rows, order)
  const { label } = stepGroups(visits, { ...rules, stateKey: 'task' }, previous)
  const nodeGroup: number[] = []
  const nodeState: number[] = []
  const addNode = (group: number, state: number): number => {
    nodeState.push(state)
    return nodeGroup.push(group) - 1
  }
  for (let i = 0; i < visits.size; i++) if (label[i] === nodeGroup.length) addNode(visits.group[i]!, visits.state[i]!) // labels appear in the order 0, 1, 2 …
  const successNode = new Int32Array(rows.groupCount).fill(-1)
  const source = label.slice(0, rows.size)
  const target = new Int32Array(rows.size)
  const end = new Uint8Array(rows.size)
  for (let k = 0; k < rows.trajectoryEnd.size; k++) {
    const last = order.offset[k + 1]! - 1
    for (let place = order.offset[k]!; place < last; place++) target[order.row[place]!] = source[order.row[place + 1]!]!
    if (last < order.offset[k]!) continue
    const row = order.row[last]!
    const group = rows.group[row]!
    if (rows.trajectoryEnd.success[k] === 1) {
      if (successNode[group] === -1) successNode[group] = addNode(group, -1)
      target[row] = successNode[group]!
      end[row] = ENDS.success
    } else {
      target[row] = endVisit[k] === -1 ? addNode(group, -1) : label[endVisit[k]!]!
      end[row] = ENDS.failure
    }
  }
  return {
    nodeCount: nodeGroup.length,
    nodeGroup: Int32Array.from(nodeGroup),
    nodeState: Int32Array.from(nodeState),
    successNode,
    source,
    target,
    end,
    edges: mergedEdges(source, target, end, nodeGroup.length),
  }
}

/** The rows and, behind them, the states in which lost trajectories were left, as far as they are known. */
function visitsOf(rows: StepRows, order: TimeOrder) {
  const { finalState, success, size: trajectories } = rows.trajectoryEnd
  const group = Array.from(rows.group)
  const state = Array.from(rows.state)
  const previous = Array.from(previousRows(order))
  const endVisit = new Int32Array(trajectories).fill(-1)
  for (let k = 0; k < trajectories; k++) {
    const last = order.offset[k + 1]! - 1
    if (last < order.offset[k]! || success[k] === 1 || finalState[k] === -1) continue
    const row = order.row[last]!
    endVisit[k] = group.push(rows.group[row]!) - 1
    state.push(finalState[k]!)
    previous.push(row)
  }
  const visits = {
    size: group.length,
    group: Int32Array.from(group),
    groupCount: rows.groupCount,
    state: Int32Array.from(state),
    stateKeys: rows.stateKeys,
  }
  return { visits, previous: Int32Array.from(previous), endVisit }
}

function mergedEdges(source: Int32Array, target: Int32Array, end: Uint8Array, nodes: number): RolloutEdges {
  const first: number[] = []
  const steps: number[] = []
  const numbers = new Map<number, number>()
  const ofRow = source.map((from, row) => {
    const key = (from * nodes + target[row]!) * 3 + end[row]!
    const edge = numbers.get(key) ?? first.length
    if (edge === first.length) {
      numbers.set(key, edge)
      first.push(row)
      steps.push(0)
    }
    steps[edge]!++
    return edge
  })
  return {
    count: first.length,
    source: Int32Array.from(first, (row) => source[row]!),
    target: Int32Array.from(first, (row) => target[row]!),
    end: Uint8Array.from(first, (row) => end[row]!),
    steps: Int32Array.from(steps),
    ofRow,
  }
}

/** Counting sort: the indices with label b are `member[offset[b]] … member[offset[b + 1] − 1]`, ascending. */
export function buckets(
  label: Int32Array,
  labels: number,
): { readonly offset: Int32Array; readonly member: Int32Array } {
  const offset = new Int32Array(labels + 1)
  for (const b of label) offset[b + 1]!++
  for (let b = 0; b < labels; b++) offset[b + 1]! += offset[b]!
  const next = offset.slice()
  const member = new Int32Array(label.length)
  for (let i = 0; i < label.length; i++) member[next[label[i]!]!++] = i
  return { offset, member }
}
