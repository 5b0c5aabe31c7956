// The executor of a single process: lockstep, then those that failed again. An environment that hangs is given up after its
// time; one that never gives control back stops everything, which only threads and workers survive.
import type { EpisodeRequest, Played, PlayOptions, RolloutExecutor } from './executor.ts'
import { addCounts } from './executor.ts'
import { playEpisodes } from './play-episodes.ts'

export interface InProcessOptions {
  /** Episodes under way at once; absent: all. */
  readonly live?: number | undefined
  /** Lanes of lockstep; default 1. */
  readonly lanes?: number | undefined
  /** Further attempts at an episode whose environment failed; default 0. */
  readonly retries?: number
}

export function createInProcessExecutor({ live, lanes, retries = 0 }: InProcessOptions = {}): RolloutExecutor {
  const play = async (requests: readonly EpisodeRequest[], options: PlayOptions, attempt: number): Promise<Played> => {
    const played = await playEpisodes(requests, { ...options, live, lanes, attempt })
    const failed = requests.flatMap((_, i) => (played.episodes[i]!.stop === 'error' ? [i] : []))
    if (failed.length === 0 || attempt >= retries) return played
    const again = await play(
      failed.map((i) => requests[i]!),
      options,
      attempt + 1,
    )
    const episodes = played.episodes.slice()
    for (const [n, i] of failed.entries()) episodes[i] = again.episodes[n]!
    return {
      episodes,
      failures: again.failures,
      counts: addCounts({ 'executor/retries': failed.length }, again.counts),
    }
  }
  return { play: (requests, options) => play(requests, options, 0), close: async () => {} }
}

/** All at once, in one lane, without a second attempt. */
export const inProcess: RolloutExecutor = createInProcessExecutor()
