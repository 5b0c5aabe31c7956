// The line of a run in the table of runs, and its page: facts of the files put together, nothing read here.
import type { RunDetail, RunStatus, RunSummary } from '../../api/contract.ts'
import type { RunFolder } from './run-folder.ts'

/** A process that lives but has written nothing for so long is called stale: ten minutes, or ten iterations if these take longer. */
const SILENCE_MS = 600_000
const SILENT_ITERATIONS = 10
/** Iterations whose mean time the time left is reckoned with. */
const RECENT = 10

export function summarizeRun(run: RunFolder, now: number): RunSummary {
  const { config, metrics } = run
  const status = statusOf(run, now)
  const iteration = metrics.iteration.at(-1) ?? 0
  return {
    id: run.id,
    name: run.id.split('/').at(-1)!,
    status,
    iteration,
    iterations: config.iterations,
    environmentSteps: metrics.last('total/environment_steps') ?? 0,
    algorithm: config.algorithm,
    environment: config.environment,
    engine: config.engine,
    seed: config.seed,
    digest: config.digest,
    panels: run.evaluations.latest,
    return: metrics.last('reward/mean') ?? null,
    successRate: metrics.last('success/rate') ?? null,
    tokensPerSecond: metrics.last('perf/tokens_per_s') ?? null,
    timeLeft: status === 'running' ? timeLeft(run) : null,
    startedAt: run.startedAt,
    updatedAt: run.updatedAt,
    alarms: run.events.alarms,
    tags: run.notes.tags,
    note: run.notes.note,
    damage: run.damages.length,
  }
}

export function detailRun(run: RunFolder, now: number): RunDetail {
  return {
    ...summarizeRun(run, now),
    config: run.config.config,
    events: run.events.events,
    metricNames: [...run.metrics.names].sort(),
    supervisedNames: [...run.supervised.names].sort(),
    episodeIterations: run.episodes.iterations,
    damages: run.damages,
  }
}

export function statusOf(run: RunFolder, now: number): RunStatus {
  if (run.lock === 'none') return isFinished(run) ? 'done' : 'stopped'
  if (run.lock === 'gone') return 'stale'
  const patience = Math.max(SILENCE_MS, SILENT_ITERATIONS * 1000 * (secondsAnIteration(run) ?? 0))
  return now - run.updatedAt > patience ? 'stale' : 'running'
}

function isFinished({ config, metrics }: RunFolder): boolean {
  if (config.budget !== null) return (metrics.last('total/environment_steps') ?? 0) >= config.budget
  return config.iterations !== null && (metrics.iteration.at(-1) ?? 0) >= config.iterations
}

/** Seconds of training; evaluations and checkpoints come on top. */
function timeLeft(run: RunFolder): number | null {
  const { config, metrics } = run
  const seconds = secondsAnIteration(run)
  const done = metrics.iteration.at(-1)
  if (seconds === undefined || done === undefined) return null
  if (config.iterations !== null) return Math.max(0, config.iterations - done) * seconds
  const steps = metrics.last('total/environment_steps')
  if (config.budget === null || steps === undefined || steps <= 0) return null
  return Math.max(0, (config.budget - steps) / (steps / done)) * seconds
}

function secondsAnIteration({ metrics }: RunFolder): number | undefined {
  const recent =
    metrics
      .column('time/step')
      ?.slice(-RECENT)
      .filter((seconds) => !Number.isNaN(seconds)) ?? []
  return recent.length === 0 ? undefined : recent.reduce((sum, seconds) => sum + seconds, 0) / recent.length
}
