// The groups of one iteration, counted: how many episodes won, and how many steps share their state with another of their
// group and so get a step advantage.
import type { EpisodeView, GroupSummary } from '../../api/contract.ts'
import type { ParsedEpisode } from './parse-episode.ts'

/** In order of appearance. */
export function summarizeGroups(episodes: readonly ParsedEpisode[]): GroupSummary[] {
  const groups = new Map<string, EpisodeView[]>()
  for (const { view } of episodes) groups.set(view.group, [...(groups.get(view.group) ?? []), view])
  return [...groups].map(([group, views]) => {
    const anchors = new Map<string, number>()
    for (const { steps } of views) {
      for (const { anchor } of steps) anchors.set(anchor, (anchors.get(anchor) ?? 0) + 1)
    }
    return {
      group,
      task: views[0]!.task,
      episodes: views.length,
      successes: views.filter(({ success }) => success).length,
      steps: views.reduce((sum, { steps }) => sum + steps.length, 0),
      grouped: [...anchors.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0),
    }
  })
}
