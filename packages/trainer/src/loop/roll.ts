// The rollout of one iteration under one policy: groups, and the greedy episodes of those algorithms that compare with them.
import { GigpoError } from '@gigpo/core'
import { needsFinalValues, needsGreedyReturns } from '../batch/check-algorithm.ts'
import { type CollectOptions, collectGroups, type Rollout } from '../rollout/collect-groups.ts'
import type { Player } from '../rollout/executor.ts'
import { type GreedyReturns, playGreedyReturns } from '../rollout/greedy-returns.ts'
import { meterSampler, type SamplerUse } from '../rollout/sampler-meter.ts'
import type { LoopContext } from './options.ts'

export interface Rolled {
  /** Without groups where every one of them failed. */
  readonly rollout: Rollout
  readonly greedy?: GreedyReturns
  readonly use: SamplerUse
}

export interface RollOptions {
  readonly iteration: number
  /** Of the first task. */
  readonly position: number
  /** Whose policy plays. */
  readonly engine: Player
  readonly signal?: AbortSignal | undefined
  readonly onRound?: (live: number, total: number) => void
}

/** What rolling needs of the loop. */
export type RollContext = Pick<LoopContext, 'config' | 'taskSet' | 'createAgent' | 'executor' | 'root' | 'taskAt'>

/** @throws GigpoError `interrupted`; whatever the sampler or an agent throws. */
export async function roll(context: RollContext, options: RollOptions): Promise<Rolled> {
  const { config } = context
  const meter = meterSampler(options.engine)
  const { environmentSeconds, faults } = config.executor ?? {}
  const collect: CollectOptions = {
    ...options,
    engine: meter.engine,
    taskSet: context.taskSet,
    createAgent: context.createAgent,
    executor: context.executor,
    rollout: config.rollout,
    root: context.root,
    taskAt: context.taskAt,
    finalPrompt: needsFinalValues(config),
    ...(environmentSeconds === undefined ? {} : { environmentMs: 1000 * environmentSeconds }),
    ...(faults === undefined ? {} : { faults }),
  }
  const sampled = await collectGroups(collect)
  if (!needsGreedyReturns(config)) return { rollout: sampled, use: meter.read() }
  const greedy = await playGreedyReturns(sampled, collect)
  return { rollout: greedy.rollout, greedy, use: meter.read() }
}

/** Into the run's events. @throws GigpoError `environment` where no group is left. */
export function reportFailures({ run }: Pick<LoopContext, 'run'>, iteration: number, rollout: Rollout): void {
  for (const failure of rollout.failures) {
    run.event({ ...failure, kind: 'environment-failed', error: failure.kind, severity: 'warning', iteration })
  }
  if (rollout.groups.length > 0) return
  const [first] = rollout.failures
  throw new GigpoError(
    'environment',
    `every group of iteration ${iteration} failed, the first with: ${first?.message}`,
    {
      remedy: 'see events.jsonl for the tasks and errors',
      ...(first === undefined ? {} : { where: first.task }),
    },
  )
}
