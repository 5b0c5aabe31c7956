// What the training loop is given. Task sets, agents and engines come from outside: the loop knows only their contracts.
import type { Credit } from '@gigpo/algorithms'
import type { CreateAgent, Critic, Engine, RandomKey, Task, TaskSet } from '@gigpo/core'
import type { RunConfig } from '../config/index.ts'
import type { Panel } from '../evaluation/evaluate-panel.ts'
import type { RolloutExecutor } from '../rollout/executor.ts'
import type { EvaluationReport, Metrics, Run, RunEvent } from '../run-directory/index.ts'
import type { Demonstrations } from '../supervised/collect-demonstrations.ts'
import type { Batches } from './batches.ts'

export type TrainPhase = 'supervised' | 'rollout' | 'critic' | 'update' | 'evaluation'

/** What happens, for progress lines and trackers. */
export type TrainEvent =
  | {
      readonly kind: 'phase'
      readonly phase: TrainPhase
      /** The iteration it belongs to; 0 before the first. */
      readonly iteration: number
      readonly done: number
      readonly total: number
      /** Name of the panel. */
      readonly label?: string
    }
  | { readonly kind: 'supervised-step'; readonly metrics: Metrics }
  | { readonly kind: 'iteration-end'; readonly metrics: Metrics }
  /** A sign that the run goes wrong, or what was done about it; also in events.jsonl. */
  | { readonly kind: 'alarm'; readonly event: RunEvent }
  | { readonly kind: 'evaluation-end'; readonly report: EvaluationReport }
  | { readonly kind: 'checkpoint-end'; readonly iteration: number }

export interface TrainOptions {
  /** Where everything is written; its `config` is what is run. */
  readonly run: Run
  readonly taskSet: TaskSet
  /** In the order of `evaluation.panels`. */
  readonly panels: readonly Panel[]
  readonly createAgent: CreateAgent
  /** With the starting weights; a resumed run loads its checkpoint into it. */
  readonly engine: Engine
  /** A second engine of the same shape; needed with `loss.kl`. Its weights are replaced by those at the start of RL. */
  readonly reference?: Pick<Engine, 'forward' | 'load'> | undefined
  /** Needed with `critic` in the configuration. Its weights are set when RL starts, or by the checkpoint. */
  readonly critic?: Critic | undefined
  /** Who plays; default: this process. The caller closes it. */
  readonly executor?: RolloutExecutor | undefined
  /** Called once, when the supervised start is still to be done; needed with `supervised`. */
  readonly demonstrations?: (() => Promise<Demonstrations>) | undefined
  readonly progress?: ((event: TrainEvent) => void) | undefined
  /** Stops the run at the next safe point. */
  readonly signal?: AbortSignal | undefined
}

/** What every part of the loop shares. */
export interface LoopContext extends TrainOptions {
  readonly config: RunConfig
  readonly root: RandomKey
  readonly credit: Credit
  readonly taskAt: (position: number) => Task
  readonly emit: (event: TrainEvent) => void
  readonly executor: RolloutExecutor
}

/** Once the run has a policy. */
export interface IterationContext extends LoopContext {
  readonly batches: Batches
}
