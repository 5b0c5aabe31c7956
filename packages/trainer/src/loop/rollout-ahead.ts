// Rollouts that run while the engine learns. There is one replica for each iteration of staleness: with k of them, the
// replica of batch i is free again when batch i is asked for, takes the engine's weights as they are then, and begins batch
// i + k. All a run needs to resume is what the replicas hold: the batches under way are then played again, to the same bits.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, type Group, type Replica } from '@gigpo/core'
import { stepsOf } from '../batch/reference.ts'
import { type MetricValues, mean } from '../batch/summary.ts'
import { checkInterrupted } from '../rollout/play-episodes.ts'
import type { Batches } from './batches.ts'
import type { LoopContext } from './options.ts'
import { type RollContext, type Rolled, roll } from './roll.ts'
import type { LoopState } from './state.ts'

export type AheadContext = RollContext & Pick<LoopContext, 'engine' | 'emit' | 'signal'>

/** A batch whose replica holds its weights; under way unless the run ends before it. */
interface Ahead {
  readonly iteration: number
  readonly batch: Promise<Rolled> | undefined
  /** Of the first task after it. */
  readonly position: Promise<number>
}

const FOLDER = 'replicas'

export async function openAhead(
  context: AheadContext,
  state: LoopState,
  staleness: number,
  checkpoint: string,
): Promise<Batches> {
  const { engine, config } = context
  const { tasks, dynamicSampling } = config.rollout
  const replicas = await createReplicas(context, staleness)
  const replicaOf = (iteration: number): Replica => replicas[iteration % staleness]!
  let stop = new AbortController()
  let queue: Ahead[] = []
  let awaited = 0

  const begin = (iteration: number, position: Promise<number>): void => {
    const signal = context.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, context.signal])
    const replica = replicaOf(iteration)
    const play = async (): Promise<Rolled> =>
      roll(context, {
        iteration,
        position: await position,
        engine: {
          sample: (requests) => replica.sample(requests),
          tokenizer: engine.tokenizer,
          contextLength: engine.contextLength,
          policyVersion: replica.policyVersion,
        },
        signal,
        onRound: (live, total) => {
          if (awaited !== iteration) return
          context.emit({ kind: 'phase', phase: 'rollout', iteration, done: total - live, total })
        },
      })
    const isBeyondEnd = config.budget === undefined && iteration > config.iterations
    const batch = isBeyondEnd ? undefined : play()
    // How many tasks dynamic sampling takes is known when it is done.
    const after =
      batch === undefined || dynamicSampling === null
        ? position.then((at) => at + tasks)
        : batch.then(({ rollout }) => rollout.position)
    for (const promise of [batch, after]) promise?.catch(() => {}) // whoever asks for the batch gets the error
    queue.push({ iteration, batch, position: after })
  }
  const beginAll = async (after: LoopState, prepare: (replica: Replica, iteration: number) => Promise<void>) => {
    let position = Promise.resolve(after.position)
    for (let iteration = after.iteration + 1; iteration <= after.iteration + staleness; iteration++) {
      await prepare(replicaOf(iteration), iteration)
      begin(iteration, position)
      position = queue.at(-1)!.position
    }
  }
  const abandon = async (): Promise<void> => {
    stop.abort()
    await Promise.allSettled(queue.map(({ batch }) => batch))
    queue = []
    stop = new AbortController()
  }

  await beginAll(state, (replica, iteration) => {
    const stored = join(checkpoint, FOLDER, String(iteration))
    return existsSync(stored) ? replica.load(stored) : replica.refresh()
  })
  return {
    next: async ({ iteration: done }) => {
      const iteration = done + 1
      awaited = iteration
      await checkInterrupted(context.signal) // the batch may have been there before the signal
      const rolled = await queue[0]!.batch!
      queue.shift()
      await replicaOf(iteration).refresh()
      begin(iteration + staleness, queue.at(-1)?.position ?? Promise.resolve(rolled.rollout.position))
      return rolled
    },
    restart: async (after) => {
      await abandon()
      await beginAll(after, (replica) => replica.refresh())
    },
    save: async (directory) => {
      for (const { iteration } of queue) await replicaOf(iteration).save(join(directory, FOLDER, String(iteration)))
    },
    metrics: (groups, version) => stalenessMetrics(groups, version),
    close: async () => {
      stop.abort()
      await Promise.all(replicas.map((replica) => replica.close()))
      await Promise.allSettled(queue.map(({ batch }) => batch))
    },
  }
}

async function createReplicas({ engine, config }: AheadContext, count: number): Promise<Replica[]> {
  if (engine.createReplica === undefined)
    throw new GigpoError('config', `the engine "${config.engine.name}" cannot sample while it learns`, {
      where: 'rollout.staleness',
      remedy: 'set rollout.staleness to 0',
    })
  const replicas: Replica[] = []
  for (let n = 0; n < count; n++) replicas.push(await engine.createReplica())
  return replicas
}

/** In optimiser steps between the policy that sampled a step and the one that learns from it. */
function stalenessMetrics(groups: readonly Group[], version: number): MetricValues {
  const ages = stepsOf(groups).map((step) => version - step.policyVersion)
  if (ages.length === 0) return {}
  return { 'staleness/mean': mean(ages), 'staleness/max': ages.reduce((most, age) => Math.max(most, age), 0) }
}
