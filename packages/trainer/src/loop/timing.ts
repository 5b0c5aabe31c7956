// The wall clock of one iteration, and the rates that follow from it.
import type { Rolled } from './roll.ts'
import type { LoopState } from './state.ts'

export interface Moments {
  readonly started: number
  readonly rolled: number
  readonly referred: number
  readonly credited: number
  readonly trained: number
  readonly ended: number
}

/**
 * Seconds, resident memory of the process, and rates over the whole iteration; tokens are prompt and completion tokens of what
 * was played.
 */
export function timing(
  at: Moments,
  { rollout, use }: Rolled,
  before: LoopState,
  after: LoopState,
): Record<string, number> {
  const seconds = (at.ended - at.started) / 1000
  const played = [...rollout.groups, ...rollout.dropped.map(({ group }) => group)]
  let tokens = 0
  for (const episode of played.flatMap((group) => group.episodes)) {
    for (const step of episode.steps) tokens += step.prompt.length + step.completion.length
  }
  return {
    'time/rollout': (at.rolled - at.started) / 1000,
    'time/sample': use.busyMs / 1000,
    'time/env': (use.wallMs - use.busyMs) / 1000,
    'time/credit': (at.credited - at.referred) / 1000,
    'time/train': (at.trained - at.rolled) / 1000,
    'time/store': (at.ended - at.trained) / 1000,
    'time/step': seconds,
    'perf/memory_mb': process.memoryUsage.rss() / 2 ** 20,
    'perf/sampler_idle': Math.max(0, 1 - use.busyMs / 1000 / seconds),
    ...(use.calls === 0 ? {} : { 'perf/sampler_rows': use.rows / use.calls }),
    'perf/tokens_per_s': tokens / seconds,
    'perf/episodes_per_s': (after.episodes - before.episodes) / seconds,
    'perf/steps_per_s': (after.environmentSteps - before.environmentSteps) / seconds,
  }
}
