// What the estimators estimate, by dynamic programming backwards in time: V, the advantage A = Q − V and the policy
// gradient, of the policy that plays, exactly. Sutton & Barto (2nd ed.), Eq. 4.3 with time as part of the state and Eq. 13.6
// (policy gradient theorem). The discount enters the values; like every trainer, the gradient leaves out its γ^t.
import { parameterOffsets, type TabularTask } from './tabular-task.ts'

export interface TabularTruth {
  readonly gamma: number
  /** Number of states of the task, ends included. */
  readonly states: number
  /** V_t(s) at [t · states + s] for t = 0 … horizon; 0 at ends and at the horizon. */
  readonly value: Float64Array
  /** A_t(s, a) at [t · parameters + offset(s) + a]. */
  readonly advantage: Float64Array
  /** Probability that step t is (s, a), like `advantage`. */
  readonly visit: Float64Array
  /** Σ_t P(s_t = s) π(a | s) A_t(s, a): ∂J/∂θ(s, a) of a softmax policy with one logit an entry. */
  readonly gradient: Float64Array
  /** Probability that an episode wins. */
  readonly success: number
}

/** Below this an advantage is rounding: actions that are equally good get exactly 0. */
const ROUNDING = 1e-12

export function solve(task: TabularTask, gamma: number): TabularTruth {
  const { states, horizon } = task
  const offset = parameterOffsets(task)
  const parameters = offset[states.length]!
  const value = new Float64Array((horizon + 1) * states.length)
  const advantage = new Float64Array(horizon * parameters)
  for (let t = horizon - 1; t >= 0; t--)
    for (const [s, { actions }] of states.entries()) {
      const q = actions.map(({ outcomes }) =>
        outcomes.reduce(
          (sum, { probability, next, reward }) =>
            sum + probability * (reward + gamma * value[(t + 1) * states.length + next]!),
          0,
        ),
      )
      const v = actions.reduce((sum, { probability }, a) => sum + probability * q[a]!, 0)
      value[t * states.length + s] = v
      for (let a = 0; a < q.length; a++)
        if (Math.abs(q[a]! - v) > ROUNDING) advantage[t * parameters + offset[s]! + a] = q[a]! - v
    }
  const { visit, success } = occupancy(task, offset)
  const gradient = new Float64Array(parameters)
  for (let i = 0; i < visit.length; i++) gradient[i % parameters]! += visit[i]! * advantage[i]!
  return { gamma, states: states.length, value, advantage, visit, gradient, success }
}

function occupancy({ states, horizon }: TabularTask, offset: Int32Array) {
  const parameters = offset[states.length]!
  const visit = new Float64Array(horizon * parameters)
  let success = 0
  let here = new Float64Array(states.length)
  here[0] = 1
  for (let t = 0; t < horizon; t++) {
    const after = new Float64Array(states.length)
    for (const [s, { actions }] of states.entries())
      for (const [a, { probability, outcomes }] of actions.entries()) {
        const taken = here[s]! * probability
        visit[t * parameters + offset[s]! + a] = taken
        for (const outcome of outcomes) {
          if (states[outcome.next]!.end === 'success') success += taken * outcome.probability
          after[outcome.next]! += taken * outcome.probability
        }
      }
    here = after
  }
  return { visit, success }
}
