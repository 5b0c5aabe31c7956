// What the episodes of one iteration say about the policy, over everything that was played except failed episodes: groups
// that dynamic sampling dropped count too, or success would be measured on a selection.
import type { Episode, Group } from '@gigpo/core'
import { equalReturns, type Rollout } from '../rollout/collect-groups.ts'
import { deviation, type MetricValues, mean, spread } from './summary.ts'

export function rolloutMetrics(rollout: Rollout): MetricValues {
  const played = [...rollout.groups, ...rollout.dropped.map(({ group }) => group)]
  const episodes = played.flatMap((group) => group.episodes).filter((episode) => episode.stop !== 'error')
  const metrics: MetricValues = {
    ...groupFractions(played.filter((group) => group.episodes.every((episode) => episode.stop !== 'error'))),
    'group/trained': rollout.groups.length,
    'group/batches': rollout.batches,
    ...episodeMetrics(episodes),
    ...rollout.counts,
  }
  for (const { reason } of rollout.dropped) count(metrics, `group/dropped_${reason.replaceAll('-', '_')}`)
  for (const { kind } of rollout.failures) count(metrics, `errors/${kind}`)
  const stops = played.flatMap((group) => group.episodes.map((episode) => episode.stop))
  for (const stop of new Set(stops)) metrics[`stop/${stop}`] = mean(stops.map((each) => Number(each === stop)))
  return metrics
}

/** Environment steps of everything that was played: the budget methods are compared at. */
export function environmentSteps(rollout: Rollout): number {
  const groups = [...rollout.groups, ...rollout.dropped.map(({ group }) => group)]
  return groups.flatMap((group) => group.episodes).reduce((sum, episode) => sum + episode.steps.length, 0)
}

function groupFractions(groups: readonly Group[]): MetricValues {
  if (groups.length === 0) return {}
  const share = (test: (group: Group) => boolean): number => groups.filter(test).length / groups.length
  const good = share((group) => group.episodes.every((episode) => episode.success))
  const bad = share((group) => group.episodes.every((episode) => !episode.success))
  return {
    'group/frac_all_good': good,
    'group/frac_all_bad': bad,
    'group/frac_mixed': 1 - good - bad,
    // Groups of one have nothing to agree with.
    ...(groups.every(({ episodes }) => episodes.length === 1) ? {} : { 'group/frac_zero_std': share(equalReturns) }),
  }
}

function episodeMetrics(episodes: readonly Episode[]): MetricValues {
  if (episodes.length === 0) return {}
  const returns = episodes.map((episode) => episode.return)
  const steps = episodes.flatMap((episode) => episode.steps)
  const repeatable = episodes.flatMap((episode) =>
    episode.steps.slice(1).map((step, i) => ({ step, before: episode.steps[i]! })),
  )
  const tokens = (episode: Episode, part: 'prompt' | 'completion'): number =>
    episode.steps.reduce((sum, step) => sum + step[part].length, 0)
  const metrics: MetricValues = {
    'reward/mean': mean(returns),
    'reward/std': deviation(returns),
    'reward/min': Math.min(...returns),
    'reward/max': Math.max(...returns),
    'success/rate': mean(episodes.map((episode) => Number(episode.success))),
    ...spread(
      'episode/turns',
      episodes.map((episode) => episode.steps.length),
    ),
    ...spread(
      'episode/prompt_tokens',
      episodes.map((episode) => tokens(episode, 'prompt')),
    ),
    ...spread(
      'episode/completion_tokens',
      episodes.map((episode) => tokens(episode, 'completion')),
    ),
  }
  const scores = episodes.flatMap((episode) => episode.steps.at(-1)?.info?.task_score ?? [])
  const known = scores.filter((score) => typeof score === 'number')
  if (known.length === episodes.length) metrics['score/mean'] = mean(known)
  if (steps.length > 0) {
    const valid = mean(steps.map((step) => Number(step.valid)))
    metrics['action/valid_rate'] = valid
    metrics['action/format_error_rate'] = 1 - valid
  }
  if (repeatable.length > 0) {
    metrics['action/repeat_rate'] = mean(repeatable.map(({ step, before }) => Number(step.action === before.action)))
  }
  return metrics
}

function count(metrics: MetricValues, key: string): void {
  metrics[key] = (metrics[key] ?? 0) + 1
}
