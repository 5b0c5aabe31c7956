// The greedy baseline of ReMax (arXiv 2310.10505): one more episode of each task, from the group's own initial state, at
// temperature 0. It trains nothing and is not kept, but its steps count, because methods are compared at equal steps.
import { fold } from '@gigpo/core'
import type { CollectOptions, Rollout } from './collect-groups.ts'
import { addCounts } from './executor.ts'
import { inProcess } from './in-process.ts'

export interface GreedyReturns {
  /** The rollout with `greedyReturn` in its groups, without those whose greedy episode failed: they are dropped. */
  readonly rollout: Rollout
  readonly environmentSteps: number
  readonly episodes: number
}

/** The key of an episode is fold(root, 'greedy', id of the group). */
export async function playGreedyReturns(rollout: Rollout, options: CollectOptions): Promise<GreedyReturns> {
  const { topP, maxTokens } = options.rollout
  const requests = rollout.groups.map(({ id, task, episodes }) => {
    const key = fold(options.root, 'greedy', id)
    return { id: `${id}.greedy`, task, member: episodes.length, seed: episodes[0]!.seed, key }
  })
  const played = await (options.executor ?? inProcess).play(requests, {
    ...options,
    temperature: 0,
    topP,
    maxTokens,
    finalPrompt: false,
  })
  const failed = (g: number): boolean => played.episodes[g]!.stop === 'error'
  const lost = rollout.groups.filter((_, g) => failed(g))
  const groups = rollout.groups.flatMap((group, g) =>
    failed(g) ? [] : [{ ...group, greedyReturn: played.episodes[g]!.return }],
  )
  return {
    rollout: {
      ...rollout,
      groups,
      dropped: [...rollout.dropped, ...lost.map((group) => ({ group, reason: 'error' as const }))],
      failures: [...rollout.failures, ...played.failures],
      counts: addCounts(rollout.counts, played.counts),
    },
    environmentSteps: played.episodes.reduce((sum, { steps }) => sum + steps.length, 0),
    episodes: requests.length,
  }
}
