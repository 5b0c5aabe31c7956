// The executor of threads: environments and agents leave the process that owns the engine, slow ones wait beside each other,
// and one that never gives control back costs a thread and not the run. Samples of all episodes are drawn together.
import {
  createBatchingSampler,
  dispatchEpisodes,
  type EpisodeRequest,
  type Player,
  type RolloutExecutor,
} from '@gigpo/trainer'
import type { WorkshopPlan } from '../open-workshop.ts'
import { plainRequest, settingsOf } from '../plain-data.ts'
import { tokenizerFilesOf } from '../tokenizer-files.ts'
import { startWorkerThread, type WorkerThread } from './worker-thread.ts'

export interface ThreadExecutorOptions {
  readonly plan: WorkshopPlan
  readonly workers: number
  /** Episodes under way at once; absent: all. */
  readonly live?: number | undefined
  readonly retries: number
  /** What an environment may take, milliseconds; then its thread is given up. */
  readonly environmentMs: number
}

export function createThreadExecutor(options: ThreadExecutorOptions): RolloutExecutor {
  const { plan, workers, retries } = options
  const threads: (WorkerThread | undefined)[] = new Array(workers).fill(undefined)
  /** The thread an episode was tried on last. */
  const tried = new Map<string, WorkerThread>()

  /** The one with the least to do; after a failure, another than before. */
  const choose = (request: EpisodeRequest, engine: Player): WorkerThread => {
    for (const [n, thread] of threads.entries()) {
      if (thread !== undefined && !thread.isLost) continue
      const setup = { plan, tokenizer: tokenizerFilesOf(engine.tokenizer), contextLength: engine.contextLength }
      threads[n] = startWorkerThread(setup, options.environmentMs)
    }
    const all = threads as WorkerThread[]
    const others = all.filter((thread) => thread !== tried.get(request.id))
    const chosen = (others.length === 0 ? all : others).reduce((a, b) => (b.load < a.load ? b : a))
    tried.set(request.id, chosen)
    return chosen
  }

  return {
    play: async (requests, play) => {
      const sampler = createBatchingSampler(play.engine)
      const settings = settingsOf(play)
      const played = await dispatchEpisodes(requests, {
        live: options.live ?? requests.length,
        retries,
        signal: play.signal,
        onRound: play.onRound,
        attempt: (request, attempt) =>
          choose(request, play.engine).play({ request: plainRequest(request), attempt, settings, sampler }),
      })
      for (const { id } of requests) tried.delete(id)
      return played
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread?.close()))
    },
  }
}
