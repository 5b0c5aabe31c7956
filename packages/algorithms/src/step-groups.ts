// Which steps are compared with each other: rows in the same state of the same task (or of the whole batch). Grouping is
// a counting sort by state and a stamp by task: linear, no hashing, no objects. Labels are numbered by first appearance.
import { type SimilarityRules, similarityLabels } from './similarity.ts'
import type { StepRows } from './step-rows.ts'

export interface StepGroups {
  /** One a row. */
  readonly label: Int32Array
  readonly count: number
}

export interface GroupingRules extends SimilarityRules {
  readonly stateKey: 'task' | 'batch'
}

export function stepGroups(rows: StepRows, rules: GroupingRules): StepGroups {
  const scope = rules.stateKey === 'task' ? rows.group : new Int32Array(rows.size)
  const exact = exactGroups(rows.state, rows.stateKeys.length, scope, rules.stateKey === 'task' ? rows.groupCount : 1)
  return rules.grouping === 'exact' ? exact : mergeSimilar(rows, scope, exact, rules)
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
function mergeSimilar(rows: StepRows, scope: Int32Array, exact: StepGroups, rules: SimilarityRules): StepGroups {
  const membersOf = new Map<number, { labels: number[]; keys: string[] }>()
  let seen = 0
  for (let i = 0; i < rows.size; i++) {
    if (exact.label[i] !== seen) continue // labels first appear in the order 0, 1, 2 …
    const members = membersOf.get(scope[i]!) ?? { labels: [], keys: [] }
    membersOf.set(scope[i]!, members)
    members.labels.push(seen++)
    members.keys.push(rows.stateKeys[rows.state[i]!]!)
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
