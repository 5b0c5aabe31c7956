// Which steps are compared with each other: visits of the same state of the same task (or of the whole batch). What "the
// same state" means is a rule: equal keys, alike keys (similarity.ts), and with `history` equal keys before it as well.
// Equal keys are found by a counting sort by state and a stamp by task: linear, no hashing, no objects. A history window
// extends the labels one step back at a time, so its cost is linear in its length.
import type { TimeOrder } from './returns.ts'
import { type SimilarityRules, similarityLabels } from './similarity.ts'

export interface StepGroups {
  /** One a visit, numbered by first appearance. */
  readonly label: Int32Array
  readonly count: number
}

/** What is the same state, within a scope. */
export interface StateRules extends SimilarityRules {
  /** How many earlier states of the trajectory belong to the key, 0 for the state alone. Near the start all there are. */
  readonly history: number
}

export interface GroupingRules extends StateRules {
  readonly stateKey: 'task' | 'batch'
}

export const stateDefaults: StateRules = { grouping: 'exact', similarityThreshold: 0.95, history: 0 }

export const stateChecks = {
  grouping: ['exact', 'similarity', 'similarity-complete', 'similarity-compat'],
  similarityThreshold: { min: 1e-6, max: 1 },
  history: { min: 0, max: 1000, integer: true },
} as const

/** The columns of step rows that grouping reads; a graph adds the ends of trajectories as visits of their own. */
export interface Visits {
  readonly size: number
  readonly group: Int32Array
  readonly groupCount: number
  readonly state: Int32Array
  readonly stateKeys: readonly string[]
}

/** `previous`: of each visit, the one before it in its trajectory, or −1. */
export function stepGroups(visits: Visits, rules: GroupingRules, previous: Int32Array): StepGroups {
  const scope = rules.stateKey === 'task' ? visits.group : new Int32Array(visits.size)
  const scopes = rules.stateKey === 'task' ? visits.groupCount : 1
  const exact = exactGroups(visits.state, visits.stateKeys.length, scope, scopes)
  const alone = rules.grouping === 'exact' ? exact : mergeSimilar(visits, scope, exact, rules)
  let window = alone
  for (let length = 0; length < rules.history; length++) window = withStateBefore(window, alone, previous)
  return window
}

/** The visit before each row: the row before in time, −1 for the first of a trajectory. */
export function previousRows(order: TimeOrder): Int32Array {
  const previous = new Int32Array(order.row.length).fill(-1)
  for (let trajectory = 0; trajectory + 1 < order.offset.length; trajectory++)
    for (let k = order.offset[trajectory]! + 1; k < order.offset[trajectory + 1]!; k++)
      previous[order.row[k]!] = order.row[k - 1]!
  return previous
}

/** Labels of (the visit's own state; the window of the visit before), which makes windows one state longer. */
export function withStateBefore(window: StepGroups, alone: StepGroups, previous: Int32Array): StepGroups {
  const numbers = new Map<number, number>()
  const label = alone.label.map((own, i) => {
    const before = previous[i] === -1 ? 0 : window.label[previous[i]!]! + 1
    const pair = before * alone.count + own
    const known = numbers.get(pair)
    if (known !== undefined) return known
    numbers.set(pair, numbers.size)
    return numbers.size - 1
  })
  return { label, count: numbers.size }
}

/** Labels of equal (scope, state). */
function exactGroups(state: Int32Array, states: number, scope: Int32Array, scopes: number): StepGroups {
  const size = state.length
  const offset = new Int32Array(states + 1)
  for (let i = 0; i < size; i++) offset[state[i]! + 1]!++
  for (let s = 1; s <= states; s++) offset[s]! += offset[s - 1]!
  const next = offset.slice()
  const sorted = new Int32Array(size)
  for (let i = 0; i < size; i++) sorted[next[state[i]!]!++] = i
  const seenIn = new Int32Array(scopes).fill(-1)
  const labelIn = new Int32Array(scopes)
  const label = new Int32Array(size)
  let count = 0
  for (let s = 0; s < states; s++) {
    for (let k = offset[s]!; k < offset[s + 1]!; k++) {
      const g = scope[sorted[k]!]!
      if (seenIn[g] !== s) {
        seenIn[g] = s
        labelIn[g] = count++
      }
      label[sorted[k]!] = labelIn[g]!
    }
  }
  return byFirstAppearance(label, count)
}

/** Joins exact groups of one scope whose state keys are similar. */
function mergeSimilar(visits: Visits, scope: Int32Array, exact: StepGroups, rules: SimilarityRules): StepGroups {
  const membersOf = new Map<number, { labels: number[]; keys: string[] }>()
  let seen = 0
  for (let i = 0; i < visits.size; i++) {
    if (exact.label[i] !== seen) continue // labels first appear in the order 0, 1, 2 …
    const members = membersOf.get(scope[i]!) ?? { labels: [], keys: [] }
    membersOf.set(scope[i]!, members)
    members.labels.push(seen++)
    members.keys.push(visits.stateKeys[visits.state[i]!]!)
  }
  const merged = new Int32Array(exact.count)
  let base = 0
  for (const { labels, keys } of membersOf.values()) {
    const cluster = similarityLabels(keys, rules)
    for (const [k, label] of labels.entries()) merged[label] = base + cluster[k]!
    base += labels.length
  }
  return byFirstAppearance(
    exact.label.map((label) => merged[label]!),
    base,
  )
}

/** The same partition, numbered 0, 1, 2 … in the order in which labels first appear. */
function byFirstAppearance(label: Int32Array, labels: number): StepGroups {
  const renumbered = new Int32Array(labels).fill(-1)
  const out = new Int32Array(label.length)
  let count = 0
  for (let i = 0; i < label.length; i++) {
    const old = label[i]!
    if (renumbered[old] === -1) renumbered[old] = count++
    out[i] = renumbered[old]!
  }
  return { label: out, count }
}
