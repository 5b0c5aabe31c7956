// The rollout of one iteration: groups of N episodes of one task from one initial state. With dynamic sampling (DAPO, Yu
// et al. 2025, arXiv:2503.14476, Sec. 3.2) a group whose raw returns are all equal teaches nothing and is replaced by the
// next task, for at most `maxBatches` rounds. Deviation: a round plays only as many groups as are missing, so nothing that
// was played is cut off. The data position moves over every group played, kept or not.
import { homogeneous, toStepRows } from '@gigpo/algorithms'
import { fold, type Group, type RandomKey, RandomStream, type Task } from '@gigpo/core'
import type { MetricValues } from '../batch/summary.ts'
import type { RolloutConfig } from '../config/index.ts'
import { addCounts, type EpisodeRequest, type PlayOptions, type RolloutExecutor } from './executor.ts'
import { inProcess } from './in-process.ts'
import type { Failure } from './live-episode.ts'

type DropReason =
  | 'error' // an environment failed in it
  | 'equal-returns' // dynamic sampling: all raw returns equal

interface DroppedGroup {
  readonly group: Group
  readonly reason: DropReason
}

export interface Rollout {
  /** What trains. */
  readonly groups: readonly Group[]
  readonly dropped: readonly DroppedGroup[]
  readonly failures: readonly Failure[]
  /** Position of the next task. */
  readonly position: number
  /** Rounds played: 1 without dynamic sampling. */
  readonly batches: number
  /** Of the executor, by metric name. */
  readonly counts: MetricValues
}

export interface CollectOptions extends Omit<PlayOptions, 'temperature' | 'topP' | 'maxTokens'> {
  /** Default: this process. */
  readonly executor?: RolloutExecutor
  readonly rollout: RolloutConfig
  /** Root of the run. */
  readonly root: RandomKey
  readonly iteration: number
  readonly position: number
  readonly taskAt: (position: number) => Task
}

/** Keys are fold(root, 'rollout', iteration, position of the task, member, step). */
export async function collectGroups(options: CollectOptions): Promise<Rollout> {
  const { rollout } = options
  const rounds = rollout.dynamicSampling?.maxBatches ?? 1
  const kept: Group[] = []
  const dropped: DroppedGroup[] = []
  const failures: Failure[] = []
  let { position } = options
  let batches = 0
  let counts: MetricValues = {}
  let fallback: Group[] = []
  while (batches < rounds && kept.length < rollout.tasks) {
    const count = rollout.tasks - kept.length
    const played = await playGroups(position, count, options)
    position += count
    batches++
    counts = addCounts(counts, played.counts)
    failures.push(...played.failures)
    fallback = []
    for (const group of played.groups) {
      if (group.episodes.some((episode) => episode.stop === 'error')) dropped.push({ group, reason: 'error' })
      else if (rollout.dynamicSampling === null || !equalReturns(group)) kept.push(group)
      else {
        dropped.push({ group, reason: 'equal-returns' })
        fallback.push(group)
      }
    }
  }
  // Nothing survived: the last round trains unfiltered, so that penalties and step advantages still count.
  const groups = kept.length > 0 ? kept : fallback
  const unused = kept.length > 0 ? dropped : dropped.filter(({ group }) => !fallback.includes(group))
  return { groups, dropped: unused, failures, position, batches, counts }
}

/** Whether all raw returns of a group without failed episodes are equal. */
export function equalReturns(group: Group): boolean {
  return homogeneous(toStepRows([group]))[0] === 1
}

async function playGroups(position: number, count: number, options: CollectOptions) {
  const { rollout, root, iteration } = options
  const requests: EpisodeRequest[] = []
  for (let draw = position; draw < position + count; draw++) {
    const task = options.taskAt(draw)
    const key = fold(root, 'rollout', iteration, draw)
    const seed = new RandomStream(fold(key, 'environment')).uint32()
    for (let member = 0; member < rollout.members; member++) {
      requests.push({ id: `${iteration}.${draw}.${member}`, task, member, seed, key: fold(key, member) })
    }
  }
  const { temperature, topP, maxTokens } = rollout
  const played = await (options.executor ?? inProcess).play(requests, { ...options, temperature, topP, maxTokens })
  const groups = Array.from({ length: count }, (_, i): Group => {
    const episodes = played.episodes.slice(i * rollout.members, (i + 1) * rollout.members)
    return { id: `${iteration}-${position + i}`, task: episodes[0]!.task, episodes }
  })
  return { ...played, groups }
}
