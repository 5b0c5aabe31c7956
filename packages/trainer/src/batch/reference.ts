// The reference policy of KL terms is the policy at the start of RL, held by a second engine. Its log-probabilities of
// what was sampled are computed once an iteration, at the temperature of sampling.
import type { Group, Learner, Step } from '@gigpo/core'

/** Every step in the order groups, episodes, steps: the order of rows everywhere. */
export function stepsOf(groups: readonly Group[]): Step[] {
  return groups.flatMap((group) => group.episodes.flatMap((episode) => episode.steps))
}

/** Log-probabilities under the reference of every step's completion, one list a row. */
export async function referenceLogprobs(
  groups: readonly Group[],
  reference: Pick<Learner, 'forward'>,
  temperature: number,
): Promise<(readonly number[])[]> {
  const data = stepsOf(groups).map(({ prompt, completion }) => {
    return { prompt, completion, weights: completion.map(() => 1) }
  })
  const scored = data.length === 0 ? [] : await reference.forward(data, { temperature })
  return scored.map(({ logprobs }) => logprobs)
}
