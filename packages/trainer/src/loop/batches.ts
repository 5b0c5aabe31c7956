// Where the batch of an iteration comes from. Strictly: the engine's own policy plays it when it is asked for. Ahead
// (`rollout.staleness` k > 0): the batch of iteration i is played under the weights of k iterations earlier, that is after
// max(0, i − 1 − k) of them, by a replica, while the engine learns from the batches before it. Which policy plays which
// batch follows from i and k alone, never from the clock, so two runs agree to the same bits whatever was faster.
import type { Group } from '@gigpo/core'
import type { MetricValues } from '../batch/summary.ts'
import { type Rolled, roll } from './roll.ts'
import { type AheadContext, openAhead } from './rollout-ahead.ts'
import type { LoopState } from './state.ts'

export interface Batches {
  /** What the iteration after this state learns from; called once an iteration, before it updates anything. */
  next(state: LoopState): Promise<Rolled>
  /** After the engine's weights were replaced: what was played ahead is thrown away and played again under the new ones. */
  restart(state: LoopState): Promise<void>
  /** Writes into a checkpoint what its state and the engine do not hold. */
  save(directory: string): Promise<void>
  /** How old the policy was. `version`: the engine's before the update. */
  metrics(groups: readonly Group[], version: number): MetricValues
  close(): Promise<void>
}

/** `checkpoint`: the folder the engine was just loaded from. @throws GigpoError `config`, `engine` or `checkpoint`. */
export async function openBatches(context: AheadContext, state: LoopState, checkpoint: string): Promise<Batches> {
  const staleness = context.config.rollout.staleness ?? 0
  return staleness === 0 ? strictly(context) : openAhead(context, state, staleness, checkpoint)
}

function strictly(context: AheadContext): Batches {
  return {
    next: ({ iteration: done, position }) => {
      const iteration = done + 1
      return roll(context, {
        iteration,
        position,
        engine: context.engine,
        signal: context.signal,
        onRound: (live, total) =>
          context.emit({ kind: 'phase', phase: 'rollout', iteration, done: total - live, total }),
      })
    },
    restart: async () => {},
    save: async () => {},
    metrics: () => ({}),
    close: async () => {},
  }
}
