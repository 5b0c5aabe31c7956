// A worker at the queue: it plays the episodes of any run, asks the run's trainer for samples, and puts the result into the
// run's list before the job is done, so that a worker that dies at any moment costs a repetition and no episode.
import { type CreateAgent, GigpoError, messageOf, type TaskSet } from '@gigpo/core'
import { loadTokenizer, type TokenizerFiles } from '@gigpo/engine'
import { createTinkerSampler } from '@gigpo/tinker'
import { type AttemptOutcome, createBatchingSampler, lostEpisode, type Player, playEpisode } from '@gigpo/trainer'
import { openWorkshop, type WorkshopPlan } from '../open-workshop.ts'
import type { QueueClient } from './load-bullmq.ts'
import { type EpisodeJob, KEEP_SECONDS, MAX_RESULT_BYTES, resultsKey, runKey } from './queue-protocol.ts'

export interface QueueWorkerOptions {
  readonly client: QueueClient
  readonly queue: string
  /** Episodes at once. */
  readonly concurrency: number
  /** The longest that one call of an environment keeps the process busy, milliseconds: after twice that it counts as dead. */
  readonly turnMs: number
  /** Largest result; default: what Redis can bear of many. */
  readonly maxResultBytes?: number
  readonly onResult?: (job: EpisodeJob, outcome: AttemptOutcome | 'stale') => void
}

export interface QueueWorker {
  /** Ends the episodes under way, takes no more. */
  close(): Promise<void>
}

/** How long a trainer that does not answer is borne, milliseconds. */
const PATIENCE_MS = 20_000
/** Times a job may be taken from a worker that died: it may be what kills them. */
const MOST_STALLED = 5

export function startQueueWorker(options: QueueWorkerOptions): QueueWorker {
  const { client, queue, concurrency, turnMs, maxResultBytes = MAX_RESULT_BYTES } = options
  const redis = client.connect()
  const workshops = remember<{ taskSet: TaskSet; createAgent: CreateAgent }>(async (plan) =>
    openWorkshop(JSON.parse(plan) as WorkshopPlan),
  )
  const players = remember<Player>((address) => connectPlayer(...(JSON.parse(address) as [string, number, string])))

  const attempt = async (job: EpisodeJob, plan: string, url: string): Promise<AttemptOutcome> => {
    try {
      const workshop = await workshops(plan)
      const engine = await players(JSON.stringify([url, job.policyVersion, job.policy]))
      const task = workshop.taskSet.task(job.request.task.index)
      const request = { ...job.request, task }
      return { kind: 'played', ...(await playEpisode(request, job.attempt, { ...job.settings, ...workshop, engine })) }
    } catch (error) {
      return { kind: 'lost', message: GigpoError.isInstance(error) ? error.describe() : messageOf(error) }
    }
  }
  const work = async (id: string, job: EpisodeJob): Promise<AttemptOutcome | 'stale'> => {
    const record = runKey(queue, job.run)
    const policy = `policy:${job.policy}`
    const [plan, url] = await redis.hmget(record, 'plan', policy)
    if (plan == null || url == null) return 'stale'
    const outcome = await attempt(job, plan, url)
    // A policy that was withdrawn meanwhile may have been another's before the end.
    if ((await redis.hexists(record, policy)) === 0) return 'stale'
    const list = resultsKey(queue, job.run)
    const text = resultText(id, job, outcome, maxResultBytes)
    await redis.multi().rpush(list, text).expire(list, KEEP_SECONDS).exec()
    return outcome
  }
  const worker = new client.Worker<EpisodeJob>(
    queue,
    async ({ id, data }) => {
      const outcome = await work(id!, data)
      options.onResult?.(data, outcome)
    },
    {
      connection: client.connect(),
      concurrency,
      lockDuration: 2 * turnMs,
      stalledInterval: turnMs,
      maxStalledCount: MOST_STALLED,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', () => {}) // a Redis that is gone for a while comes back, or the user ends the worker
  return {
    close: async () => {
      await worker.close()
      redis.disconnect()
    },
  }
}

/** Refuses what is too large for Redis. */
function resultText(job: string, { request }: EpisodeJob, outcome: AttemptOutcome, most: number): string {
  const text = JSON.stringify({ job, outcome })
  const bytes = Buffer.byteLength(text)
  if (bytes <= most) return text
  const message = `the episode takes ${bytes} bytes, a result may have ${most}; shorten prompts or episodes`
  return JSON.stringify({ job, outcome: { kind: 'played', ...lostEpisode(request, 'result-too-large', message) } })
}

/** The policy is part of the address, so that no answer of another is waited for. */
async function connectPlayer(url: string, policyVersion: number, _policy: string): Promise<Player> {
  const sampler = await createTinkerSampler({
    url,
    tokenizer: (files) => loadTokenizer(files as TokenizerFiles),
    policyVersion,
    patienceMs: PATIENCE_MS,
  })
  const { tokenizer, contextLength } = sampler
  return { tokenizer, contextLength, policyVersion, sample: createBatchingSampler(sampler).sample }
}

/** Made once a key; the latest few are kept, and none that failed. */
function remember<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    value.catch(() => made.delete(key))
    if (made.size > 8) made.delete(made.keys().next().value!)
    return value
  }
}
