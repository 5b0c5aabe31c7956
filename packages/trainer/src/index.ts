// Rollout, supervised start, training loop, evaluation and run directories. Task sets, agents and engines are handed in.

export { checkAlgorithm } from './batch/check-algorithm.ts'
export * from './compare/index.ts'
export * from './config/index.ts'
export {
  type EvaluateOptions,
  evaluatePanel,
  type Panel,
  type PanelEvaluation,
} from './evaluation/evaluate-panel.ts'
export { type PanelRow, panelTable } from './evaluation/panel-table.ts'
export { CRITIC_FOLDER } from './loop/models.ts'
export type { TrainEvent, TrainOptions, TrainPhase } from './loop/options.ts'
export { type TrainReport, train } from './loop/train.ts'
export * from './progress/index.ts'
export { createBatchingSampler } from './rollout/batching-sampler.ts'
export { type AttemptOutcome, type DispatchOptions, dispatchEpisodes } from './rollout/dispatch-episodes.ts'
export type {
  EpisodeRequest,
  EpisodeSettings,
  Played,
  Player,
  PlayOptions,
  RolloutExecutor,
} from './rollout/executor.ts'
export { createInProcessExecutor } from './rollout/in-process.ts'
export type { Failure } from './rollout/live-episode.ts'
export { type EpisodeResult, lostEpisode, type PlayEpisodeOptions, playEpisode } from './rollout/play-episode.ts'
export { playEpisodes } from './rollout/play-episodes.ts'
export * from './run-directory/index.ts'
export * from './statistics/index.ts'
export * from './store/index.ts'
export * from './study/index.ts'
export {
  collectDemonstrations,
  type DemonstrationOptions,
  type DemonstrationRow,
  type Demonstrations,
} from './supervised/collect-demonstrations.ts'
export {
  type SuperviseOptions,
  type SuperviseReport,
  startKey,
  superviseEngine,
} from './supervised/supervise-engine.ts'
