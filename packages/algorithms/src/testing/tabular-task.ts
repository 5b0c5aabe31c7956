// A Markov decision problem small enough to be solved exactly, with the policy that plays it: what an estimator of credit
// is held against. Written as a readable draft (names of states and actions), compiled to indices here.
//
// Tables are finite: an episode that has not ended after `horizon` steps is cut, and that is part of the problem, so the
// worth of a state depends on the time left. Start is state 0.
import { GigpoError, type RandomStream } from '@gigpo/core'

interface TabularOutcome {
  readonly probability: number
  /** Index of the state it leads to. */
  readonly next: number
  readonly reward: number
}

interface TabularAction {
  readonly name: string
  /** π(a | s) of the policy that plays. */
  readonly probability: number
  readonly outcomes: readonly TabularOutcome[]
}

interface TabularState {
  readonly name: string
  /** What estimators see of it. States of one key are aliased: the policy tells them apart, credit cannot. */
  readonly key: string
  /** How the episode ends here; null where it goes on. Ends have no actions. */
  readonly end: 'success' | 'failure' | null
  readonly actions: readonly TabularAction[]
}

export interface TabularTask {
  readonly name: string
  readonly horizon: number
  readonly states: readonly TabularState[]
}

export interface ActionDraft {
  /** Names of states with their probabilities, or the one it always leads to. */
  readonly to: string | Readonly<Record<string, number>>
  /** Preference of the policy; 0 if absent. */
  readonly logit?: number
  /** For taking the action, whatever it leads to; 0 if absent. */
  readonly reward?: number
}

export interface StateDraft {
  /** Its name, if absent. */
  readonly key?: string
  readonly actions: Readonly<Record<string, ActionDraft>>
}

export interface TabularDraft {
  readonly horizon: number
  /** The first is the start. A name that is no state of the draft ends the episode: `success` wins, any other loses. */
  readonly states: Readonly<Record<string, StateDraft>>
  /** For reaching `success`; 1 if absent. */
  readonly successReward?: number
}

/** How far (standard deviations) a logit of a generated policy is from its draft. */
const POLICY_NOISE = 0.3

/**
 * The task of a draft. `random` moves every logit a little, so that no two actions of the policy are equally likely.
 * @throws GigpoError `data` for an action whose probabilities do not sum to one.
 */
export function tabularTask(name: string, draft: TabularDraft, random: RandomStream): TabularTask {
  const names = Object.keys(draft.states)
  const indexOf = (state: string): number => {
    const known = names.indexOf(state)
    return known === -1 ? names.push(state) - 1 : known
  }
  const successReward = draft.successReward ?? 1
  const drafted = Object.entries(draft.states).map(([state, { key, actions }]): TabularState => {
    const list = Object.entries(actions)
    const probability = softmax(list.map(([, { logit = 0 }]) => logit + POLICY_NOISE * random.normal()))
    const compiled = list.map(([action, { to, reward = 0 }], a): TabularAction => {
      const targets = Object.entries(typeof to === 'string' ? { [to]: 1 } : to).filter(([, p]) => p > 0)
      checkSum(`${name}, ${state}, ${action}`, targets)
      const outcomes = targets.map(([next, p]) => ({
        probability: p,
        next: indexOf(next),
        reward: reward + (next === 'success' ? successReward : 0),
      }))
      return { name: action, probability: probability[a]!, outcomes }
    })
    return { name: state, key: key ?? state, end: null, actions: compiled }
  })
  const ends = names.slice(drafted.length).map(
    (state): TabularState => ({
      ...{ name: state, key: state, actions: [] },
      end: state === 'success' ? 'success' : 'failure',
    }),
  )
  return { name, horizon: draft.horizon, states: [...drafted, ...ends] }
}

/** Where the parameters of each state begin, if every (state, action) has one; the last entry is their number. */
export function parameterOffsets(task: TabularTask): Int32Array {
  const offset = new Int32Array(task.states.length + 1)
  for (const [s, { actions }] of task.states.entries()) offset[s + 1] = offset[s]! + actions.length
  return offset
}

function softmax(logits: readonly number[]): number[] {
  const powers = logits.map((logit) => Math.exp(logit))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

function checkSum(where: string, targets: readonly (readonly [string, number])[]): void {
  const sum = targets.reduce((total, [, p]) => total + p, 0)
  if (Math.abs(sum - 1) > 1e-9)
    throw new GigpoError('data', `the outcomes of an action have probability ${sum}`, {
      where,
      remedy: 'give probabilities that sum to 1',
    })
}
