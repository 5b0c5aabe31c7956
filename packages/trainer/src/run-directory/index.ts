// The run directory: writing it so that a kill at any moment can be resumed to the same bits, and reading it.
export type { Checkpoint } from './checkpoints.ts'
export {
  type EpisodeLine,
  groupsFromEpisodes,
  parseEpisodes,
  type StepAdvantage,
  type StepAdvantages,
} from './episode-lines.ts'
export {
  type EvaluationReport,
  meanScore,
  type PanelResult,
  summarizePanel,
  type TaskOutcome,
} from './evaluation-report.ts'
export type { RunEvent, StoredRunEvent } from './events.ts'
export { isWallClockMetric, type Metrics } from './metrics.ts'
export {
  findCheckpoint,
  listEpisodes,
  type RecordedFacts,
  readEpisodes,
  readEvaluations,
  readEvents,
  readMetrics,
  readRunConfig,
} from './read-run.ts'
export { type CreateRunOptions, createRun, type OpenRunOptions, openRun, type Run, type RunOptions } from './run.ts'
