// Episodes in lockstep: every round, all live episodes send their requests in one `sample` call; one that ended leaves at
// once, and a waiting one takes its place. With several lanes each keeps its own lockstep over a fixed part of the
// episodes, so that one lane samples while another plays. What shares a batch follows from what was played alone, never
// from the clock, so a rollout repeats to the same bits.
import { GigpoError, type SampleRequest } from '@gigpo/core'
import type { EpisodeRequest, Played, PlayOptions } from './executor.ts'
import type { LiveEpisode } from './live-episode.ts'
import { type EpisodeResult, nextSample, prepareEpisode, resultOf } from './play-episode.ts'

export interface LockstepOptions extends PlayOptions {
  /** Episodes under way at once, over all lanes; absent: all. */
  readonly live?: number | undefined
  /** Default 1. */
  readonly lanes?: number | undefined
  /** Counts from 0; default 0. */
  readonly attempt?: number
}

interface Seat {
  readonly place: number
  readonly request: EpisodeRequest
  readonly episode: LiveEpisode
}

/** @throws GigpoError `interrupted` when the signal is aborted; whatever the sampler or an agent throws. */
export async function playEpisodes(requests: readonly EpisodeRequest[], options: LockstepOptions): Promise<Played> {
  const { lanes = 1, live = requests.length } = options
  const results = new Array<EpisodeResult>(requests.length)
  let left = requests.length
  const done = (place: number, result: EpisodeResult): void => {
    results[place] = result
    left--
  }
  const places = Array.from(requests.keys())
  const most = Math.max(1, Math.ceil(live / lanes))
  const lane = (own: readonly number[]): Promise<void> =>
    playLane(own, most, requests, options, done, () => options.onRound?.(left, requests.length))
  await Promise.all(Array.from({ length: lanes }, (_, l) => lane(places.filter((place) => place % lanes === l))))
  return {
    episodes: results.map(({ episode }) => episode),
    failures: results.flatMap(({ failure }) => failure ?? []),
    counts: {},
  }
}

async function playLane(
  places: readonly number[],
  most: number,
  requests: readonly EpisodeRequest[],
  options: LockstepOptions,
  done: (place: number, result: EpisodeResult) => void,
  onRound: () => void,
): Promise<void> {
  const waiting = places.slice()
  let seats: Seat[] = []
  while (waiting.length > 0 || seats.length > 0) {
    await checkInterrupted(options.signal)
    const fresh = waiting.splice(0, most - seats.length).map((place) => {
      const request = requests[place]!
      return { place, request, episode: prepareEpisode(request, options.attempt ?? 0, options) }
    })
    await Promise.all(fresh.map(({ episode }) => episode.start()))
    const asking: { seat: Seat; asked: SampleRequest }[] = []
    for (const seat of [...seats, ...fresh]) {
      const asked = nextSample(seat.episode, seat.request, options)
      if (asked !== undefined) asking.push({ seat, asked })
    }
    if (asking.length > 0) {
      const completions = await options.engine.sample(asking.map(({ asked }) => asked))
      await Promise.all(asking.map(({ seat }, i) => seat.episode.take(completions[i]!)))
    }
    const ended = [...seats, ...fresh].filter(({ episode }) => episode.ended)
    await Promise.all(ended.map(async ({ place, episode }) => done(place, await resultOf(episode))))
    seats = asking.flatMap(({ seat }) => (seat.episode.ended ? [] : [seat]))
    onRound()
  }
}

/**
 * Lets signal handlers run, then stops if one asked for it.
 * @throws GigpoError `interrupted`.
 */
export async function checkInterrupted(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (signal?.aborted) throw new GigpoError('interrupted', 'stopped on request')
}
