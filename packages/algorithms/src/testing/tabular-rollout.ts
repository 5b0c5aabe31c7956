// Episodes of tabular tasks as the step rows estimators read, with the true state and action of each row kept beside them.
// A batch has one group a task: estimators that compare within a task and estimators that compare within the batch meet
// the same mixture of easy and hard.
import { fold, type RandomKey, type RandomStream, stream } from '@gigpo/core'
import { type EndRecord, recordsToStepRows, type StepRecord, type StepRows } from '../step-rows.ts'
import type { TabularTask } from './tabular-task.ts'
import type { TabularTruth } from './tabular-truth.ts'

export interface TabularStep {
  readonly state: number
  readonly action: number
  readonly reward: number
}

export interface TabularEpisode {
  readonly steps: readonly TabularStep[]
  /** State after the last step; an end unless the episode was cut. */
  readonly final: number
}

export interface TabularBatch {
  readonly rows: StepRows
  /** True state and action, one a row; the task is `rows.group`. */
  readonly state: Int32Array
  readonly action: Int32Array
}

/** One episode under the task's policy, or with `greedy` its likeliest actions. */
export function playEpisode({ states, horizon }: TabularTask, random: RandomStream, greedy = false): TabularEpisode {
  const steps: TabularStep[] = []
  let state = 0
  while (steps.length < horizon && states[state]!.end === null) {
    const { actions } = states[state]!
    const probabilities = actions.map(({ probability }) => probability)
    const action = greedy ? probabilities.indexOf(Math.max(...probabilities)) : draw(probabilities, random)
    const { outcomes } = actions[action]!
    const chances = outcomes.map(({ probability }) => probability)
    const { next, reward } = outcomes[draw(chances, random)]!
    steps.push({ state, action, reward })
    state = next
  }
  return { steps, final: state }
}

/** `members` episodes of each task, with one greedy episode's return a task (`greedyReturns`). */
export function sampleBatch(tasks: readonly TabularTask[], members: number, key: RandomKey): TabularBatch {
  const groups = tasks.map((task, g) => ({
    task,
    episodes: Array.from({ length: members }, (_, n) => playEpisode(task, stream(key, 'episode', g, n))),
  }))
  const batch = toBatch(groups)
  const greedyReturns = Float64Array.from(tasks, (task, g) =>
    playEpisode(task, stream(key, 'greedy', g), true).steps.reduce((sum, { reward }) => sum + reward, 0),
  )
  return { ...batch, rows: { ...batch.rows, greedyReturns } }
}

/** Rows of given episodes, in the order groups, episodes, steps. */
export function toBatch(
  groups: readonly { readonly task: TabularTask; readonly episodes: readonly TabularEpisode[] }[],
): TabularBatch {
  const records: StepRecord[] = []
  const ends: (EndRecord & { readonly cut: boolean })[] = []
  const state: number[] = []
  const action: number[] = []
  for (const [g, { task, episodes }] of groups.entries())
    for (const [n, { steps, final }] of episodes.entries()) {
      const own = { uid: `${g}`, traj: `${n}` }
      for (const [t, step] of steps.entries()) {
        records.push({ ...own, t, obs: task.states[step.state]!.key, reward: step.reward, valid: true })
        state.push(step.state)
        action.push(step.action)
      }
      const { key, end } = task.states[final]!
      ends.push({ ...own, obs: key, success: end === 'success', cut: end === null })
    }
  const rows = recordsToStepRows(records, ends)
  const truncated = Uint8Array.from(ends, ({ cut }) => (cut ? 1 : 0))
  const terminated = truncated.map((cut) => 1 - cut)
  return {
    rows: { ...rows, trajectoryEnd: { ...rows.trajectoryEnd, truncated, terminated } },
    state: Int32Array.from(state),
    action: Int32Array.from(action),
  }
}

/**
 * The rows with values of a critic: exact ones of `truths` (one a group), each state and time off by its own normal error
 * of standard deviation `noise`, the same wherever the batch comes there. What follows an end or the horizon is worth 0.
 * A step is one token.
 */
export function withValues(
  { rows, state }: TabularBatch,
  truths: readonly TabularTruth[],
  noise: number,
  key: RandomKey,
): StepRows {
  const errors = new Map<string, number>()
  const errorOf = (g: number, at: number): number => {
    const known = errors.get(`${g},${at}`)
    if (known !== undefined) return known
    const error = noise * stream(fold(key, 'critic'), g, at).normal()
    errors.set(`${g},${at}`, error)
    return error
  }
  const values = Float64Array.from(state, (s, row) => {
    const g = rows.group[row]!
    const { value, states } = truths[g]!
    const at = rows.t[row]! * states + s
    return value[at]! + (noise === 0 ? 0 : errorOf(g, at))
  })
  const finalValues = new Float64Array(rows.trajectoryEnd.size)
  const tokenValues = Array.from(values, (value) => Float64Array.of(value))
  return { ...rows, values, tokenValues, trajectoryEnd: { ...rows.trajectoryEnd, values: finalValues } }
}

function draw(probabilities: readonly number[], random: RandomStream): number {
  let left = random.uniform()
  for (const [i, probability] of probabilities.entries()) {
    left -= probability
    if (left < 0) return i
  }
  return probabilities.length - 1
}
