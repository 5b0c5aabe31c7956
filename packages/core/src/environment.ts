// The environment contract. An environment lives for one episode and is thrown away; a task set makes them. Names are
// Gymnasium's. Environments use no Node API and no clock, so they run in a browser and two with one (task, seed) agree.

export type MaybePromise<T> = T | Promise<T>

export interface Observation {
  /** What the agent reads. */
  readonly text: string
  /** The admissible actions, in the environment's own order, where it knows them. */
  readonly actions?: readonly string[]
}

/** Facts about a transition for logs and metrics; never shown to the agent. `won` decides success where present. */
export type Info = Readonly<Record<string, string | number | boolean>>

export interface Transition {
  readonly observation: Observation
  /** Raw reward of this step, without any penalty or shaping. */
  readonly reward: number
  /** The task ended by its own rules. */
  readonly terminated: boolean
  /** The episode was cut (step limit). Never true together with `terminated`. */
  readonly truncated: boolean
  readonly info: Info
}

export interface Environment {
  /** The first observation. Called once, before any step. */
  reset(): MaybePromise<Observation>
  /** @throws GigpoError `contract` before `reset` or after the end of the episode. */
  step(action: string): MaybePromise<Transition>
  /** Key of the present state: equal keys are the same state. What GiGPO groups steps by. */
  anchor(): string
  /**
   * Key of the true state, whatever the anchor is: equal keys have equal futures under equal actions, as far as the
   * environment can tell. The agent never sees it; it is what an anchor is judged by. Absent where it is not known.
   */
  stateKey?(): string
  close?(): MaybePromise<void>
}

/** An environment whose state can be copied: what-if play and tree methods use it. */
export interface ForkableEnvironment extends Environment {
  /** An independent environment in the same state. */
  fork(): ForkableEnvironment
}

export interface Task {
  /** Stable and unique in its task set, for example a game's id. */
  readonly id: string
  readonly index: number
  /** Family of the task for per-type tables, for example `pick_heat_then_place_in_recep`. */
  readonly type: string
}

/** A fixed, ordered, hashed list of tasks. */
export interface TaskSet {
  readonly name: string
  readonly split: string
  readonly size: number
  /** SHA-256 (hex) over what the tasks are; equal digests mean equal tasks in equal order. */
  readonly digest: string
  /** @throws RangeError outside 0 ≤ index < size. */
  task(index: number): Task
  /**
   * A fresh environment. The initial state comes from (task, seed) alone: all members of a group share it. What is left to
   * chance in transitions comes from `noise` (default: the seed), which differs between members; most environments have none.
   */
  create(task: Task, seed: number, noise?: number): Environment
}
