// What a rollout leaves behind. A step keeps exactly what was sampled (prompt tokens, completion tokens, their
// log-probabilities, the policy version); nothing is re-tokenised later. Everything here is plain JSON.
import type { Info, Task } from './environment.ts'

export interface Step {
  /** Time inside the episode, 0-based. */
  readonly t: number
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  readonly logprobs: readonly number[]
  readonly policyVersion: number
  /** What was seen before acting. */
  readonly observation: string
  /** State key before acting. */
  readonly anchor: string
  /** True state before acting (`Environment.stateKey`); absent where the environment does not say. */
  readonly state?: string
  readonly action: string
  readonly valid: boolean
  readonly thought?: string
  /** Raw environment reward of the transition. */
  readonly reward: number
  readonly info?: Info
  /** A critic's V of the state before each completion token, where the run has one. */
  readonly values?: readonly number[]
}

/** Why an episode ended. `error`: the environment failed; such an episode never trains. */
export type StopReason = 'terminated' | 'truncated' | 'context-length' | 'error'

export interface Episode {
  readonly task: Task
  /** 0-based place inside its group. */
  readonly member: number
  readonly seed: number
  readonly steps: readonly Step[]
  /** Σ reward, undiscounted. */
  readonly return: number
  readonly success: boolean
  readonly stop: StopReason
  /** State key after the last action (graph estimators need the sink). */
  readonly finalAnchor: string
  /** What the policy would have been shown next, where the episode was cut and a critic is to be asked there. */
  readonly finalPrompt?: readonly number[]
  /** A critic's V of the state after the last action, 0 where the episode ended; absent where nobody was asked. */
  readonly finalValue?: number
  readonly error?: string
}

/** N episodes of one task from one initial state. */
export interface Group {
  /** Unique in its iteration. */
  readonly id: string
  readonly task: Task
  readonly episodes: readonly Episode[]
  /** Return of one more episode of the task, played greedily from the same start; absent where none was. */
  readonly greedyReturn?: number
}
