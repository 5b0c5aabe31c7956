// Who plays episodes: this process in lockstep (the default), threads, or workers on other hosts. The loop hands over what to
// play and gets back what was played; every draw is keyed, so where and when an episode was played changes nothing in it.
import type { CreateAgent, Engine, Episode, RandomKey, Task, TaskSet } from '@gigpo/core'
import type { MetricValues } from '../batch/summary.ts'
import type { Faults } from './faults.ts'
import type { Failure } from './live-episode.ts'

/** What playing needs of an engine; the version where episodes are played far from it. */
export type Player = Pick<Engine, 'sample' | 'tokenizer' | 'contextLength'> & Partial<Pick<Engine, 'policyVersion'>>

export interface EpisodeRequest {
  /** Unique in its run: iteration, group and member. */
  readonly id: string
  readonly task: Task
  readonly member: number
  /** Of the environment: equal (task, seed) start in equal states. */
  readonly seed: number
  /** Of the policy; each step folds its number in. */
  readonly key: RandomKey
}

/** How episodes are sampled and cut off, wherever they are played. Plain data. */
export interface EpisodeSettings {
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number
  /** Keep the prompt of the state a cut episode was left in. */
  readonly finalPrompt?: boolean | undefined
  /** Milliseconds an environment may take for all its calls of one episode; absent: any. */
  readonly environmentMs?: number | undefined
  /** To inject, for tests of everything around environments. */
  readonly faults?: Faults | undefined
}

export interface PlayOptions extends EpisodeSettings {
  readonly taskSet: TaskSet
  readonly createAgent: CreateAgent
  readonly engine: Player
  readonly signal?: AbortSignal | undefined
  /** Called as episodes end, with how many have not. */
  readonly onRound?: ((live: number, total: number) => void) | undefined
}

export interface Played {
  /** In the order of the requests. One that could not be played ends with `error`. */
  readonly episodes: readonly Episode[]
  readonly failures: readonly Failure[]
  /** By metric name, `executor/…`: what was repeated, lost or refused on the way. */
  readonly counts: MetricValues
}

export interface RolloutExecutor {
  /**
   * May be called again before it has resolved.
   * @throws GigpoError `interrupted` when the signal is aborted; whatever the sampler or an agent throws.
   */
  play(requests: readonly EpisodeRequest[], options: PlayOptions): Promise<Played>
  close(): Promise<void>
}

/** Adds counts up by name. */
export function addCounts(...all: readonly MetricValues[]): MetricValues {
  const sum: MetricValues = {}
  for (const [name, value] of all.flatMap((counts) => Object.entries(counts))) sum[name] = (sum[name] ?? 0) + value
  return sum
}
