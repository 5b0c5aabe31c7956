// Episodes that are played somewhere else: so many are under way at once, one that fails is tried again, one that was lost
// with its worker is played again elsewhere. Which worker does what is the caller's. A group trains only whole, so an
// episode that is given up takes its group out of the update; nothing waits for it longer than its attempts take.
import { GigpoError } from '@gigpo/core'
import type { EpisodeRequest, Played } from './executor.ts'
import { type EpisodeResult, lostEpisode } from './play-episode.ts'

export type AttemptOutcome =
  /** The episode ended, perhaps because its environment failed. */
  | ({ readonly kind: 'played' } & EpisodeResult)
  /** Nothing of it is left. */
  | { readonly kind: 'lost'; readonly message: string }

export interface DispatchOptions {
  /** Plays one attempt, counted from 0, of an episode. @throws what ends the whole rollout. */
  readonly attempt: (request: EpisodeRequest, attempt: number) => Promise<AttemptOutcome>
  /** Attempts under way at once. */
  readonly live: number
  /** Further attempts at an episode whose environment failed. */
  readonly retries: number
  readonly signal?: AbortSignal | undefined
  readonly onRound?: ((live: number, total: number) => void) | undefined
}

/** Workers an episode may be lost with before it is given up: it may be what kills them. */
const MOST_LOST = 5

/** @throws GigpoError `interrupted`, and what `attempt` throws; attempts under way are then left to themselves. */
export async function dispatchEpisodes(requests: readonly EpisodeRequest[], options: DispatchOptions): Promise<Played> {
  const { signal, live, onRound } = options
  const results = new Array<EpisodeResult>(requests.length)
  const counts = { 'executor/attempts': 0, 'executor/retries': 0, 'executor/lost': 0 }
  let next = 0
  let left = requests.length
  let stopped = false
  const play = async (request: EpisodeRequest): Promise<EpisodeResult> => {
    let failed = 0
    let lost = 0
    for (let attempt = 0; ; attempt++) {
      counts['executor/attempts']++
      const outcome = await options.attempt(request, attempt)
      if (outcome.kind === 'played') {
        if (outcome.failure === undefined || failed++ >= options.retries) return outcome
        counts['executor/retries']++
      } else {
        counts['executor/lost']++
        if (++lost >= MOST_LOST) return lostEpisode(request, 'worker-lost', outcome.message)
      }
    }
  }
  const runner = async (): Promise<void> => {
    while (next < requests.length && !stopped) {
      const place = next++
      const { episode, failure } = await play(requests[place]!)
      results[place] = failure === undefined ? { episode } : { episode, failure }
      onRound?.(--left, requests.length)
    }
  }
  const runners = Promise.all(Array.from({ length: Math.min(live, requests.length) }, runner))
  try {
    await untilAborted(runners, signal)
  } finally {
    stopped = true
  }
  return {
    episodes: results.map(({ episode }) => episode),
    failures: results.flatMap(({ failure }) => failure ?? []),
    counts,
  }
}

/** @throws GigpoError `interrupted` as soon as the signal is aborted. */
async function untilAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const stop = new GigpoError('interrupted', 'stopped on request')
  if (signal?.aborted) throw stop
  let abort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(stop)
    signal?.addEventListener('abort', abort, { once: true })
  })
  try {
    await Promise.race([work, aborted])
  } finally {
    signal?.removeEventListener('abort', abort!)
  }
}
