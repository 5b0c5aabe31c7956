// The executors a recipe can name. Absent: the loop's own, in this process.
import { GigpoError, nearest, type TaskSet } from '@gigpo/core'
import { createInProcessExecutor, type RolloutExecutor, type RunConfig } from '@gigpo/trainer'
import { version } from '../cli/version.ts'
import { createBullmqExecutor } from '../executors/bullmq/create-bullmq-executor.ts'
import { loadBullmq } from '../executors/bullmq/load-bullmq.ts'
import { runId } from '../executors/bullmq/run-id.ts'
import { createThreadExecutor } from '../executors/threads/create-thread-executor.ts'

export interface ExecutorSource {
  /** Of training. */
  readonly taskSet: TaskSet
  /** The run's directory: it tells runs apart that share a queue. */
  readonly directory: string
  /** Something the user should know. */
  readonly warn: (message: string) => void
}

type Settings = NonNullable<RunConfig['executor']>

type Create = (
  config: RunConfig,
  settings: Settings,
  from: ExecutorSource,
) => RolloutExecutor | Promise<RolloutExecutor>

const executors: Readonly<Record<string, Create>> = {
  bullmq: createQueueExecutor,
  'in-process': (_, settings) => {
    if (settings.faults !== undefined && settings.faults.blockRate > 0) {
      throw new GigpoError('config', 'an environment that blocks would stop this process for ever', {
        where: 'executor.faults.blockRate',
        remedy: 'use executor.name: threads',
      })
    }
    return createInProcessExecutor(settings)
  },
  threads: (config, settings, { taskSet }) =>
    createThreadExecutor({
      ...settings,
      plan: planOf(config, taskSet),
      environmentMs: 1000 * settings.environmentSeconds,
    }),
}

/** In the queue at once, where a recipe does not say. */
const MOST_JOBS = 256

/** undefined: the configuration names none. @throws GigpoError `config`. */
export async function createExecutor(config: RunConfig, from: ExecutorSource): Promise<RolloutExecutor | undefined> {
  const { executor } = config
  if (executor === undefined) return undefined
  const create = Object.hasOwn(executors, executor.name) ? executors[executor.name] : undefined
  if (create !== undefined) return create(config, executor, from)
  const near = nearest(executor.name, Object.keys(executors))
  throw new GigpoError('config', `unknown executor "${executor.name}"`, {
    where: 'executor.name',
    remedy: near === undefined ? `choose one of: ${Object.keys(executors).join(', ')}` : `did you mean ${near}?`,
  })
}

async function createQueueExecutor(
  config: RunConfig,
  settings: Settings,
  from: ExecutorSource,
): Promise<RolloutExecutor> {
  const { redis, queue, host, port, live, retries } = settings
  if (redis !== undefined && URL.canParse(redis) && new URL(redis).password !== '') {
    throw new GigpoError('config', 'the URL holds a password, which the run would store', {
      where: 'executor.redis',
      remedy: 'leave it out here and set REDIS_URL',
    })
  }
  return createBullmqExecutor({
    client: await loadBullmq(redis),
    plan: planOf(config, from.taskSet),
    queue,
    run: runId(from.directory, config, version),
    live: live ?? MOST_JOBS,
    retries,
    host,
    ...(port === undefined ? {} : { port }),
    warn: from.warn,
  })
}

const planOf = ({ environment, agent }: RunConfig, { digest }: TaskSet) => ({ environment, agent, digest })
