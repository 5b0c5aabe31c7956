// One thread of the executor as seen from the process that owns the engine: it is given episodes, asks for samples, and may
// be lost, by its own fault or because an environment does not give control back. Whoever waits for it then learns so.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { GigpoError, messageOf, type Sampler } from '@gigpo/core'
import type { AttemptOutcome, EpisodeRequest, EpisodeSettings } from '@gigpo/trainer'
import { type FromThread, HEARTBEAT_MS, type ThreadSetup, type ToThread } from './thread-messages.ts'

interface ThreadJob {
  readonly request: EpisodeRequest
  readonly attempt: number
  readonly settings: EpisodeSettings
  readonly sampler: Pick<Sampler, 'sample'>
}

interface OpenJob extends ThreadJob {
  readonly resolve: (outcome: AttemptOutcome) => void
  readonly reject: (error: GigpoError) => void
}

export interface WorkerThread {
  /** Episodes it is playing. */
  readonly load: number
  /** Set when it is gone. */
  readonly isLost: boolean
  /** @throws GigpoError where the thread cannot be set up, or the agent or the sampler fails. */
  play(job: ThreadJob): Promise<AttemptOutcome>
  close(): Promise<void>
}

/** From TypeScript source through tsx when this file is. */
function start(setup: ThreadSetup): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  const main = isSource ? new URL('./thread-main.ts', import.meta.url) : new URL('./thread-main.js', import.meta.url)
  if (!isSource) return new Worker(main, { workerData: setup })
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href
  const bootstrap = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(main.href)}) })`
  return new Worker(bootstrap, { eval: true, workerData: setup, execArgv: ['--conditions', 'gigpo-source'] })
}

/** Silence beyond what one call of an environment may take, and being set up. */
const GRACE_MS = 30_000

/** @param silenceMs How long the thread may give no sign of life once it is set up: what one call of an environment may take. */
export function startWorkerThread(setup: ThreadSetup, silenceMs: number): WorkerThread {
  const thread = start(setup)
  const jobs = new Map<number, OpenJob>()
  let next = 0
  let lost: string | undefined
  let limitMs = GRACE_MS
  let heard = performance.now()
  const end = (message: string): void => {
    if (lost !== undefined) return
    lost = message
    clearInterval(watch)
    void thread.terminate()
    for (const { resolve } of jobs.values()) resolve({ kind: 'lost', message })
    jobs.clear()
  }
  const watch = setInterval(() => {
    const silent = performance.now() - heard
    if (silent > limitMs) end(`an environment did not give control back for ${Math.round(silent / 1000)} s`)
  }, HEARTBEAT_MS / 2)
  watch.unref()

  const send = (message: ToThread): void => {
    if (lost === undefined) thread.postMessage(message)
  }
  const sample = async ({ job, call, requests }: Extract<FromThread, { kind: 'sample' }>): Promise<void> => {
    try {
      const completions = await jobs.get(job)?.sampler.sample(requests)
      if (completions !== undefined) send({ kind: 'sampled', call, completions })
    } catch (error) {
      const told = GigpoError.isInstance(error) ? error : new GigpoError('engine', messageOf(error))
      send({ kind: 'not-sampled', call, error: told.toJSON() })
    }
  }
  const finish = (job: number, tell: (open: OpenJob) => void): void => {
    const open = jobs.get(job)
    jobs.delete(job)
    if (open !== undefined) tell(open)
  }
  thread.on('message', (message: FromThread) => {
    heard = performance.now()
    if (message.kind === 'ready') limitMs = silenceMs + 3 * HEARTBEAT_MS
    else if (message.kind === 'sample') void sample(message)
    else if (message.kind === 'played') finish(message.job, ({ resolve }) => resolve(message.outcome))
    else if (message.kind === 'failed') {
      const error = GigpoError.fromJSON(message.error)
      if (message.job >= 0) return finish(message.job, ({ reject }) => reject(error))
      for (const job of [...jobs.keys()]) finish(job, ({ reject }) => reject(error))
      end(error.message)
    }
  })
  thread.on('error', (error) => end(`the thread died: ${messageOf(error)}`))
  thread.on('exit', (code) => end(`the thread ended with code ${code}`))
  return {
    get load() {
      return jobs.size
    },
    get isLost() {
      return lost !== undefined
    },
    play: (job) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) return resolve({ kind: 'lost', message: lost })
        const id = next++
        jobs.set(id, { ...job, resolve, reject })
        const { request, attempt, settings } = job
        send({ kind: 'play', job: id, request, attempt, settings })
      }),
    close: async () => {
      end('the executor is closed')
      await thread.terminate()
    },
  }
}
