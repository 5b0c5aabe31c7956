// The executor of a queue: every attempt at an episode is a job that any worker on any host takes (`gigpo worker`), which
// asks this process for samples. BullMQ gives the jobs of a worker that died to another; jobs that are gone without a result
// are found here. No more than so many jobs are in the queue at once.
import { createBatchingSampler, dispatchEpisodes, type PlayOptions, type RolloutExecutor } from '@gigpo/trainer'
import type { WorkshopPlan } from '../open-workshop.ts'
import { plainRequest, settingsOf } from '../plain-data.ts'
import type { QueueClient } from './load-bullmq.ts'
import { createPolicyServers } from './policy-servers.ts'
import { type EpisodeJob, jobId, KEEP_SECONDS, resultsKey, runKey } from './queue-protocol.ts'
import { openInbox } from './result-inbox.ts'

export interface BullmqExecutorOptions {
  readonly client: QueueClient
  readonly plan: WorkshopPlan
  readonly queue: string
  /** Tells this run from others on the queue, and is the same when it is resumed. */
  readonly run: string
  /** Jobs in the queue at once. */
  readonly live: number
  readonly retries: number
  /** Under which workers reach the served policy. */
  readonly host: string
  readonly port?: number
  /** Told once when nobody works at the queue. */
  readonly warn: (message: string) => void
}

/** How often jobs without a result are looked for, and after how long, milliseconds. */
const LOOK_MS = 2000
const OVERDUE_MS = 3000
/** After how long without a result it is asked whether anybody works at the queue, milliseconds. */
const LONELY_MS = 15_000

export function createBullmqExecutor(options: BullmqExecutorOptions): RolloutExecutor {
  const { client, queue: name, run, plan, live, retries, warn } = options
  const redis = client.connect()
  const queue = new client.Queue<EpisodeJob>(name, { connection: redis })
  queue.on('error', () => {}) // what fails says so itself
  const inbox = openInbox(client.connect(), resultsKey(name, run))
  const policies = createPolicyServers(options)
  const record = runKey(name, run)
  let isLonely = false

  const lookForLost = async (): Promise<void> => {
    const late = inbox.overdue(OVERDUE_MS)
    for (const job of late) {
      const state = await queue.getJobState(job)
      if (state === 'unknown' || state === 'failed' || state === 'completed') inbox.miss(job)
    }
    if (isLonely || inbox.overdue(LONELY_MS).length === 0 || (await queue.getWorkersCount()) > 0) return
    isLonely = true
    warn(`nobody works at the queue "${name}": start workers with gigpo worker --redis URL`)
  }
  const watch = setInterval(() => void lookForLost().catch(() => {}), LOOK_MS)
  watch.unref()

  const play: RolloutExecutor['play'] = async (requests, playing: PlayOptions) => {
    if (requests.length === 0) return { episodes: [], failures: [], counts: {} }
    const { engine } = playing
    const offered = await policies.offer({ ...engine, sample: createBatchingSampler(engine).sample })
    const policyVersion = engine.policyVersion ?? 0
    const policy = `${policyVersion}.${requests[0]!.id}`
    const settings = settingsOf(playing)
    const open = new Set<string>()
    try {
      await redis.hset(record, { plan: JSON.stringify(plan), [`policy:${policy}`]: offered.url })
      await redis.expire(record, KEEP_SECONDS)
      const played = await dispatchEpisodes(requests, {
        live,
        retries,
        signal: playing.signal,
        onRound: playing.onRound,
        attempt: async (request, attempt) => {
          const id = jobId(run, request, attempt)
          const data = { run, policy, policyVersion, request: plainRequest(request), attempt, settings }
          open.add(id)
          const outcome = inbox.wait(id)
          await queue.add('episode', data, { jobId: id, removeOnComplete: true, removeOnFail: true })
          const result = await outcome
          open.delete(id)
          return result
        },
      })
      return { ...played, counts: { ...played.counts, ...inbox.takeCounts() } }
    } finally {
      await redis.hdel(record, `policy:${policy}`)
      offered.withdraw()
      inbox.forget([...open])
      // Those that a worker has are left to it; it finds the policy gone.
      await Promise.all([...open].map((id) => queue.remove(id).catch(() => 0)))
    }
  }
  return {
    play,
    close: async () => {
      clearInterval(watch)
      await inbox.close()
      await queue.close()
      redis.disconnect()
      await policies.close()
    },
  }
}
